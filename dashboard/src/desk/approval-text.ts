import type { ApprovalRequestDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/approvals.js';
import { dayText, studioDayOf, studioToday } from '../ui/dates.js';
import { lastDayText, validityText } from '../ui/last-day.js';
import { useWhyText } from '../ui/reasons.js';
import { signed } from '../ui/signed.js';

/** Says requests in words. */
interface ApprovalText {
  /** What was asked for. */
  what(one: ApprovalRequestDto): string;
  /** How the package is now. */
  now(one: ApprovalRequestDto): string;
  /** Why it was asked for. */
  why(one: ApprovalRequestDto): string | null;
  /** The day on which an instant is. */
  day(instant: string): string;
  /** What has become of it, or by when that is decided. */
  state(one: ApprovalRequestDto): string;
}

/** The words for requests, in the studio's days. */
export function useApprovalText(): ApprovalText {
  const { timeZone } = useStudio();
  const why = useWhyText();
  const today = studioToday(timeZone);
  const day = (instant: string) => dayText(studioDayOf(new Date(instant), timeZone), today);
  return {
    ...{ why, day },
    what: ({ kind, adjustment, usageDate, expiresAt, days }) => {
      if (kind === 'adjustment') return words.what.adjustment(signed(adjustment ?? 0));
      if (kind === 'undo') return words.what.undo(dayText(usageDate ?? today, today));
      const end = expiresAt === null ? '' : lastDayText(expiresAt, timeZone, today);
      return words.what.extension(end, days ?? 0);
    },
    now: ({ kind, package: one }) => {
      if (one === null) return words.gone;
      if (kind === 'extension') return validityText(one.expiresAt, timeZone);
      return words.left(one.remaining ?? 0);
    },
    state: ({ state, decided, until }) => {
      if (state === 'open') return words.waits(day(until));
      if (decided === null) return words.lapsed;
      const say = state === 'approved' ? words.approved : words.declined;
      return say(decided.by?.name ?? words.somebody, day(decided.at));
    },
  };
}
