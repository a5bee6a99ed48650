/** Ids that a report names of each kind; more would not be read by anybody. */
const NAMED = 20;

/** Counts ids and keeps the first ones, so that memory stays small. */
export class FirstIds {
  count = 0;
  private readonly kept: number[] = [];

  add(ids: readonly number[]): void {
    this.count += ids.length;
    if (this.kept.length < NAMED) this.kept.push(...ids.slice(0, NAMED - this.kept.length));
  }

  /** As `3, 4, …`. */
  get text(): string {
    return `${this.kept.join(', ')}${this.count > this.kept.length ? ', …' : ''}`;
  }
}
