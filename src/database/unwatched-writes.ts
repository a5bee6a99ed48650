/** Writes of a work for which only its end waits. */
export class UnwatchedWrites {
  private readonly noted: Promise<unknown>[] = [];
  private failure: { readonly error: unknown } | undefined;

  /** Adds one that is under way. */
  add(writing: Promise<unknown>): void {
    writing.catch((error: unknown) => {
      this.failure ??= { error };
    });
    this.noted.push(writing);
  }

  /** Throws what the first of those failed with that have failed so far. */
  requireNoFailure(): void {
    if (this.failure) throw this.failure.error;
  }

  /** Waits for all of them. Throws what one failed with. */
  async all(): Promise<void> {
    await Promise.all(this.noted);
  }
}
