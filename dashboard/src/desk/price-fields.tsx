import { Button, NumberInput, Stack, Switch } from '@mantine/core';
import type { CatalogueItemDto } from '../api/generated/types.gen.js';
import { words } from '../texts/prices.js';
import { amountOf, digitsOf } from '../ui/amounts.js';
import { DECIMAL_SIGN } from '../ui/money.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { useFocusOnShow } from '../ui/use-focus-on-show.js';
import { isOtherPrice, type ItemDraft } from './item-draft.js';

interface Props {
  readonly draft: ItemDraft;
  readonly item: CatalogueItemDto;
  readonly missing: readonly string[];
  readonly error: Error | null;
  readonly onChange: (part: Partial<ItemDraft>) => void;
}

/** Another price than the list's, or none, and why. */
export function PriceFields({ draft, item, missing, error, onChange }: Props) {
  const { currency, priceMinor } = item;
  if (draft.price === null && !draft.isGift) {
    const price = amountOf(priceMinor, currency);
    return (
      <Button variant="default" onClick={() => onChange({ price })}>
        {words.sale.another}
      </Button>
    );
  }
  return (
    <Stack>
      {!draft.isGift && <AmountField {...{ draft, item, missing, onChange }} />}
      <Switch
        size="md"
        mih={44}
        label={words.sale.gift}
        description={words.sale.giftDetail}
        checked={draft.isGift}
        onChange={({ currentTarget: { checked } }) => onChange({ isGift: checked })}
      />
      {isOtherPrice(draft, item) && (
        <ReasonField
          why={draft.why}
          onChange={(why) => onChange({ why })}
          isOptional={false}
          error={missing.includes('reason') ? words.sale.why : faultAt('reason', error)}
        />
      )}
    </Stack>
  );
}

function AmountField({ draft, item, missing, onChange }: Omit<Props, 'error'>) {
  const shown = useFocusOnShow<HTMLInputElement>();
  return (
    <NumberInput
      ref={shown}
      label={words.sale.priceIn(item.currency)}
      value={draft.price ?? ''}
      onChange={(value) => onChange({ price: typeof value === 'number' ? value : '' })}
      min={0}
      decimalScale={digitsOf(item.currency)}
      decimalSeparator={DECIMAL_SIGN}
      allowNegative={false}
      hideControls
      inputMode="decimal"
      error={missing.includes('price') ? words.faults.price : null}
    />
  );
}
