/** Ids that an earlier pass has found, gone through by rising id. */
export class IdBatches {
  private readonly sorted: readonly number[];
  private start = 0;

  constructor(
    ids: Iterable<number>,
    private readonly size: number,
  ) {
    this.sorted = [...ids].toSorted((a, b) => a - b);
  }

  get last(): number {
    return this.sorted.at(-1) ?? 0;
  }

  /** The ids that follow one; it never falls from call to call. */
  next(after: number): readonly number[] {
    while ((this.sorted[this.start] ?? Number.POSITIVE_INFINITY) <= after) this.start += 1;
    return this.sorted.slice(this.start, this.start + this.size);
  }
}
