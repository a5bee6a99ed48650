import { t } from '../texts/texts.js';
import { dayText, isStudioDay } from '../ui/dates.js';
import type { SaleDraft } from './sale.js';

/** What will be sold: `10 sessions with Ana Silva, valid until 22 Feb 2027`. */
export function saleText(
  { kind, sessions, until, asksCoach }: SaleDraft,
  coach: string,
  today: string,
): string {
  const sold = kind === 'package' ? t.app.sessions(Number(sessions)) : t.desk.sell.kinds[kind];
  const end =
    until !== null && isStudioDay(until)
      ? t.desk.sell.ends(dayText(until, today))
      : t.desk.sell.endless;
  const parts = [t.desk.sell.what(sold, coach), end];
  return [...parts, ...(asksCoach ? [t.desk.sell.waits] : [])].join(', ');
}
