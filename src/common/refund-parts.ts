/** What was asked of a package, and for what; amounts in the smallest unit. */
export interface Sold {
  readonly priceMinor: number | null;
  /** How many sessions it was sold with. */
  readonly granted: number;
  readonly refundedSessions: number | null;
}

/** What of a package decides what of it can be paid back; amounts in the smallest unit. */
export interface RefundFacts extends Sold {
  readonly paidMinor: number | null;
  readonly refundedMinor: number | null;
  /** How many of them went to other packages. */
  readonly transferredSessions: number | null;
}

/** What is left of a package; `remaining` is null where nothing is counted. */
export interface Left {
  readonly isCounted: boolean;
  readonly remaining: number | null;
}

/**
 * What so many of the last sessions of a price cost. It is split so that all parts add up to it:
 * each session costs the same to the smallest unit, and what is left over is with the last ones.
 */
export function worthOfLast(priceMinor: number, sessions: number, last: number): number {
  if (sessions <= 0) return 0;
  const each = Math.floor(priceMinor / sessions);
  const over = priceMinor - each * sessions;
  return last * each + Math.min(last, over);
}

/**
 * What so many of the sessions of a package are worth that go to another one: of its price, the
 * first ones, as what is paid back are the last. So all parts add up, whatever goes when.
 */
export function worthOfNext(one: RefundFacts, sessions: number): number {
  const { priceMinor, granted, refundedSessions, transferredSessions } = one;
  const price = priceMinor ?? 0;
  const sold = granted - (refundedSessions ?? 0);
  const worthOfFirst = (count: number) =>
    price - worthOfLast(price, granted, granted - Math.min(count, sold));
  const gone = transferredSessions ?? 0;
  return worthOfFirst(gone + sessions) - worthOfFirst(gone);
}

/** What is asked of a package: its price without the sessions that were paid back. */
export function dueOf({ priceMinor, granted, refundedSessions }: Sold): number {
  const price = priceMinor ?? 0;
  return price - worthOfLast(price, granted, refundedSessions ?? 0);
}

/** How many sessions can go back: those that are left, and were sold and paid with the package. */
export function refundableSessions(one: RefundFacts & Left): number {
  if (!one.isCounted) return 0;
  const gone = (one.refundedSessions ?? 0) + (one.transferredSessions ?? 0);
  return Math.max(0, Math.min(one.remaining ?? 0, one.granted - gone));
}

/**
 * What is paid back for so many sessions unless it is said: what was paid beyond the sessions that
 * stay; where none are counted, all of the payment. `rest` is what was not paid back of it yet.
 */
export function usualRefund(
  one: RefundFacts & Pick<Left, 'isCounted'>,
  rest: number,
  sessions: number,
): number {
  if (!one.isCounted) return rest;
  const refundedSessions = (one.refundedSessions ?? 0) + sessions;
  const kept = (one.paidMinor ?? 0) - (one.refundedMinor ?? 0);
  return Math.max(0, Math.min(rest, kept - dueOf({ ...one, refundedSessions })));
}
