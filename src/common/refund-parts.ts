/** What of a package decides what of it can be paid back; amounts in the smallest unit. */
export interface RefundFacts {
  readonly priceMinor: number | null;
  readonly paidMinor: number | null;
  /** How many sessions it was sold with. */
  readonly granted: number;
  readonly refundedMinor: number | null;
  readonly refundedSessions: number | null;
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

/** What is asked of a package: its price without the sessions that were paid back. */
export function dueOf({ priceMinor, granted, refundedSessions }: RefundFacts): number {
  const price = priceMinor ?? 0;
  return price - worthOfLast(price, granted, refundedSessions ?? 0);
}

/** How many sessions can go back: those that are left, and were sold with the package. */
export function refundableSessions(one: RefundFacts & Left): number {
  if (!one.isCounted) return 0;
  return Math.max(0, Math.min(one.remaining ?? 0, one.granted - (one.refundedSessions ?? 0)));
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
