import { DAY_MS } from '../../../src/common/durations.js';
import type { ApprovalRequestDto } from '../api/generated/types.gen.js';

/** How long a coach is told what has become of a request. */
const TOLD_FOR_MS = 14 * DAY_MS;

type Request = Pick<ApprovalRequestDto, 'state' | 'decided' | 'until'>;

/** Whether a coach still wants to know of a request; what was withdrawn they know. */
function isNews({ state, decided, until }: Request, now: Date): boolean {
  if (state === 'open') return true;
  if (state === 'withdrawn') return false;
  return now.getTime() - Date.parse(decided?.at ?? until) < TOLD_FOR_MS;
}

/** Those of a member to show: to the desk what it can decide, to a coach what became of it, too. */
export function shownOf<One extends Request>(
  all: readonly One[],
  isDesk: boolean,
  now: Date,
): readonly One[] {
  return all.filter((one) => (isDesk ? one.state === 'open' : isNews(one, now)));
}
