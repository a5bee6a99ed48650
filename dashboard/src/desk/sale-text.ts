import { t } from '../texts/texts.js';
import { dayText, isStudioDay } from '../ui/dates.js';
import { type CountedKinds, countingOf, type SaleDraft } from './sale.js';

/** What will be sold: `10 sessions with Ana Silva, valid until 22 Feb 2027`. */
export function saleText(
  draft: SaleDraft,
  countedKinds: CountedKinds,
  coach: string,
  today: string,
  waits: boolean,
): string {
  const { kind, sessions, until } = draft;
  const count = t.app.sessions(Number(sessions));
  const counted = kind === 'package' ? count : t.desk.sell.counted(t.desk.sell.kinds[kind], count);
  const sold = countingOf(draft, countedKinds).does ? counted : t.desk.sell.kinds[kind];
  const end =
    until !== null && isStudioDay(until)
      ? t.desk.sell.ends(dayText(until, today))
      : t.desk.sell.endless;
  const parts = [t.desk.sell.what(sold, coach), end];
  return [...parts, ...(waits ? [t.desk.sell.waits] : [])].join(', ');
}
