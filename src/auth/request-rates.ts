/** What requests are to whoever counts them; a stream is counted when somebody is to get one. */
export type RequestKind = 'change' | 'read' | 'stream';

/** Seconds whose requests may come at once, where none came before. */
const BURST_SECONDS = 4;
/** Who is remembered at most; above it, whoever came least lately may ask anew. */
const MOST_REMEMBERED = 10_000;

/**
 * How fast each of many people may ask: a bucket that fills by so many a second, and holds the
 * requests of four seconds. Of a bucket only the instant is kept at which it will be full again,
 * and nothing of a full one.
 */
export class RequestRates {
  private readonly fullAtMs = new Map<string, number>();
  private readonly eachMs: number;

  constructor(
    perSecond: number,
    private readonly most = MOST_REMEMBERED,
  ) {
    this.eachMs = 1_000 / perSecond;
  }

  /**
   * Counts a request and answers 0; or counts nothing and tells after how many milliseconds the
   * next one will be let through. `nowMs` is by a clock that never goes back.
   */
  take(who: string, nowMs: number): number {
    const fullAtMs = Math.max(this.fullAtMs.get(who) ?? 0, nowMs) + this.eachMs;
    const tooMuchMs = fullAtMs - nowMs - BURST_SECONDS * 1_000;
    // Sums of fractions are not exact.
    if (tooMuchMs > 1e-6) return tooMuchMs;
    // Behind all others: those in front came least lately.
    this.fullAtMs.delete(who);
    this.fullAtMs.set(who, fullAtMs);
    this.forget(nowMs);
    return 0;
  }

  /** How many people are remembered. */
  get size(): number {
    return this.fullAtMs.size;
  }

  private forget(nowMs: number): void {
    for (const [who, fullAtMs] of this.fullAtMs) {
      if (fullAtMs > nowMs && this.size <= this.most) return;
      this.fullAtMs.delete(who);
    }
  }
}
