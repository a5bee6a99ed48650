/** A refusal costs about a tenth of this. */
const ONE_EVERY_MS = 1;
/** So many are given at once, before they have to wait. */
const AT_ONCE = 500;
/** Whoever would wait longer than this is not worth an answer. */
const AT_MOST_MS = 5_000;
/** Timers of the same delay cost little. */
const STEP_MS = 10;

/**
 * When the next refusal is given: at once, unless so many come that refusing alone would keep the
 * process busy. Clients that do not wait as they are told wait here, and who was let in is served.
 */
export class RefusalPace {
  private nextAtMs = Number.NEGATIVE_INFINITY;

  /** How long the next one has to wait; undefined where it is to be dropped. */
  delayMs(nowMs: number): number | undefined {
    const nextAtMs = Math.max(this.nextAtMs, nowMs - AT_ONCE * ONE_EVERY_MS) + ONE_EVERY_MS;
    const delayMs = nextAtMs - nowMs;
    if (delayMs > AT_MOST_MS) return undefined;
    this.nextAtMs = nextAtMs;
    return delayMs <= 0 ? 0 : Math.ceil(delayMs / STEP_MS) * STEP_MS;
  }
}
