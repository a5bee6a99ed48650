/**
 * Pauses for `Retry-After`, in seconds, given by turns: who is refused together should not come
 * again together.
 */
export class Pauses {
  private given = 0;

  constructor(private readonly seconds: readonly [number, ...number[]]) {}

  /** The next one, in seconds. */
  next(): number {
    const pause = this.seconds[this.given % this.seconds.length] ?? this.seconds[0];
    this.given += 1;
    return pause;
  }
}
