import { freezeFrom } from './freeze-rules.js';
import type { Package } from './package.entity.js';
import { isPastDate, stateOf } from './package-rules.js';

/** The code of activities by which a package went with all others of its coach. */
export const HANDED_OVER = 'handed_over';

/** As many packages as go in one act: each is a few statements, and locked until all have gone. */
export const MOST_HANDED_OVER = 100;

/**
 * Why a package stays with its coach. `waiting`: for an approval. `ended`: it was disconnected.
 * `frozen`: it is, or will be; the freeze is to be ended first.
 */
export const STAYING = ['waiting', 'ended', 'frozen'] as const;
export type Staying = (typeof STAYING)[number];

/** What becomes of a coach's packages that still have something. */
export interface HandOver {
  /** By rising id. */
  readonly going: readonly Package[];
  readonly staying: readonly { readonly one: Package; readonly reason: Staying }[];
}

/**
 * Which packages go to another coach: all that can be used. Those that were ended with sessions
 * left go where that is asked for; one that waits for an approval stays, and is somebody's to
 * decide. What is over, voided, rejected or used up is in neither list.
 */
export function handOverOf(
  packages: readonly Package[],
  at: Date,
  { includeEnded }: { readonly includeEnded: boolean },
): HandOver {
  const going: Package[] = [];
  const staying: { one: Package; reason: Staying }[] = [];
  for (const one of packages) {
    const reason = stayingOf(one, at);
    if (reason === undefined) continue;
    if (reason === null || (reason === 'ended' && includeEnded)) going.push(one);
    else staying.push({ one, reason });
  }
  return { going, staying };
}

/** Null for what goes, undefined for what has nothing. */
function stayingOf(one: Package, at: Date): Staying | null | undefined {
  const state = stateOf(one, at);
  if (state === 'frozen') return 'frozen';
  if (isPastDate(one, at)) return undefined;
  if (state === 'pending') return 'waiting';
  const isLeft = one.isCounted && (one.remaining ?? 0) >= 1;
  if (state === 'active') return isLeft || !one.isCounted ? waitingForFreeze(one, at) : undefined;
  const isAgreed = one.coachApproval === 'approved' && one.staffApproval === 'approved';
  return state === 'disconnected' && isAgreed && isLeft ? 'ended' : undefined;
}

function waitingForFreeze({ frozen }: Package, at: Date): 'frozen' | null {
  return freezeFrom(frozen, at) ? 'frozen' : null;
}

/** What packages come to. */
export interface PackagesSum {
  readonly members: number;
  readonly packages: number;
  readonly sessions: number;
}

/** How many members have how many packages and sessions in them. */
export function sumOf(packages: readonly Package[]): PackagesSum {
  return {
    members: new Set(packages.map(({ memberId }) => memberId)).size,
    packages: packages.length,
    sessions: packages.reduce((sum, one) => sum + (one.isCounted ? (one.remaining ?? 0) : 0), 0),
  };
}
