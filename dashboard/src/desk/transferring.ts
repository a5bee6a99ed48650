import type { PackageDto } from '../api/generated/types.gen.js';

/** Somebody to whom sessions go. */
export interface Somebody {
  readonly id: number;
  readonly name: string;
}

/** What was entered of a transfer. */
export interface TransferDraft {
  readonly to: 'coach' | 'member';
  readonly coach: Somebody | null;
  readonly member: Somebody | null;
  /** Null where nothing is counted; nothing for an empty field. */
  readonly sessions: number | '' | null;
}

/** All that is left, to another coach, whom somebody has to choose. */
export function newTransfer({ remaining }: Pick<PackageDto, 'remaining'>): TransferDraft {
  return { to: 'coach', coach: null, member: null, sessions: remaining };
}

/** Whether something of a package can go to somebody else, as it is now; a freeze ends first. */
export function isTransferable({ state, remaining, approvals, freeze }: PackageDto): boolean {
  if (freeze !== null) return false;
  if (state === 'active') return remaining === null || remaining > 0;
  const isAgreed = approvals.coach === 'approved' && approvals.staff === 'approved';
  return state === 'disconnected' && isAgreed && remaining !== null && remaining > 0;
}

/** What of a transfer is missing or wrong; null where it is right. */
export interface TransferFaults {
  readonly who: 'coach' | 'member' | null;
  readonly sessions: 'missing' | 'tooMany' | null;
}

/** What is wrong with what was entered, as the server would refuse it. */
export function transferFaults(
  { to, sessions, ...people }: TransferDraft,
  { remaining }: Pick<PackageDto, 'remaining'>,
): TransferFaults {
  const isMissing = sessions === '' || (sessions !== null && sessions < 1);
  const isMore = sessions !== '' && (sessions ?? 0) > (remaining ?? 0);
  return {
    who: people[to] === null ? to : null,
    sessions: isMissing ? 'missing' : isMore ? 'tooMany' : null,
  };
}

/** What a transfer will come to: whose sessions they become, with whom, and what stays. */
export interface TransferOutcome {
  readonly who: string;
  readonly coach: string;
  /** Null where nothing is counted. */
  readonly sessions: number | null;
  readonly left: number;
}

/** What will happen; null while somebody is not chosen, or the number is none that can go. */
export function outcomeOf(
  { to, coach, member, sessions }: TransferDraft,
  one: Pick<PackageDto, 'remaining' | 'coachName'>,
  owner: string,
): TransferOutcome | null {
  const chosen = to === 'coach' ? coach : member;
  if (chosen === null || sessions === '') return null;
  const left = (one.remaining ?? 0) - (sessions ?? 0);
  if (left < 0) return null;
  const [who, whose] = to === 'coach' ? [owner, chosen.name] : [chosen.name, one.coachName];
  return { who, coach: whose, sessions, left };
}
