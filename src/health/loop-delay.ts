const LOOK_EVERY_MS = 100;
/** On average of the last looks: one long turn alone is none of the crowd's doing. */
const TOO_LATE_MS = 500;
const WEIGHT = 0.25;
/** A machine that slept says no more than one long turn. */
const LATEST_MS = 1_500;
/** Fewer requests than these between two looks do not keep a process busy. */
const CROWD = 32;

/** Whether requests come faster than this process can read them. */
export class LoopDelay {
  private requests = 0;
  private lateMs = 0;
  private dueAtMs = 0;
  private timer: NodeJS.Timeout | undefined;
  private isTooLong = false;

  get hasTooMuch(): boolean {
    return this.isTooLong;
  }

  start(): void {
    this.dueAtMs = performance.now() + LOOK_EVERY_MS;
    this.timer = setInterval(() => this.look(performance.now()), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  noteRequest(): void {
    this.requests += 1;
  }

  /** Called by a timer, which says by its own delay what all others wait. */
  look(nowMs: number): void {
    const late = Math.min(LATEST_MS, Math.max(0, nowMs - this.dueAtMs));
    this.lateMs += (late - this.lateMs) * WEIGHT;
    this.isTooLong = this.lateMs > TOO_LATE_MS && this.requests >= CROWD;
    this.requests = 0;
    this.dueAtMs = nowMs + LOOK_EVERY_MS;
  }
}
