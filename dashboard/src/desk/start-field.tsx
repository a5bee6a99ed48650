import { Button, TextInput } from '@mantine/core';
import type { CatalogueItemDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/prices.js';
import { addDays, studioToday } from '../ui/dates.js';
import { faultAt } from '../ui/send-error.js';
import { useFocusOnShow } from '../ui/use-focus-on-show.js';
import type { ItemDraft } from './item-draft.js';

interface Props {
  readonly draft: Pick<ItemDraft, 'startsOn'>;
  readonly item: Pick<CatalogueItemDto, 'activation'>;
  readonly missing: readonly string[];
  readonly error: Error | null;
  readonly onChange: (part: Pick<ItemDraft, 'startsOn'>) => void;
}

/** The first day of what is sold, where it is not today, or that of the first session. */
export function StartField({ draft: { startsOn }, item, ...props }: Props) {
  if (item.activation !== 'purchase') return null;
  if (startsOn !== null) return <FirstDay {...props} startsOn={startsOn} />;
  return (
    <Button variant="default" onClick={() => props.onChange({ startsOn: '' })}>
      {words.sale.later}
    </Button>
  );
}

function FirstDay({
  startsOn,
  missing,
  error,
  onChange,
}: Omit<Props, 'draft' | 'item'> & { readonly startsOn: string }) {
  const { timeZone } = useStudio();
  const shown = useFocusOnShow<HTMLInputElement>();
  return (
    <TextInput
      ref={shown}
      type="date"
      label={words.sale.firstDay}
      description={words.sale.firstDayDetail}
      value={startsOn}
      min={addDays(studioToday(timeZone), 1)}
      error={missing.includes('startsOn') ? words.faults.startsOn : faultAt('startsOn', error)}
      onChange={({ currentTarget: { value } }) => onChange({ startsOn: value })}
    />
  );
}
