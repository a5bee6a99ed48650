import { Button, Stack, Switch } from '@mantine/core';
import type { CatalogueItemDto } from '../api/generated/types.gen.js';
import { words } from '../texts/prices.js';
import { AmountField } from '../ui/amount-field.js';
import { amountOf } from '../ui/amounts.js';
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
      {!draft.isGift && <PriceField {...{ draft, item, missing, onChange }} />}
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

function PriceField({ draft, item, missing, onChange }: Omit<Props, 'error'>) {
  const shown = useFocusOnShow<HTMLInputElement>();
  return (
    <AmountField
      ref={shown}
      label={words.sale.priceIn(item.currency)}
      currency={item.currency}
      value={draft.price ?? ''}
      onChange={(price) => onChange({ price })}
      error={missing.includes('price') ? words.faults.price : null}
    />
  );
}
