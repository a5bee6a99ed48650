/** So many are let in whatever happens: fewer do not show how many can be served. */
const ALWAYS = 64;
/** More would be too many for the queues of the database. */
const AT_MOST = 1_000;
/** Whoever would wait longer than this is told at once. */
const WAIT_MS = 1_500;
/** How often it is counted how many were served. */
const COUNT_EVERY_MS = 250;
/** Before anything was seen. */
const FIRST_GUESS = 200;

/**
 * Says how many requests may be under way: as many as are served within the time that somebody
 * waits. How many that are is learnt while there are more than enough; with fewer, what is served
 * says how many ask. Whoever is let in is served in order, and the newest are refused.
 */
export class Admission {
  private count = 0;
  private most = FIRST_GUESS;
  private served = 0;
  private countedSinceMs = 0;

  get underWay(): number {
    return this.count;
  }

  /** How many may be under way now. */
  get limit(): number {
    return this.most;
  }

  /** Lets one in, if there is room for it. */
  enter(nowMs: number): boolean {
    if (this.count >= ALWAYS) {
      this.countServed(nowMs);
      if (this.count >= this.most) return false;
    }
    this.count += 1;
    // From here on it is seen how many are served.
    if (this.count === ALWAYS) this.beginToCount(nowMs);
    return true;
  }

  /** One has left, served or not. */
  leave(wasServed: boolean, nowMs: number): void {
    if (this.count >= ALWAYS) {
      if (wasServed) this.served += 1;
      this.countServed(nowMs);
    }
    this.count -= 1;
  }

  /** Half of what was known counts on: one moment of silence changes little, several do. */
  private countServed(nowMs: number): void {
    const elapsedMs = nowMs - this.countedSinceMs;
    if (elapsedMs < COUNT_EVERY_MS) return;
    const inTime = (this.served * WAIT_MS) / elapsedMs;
    const most = (this.most + inTime) / 2;
    this.most = Math.round(Math.min(AT_MOST, Math.max(ALWAYS, most)));
    this.beginToCount(nowMs);
  }

  private beginToCount(nowMs: number): void {
    this.served = 0;
    this.countedSinceMs = nowMs;
  }
}
