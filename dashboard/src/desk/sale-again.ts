import { lastDayOf } from '../../../src/common/last-day.js';
import { DAY_MS } from '../../../src/common/durations.js';
import { addDays, studioDayOf } from '../../../src/common/studio-day.js';
import type { PackageDto, StudioDto } from '../api/generated/types.gen.js';
import { SALE_KINDS } from '../api/rules.js';
import type { SaleDraft } from './sale.js';

/** How a sale begins that repeats none. */
const FIRST: SaleDraft = {
  coachId: null,
  kind: 'package',
  sessions: 10,
  isUnlimited: false,
  until: null,
  note: '',
  asksCoach: false,
};

/** How a sale begins that repeats another one: the same sessions, for as many days from today. */
export function saleAgain(
  again: PackageDto | undefined,
  { timeZone }: Pick<StudioDto, 'timeZone'>,
  today: string,
): SaleDraft {
  const kind = SALE_KINDS.find((one) => one === again?.rateType);
  if (!again || kind === undefined) return FIRST;
  return {
    ...FIRST,
    kind,
    sessions: again.granted === 0 ? FIRST.sessions : (again.granted ?? FIRST.sessions),
    isUnlimited: again.remaining === null,
    until: again.expiresAt === null ? null : untilAgain(again, again.expiresAt, timeZone, today),
  };
}

/** Nothing where it ended before its first day was over: somebody has cut it off. */
function untilAgain(
  { requestedAt }: PackageDto,
  expiresAt: string,
  timeZone: string,
  today: string,
): string {
  const first = studioDayOf(new Date(requestedAt), timeZone);
  const { day: last } = lastDayOf(new Date(expiresAt), timeZone);
  const days = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS);
  return days > 0 ? addDays(today, days) : '';
}
