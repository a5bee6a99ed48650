import type { AttemptCount, AttemptLimit } from './shared-state.js';

const SWEEP_EVERY_MS = 60_000;

interface Counted {
  /** When each attempt was, the oldest first. */
  attemptsMs: number[];
  refusedUntilMs: number;
  forgottenAtMs: number;
}

/** Counts attempts in memory. One that is refused does not count, and so refuses nobody longer. */
export class AttemptCounts {
  private readonly counted = new Map<string, Counted>();
  private sweptAtMs = 0;

  /** `nowMs` is by a clock that never goes back. */
  count(key: string, limit: AttemptLimit, nowMs: number): AttemptCount {
    this.sweep(nowMs);
    const one = this.counted.get(key) ?? { attemptsMs: [], refusedUntilMs: 0, forgottenAtMs: 0 };
    this.counted.set(key, one);
    if (one.refusedUntilMs > nowMs) return refusal(one, nowMs);
    if (one.refusedUntilMs > 0) Object.assign(one, { attemptsMs: [], refusedUntilMs: 0 });
    one.attemptsMs = one.attemptsMs.filter((atMs) => atMs + limit.withinMs > nowMs);
    one.attemptsMs.push(nowMs);
    one.forgottenAtMs = nowMs + limit.withinMs;
    if (one.attemptsMs.length > limit.most) {
      one.refusedUntilMs = nowMs + limit.refusedForMs;
      one.forgottenAtMs = one.refusedUntilMs;
      return refusal(one, nowMs);
    }
    const [firstMs = nowMs] = one.attemptsMs;
    const endsInMs = firstMs + limit.withinMs - nowMs;
    return { count: one.attemptsMs.length, isRefused: false, endsInMs };
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.counted.size;
  }

  private sweep(nowMs: number): void {
    if (nowMs - this.sweptAtMs < SWEEP_EVERY_MS) return;
    this.sweptAtMs = nowMs;
    for (const [key, { forgottenAtMs }] of this.counted) {
      if (forgottenAtMs <= nowMs) this.counted.delete(key);
    }
  }
}

function refusal({ attemptsMs, refusedUntilMs }: Counted, nowMs: number): AttemptCount {
  return { count: attemptsMs.length, isRefused: true, endsInMs: refusedUntilMs - nowMs };
}
