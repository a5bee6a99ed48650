import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { MINUTE_MS } from '../common/durations.js';
import type { SetUpTry } from './shared-state.js';

/** Without those that look like digits. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 8;
/** So many wrong ones a minute are looked at, from wherever they come. */
const MOST_WRONG = 5;

/**
 * By what somebody shows that they run the product: it is printed at the start, and another one
 * after the next. Right ones are not counted, so that many at once hold up nobody.
 */
export class SetUpCode {
  readonly letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join(
    '',
  );
  private wrongAtMs: number[] = [];

  /** Looks at a code as people type it. `nowMs` is by a clock that never goes back. */
  try(given: string, nowMs: number): SetUpTry {
    this.wrongAtMs = this.wrongAtMs.filter((atMs) => atMs + MINUTE_MS > nowMs);
    const [firstMs = nowMs] = this.wrongAtMs;
    if (this.wrongAtMs.length >= MOST_WRONG) {
      return { isRight: false, refusedForMs: firstMs + MINUTE_MS - nowMs };
    }
    const typed = given.toUpperCase().replace(/[^A-Z]/g, '');
    const isRight = timingSafeEqual(digestOf(typed), digestOf(this.letters));
    if (!isRight) this.wrongAtMs.push(nowMs);
    return { isRight, refusedForMs: 0 };
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
