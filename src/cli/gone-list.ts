/** Things that are gone which the output names; the log has all of them. */
const NAMED = 100;

const HEAD = 'Gone, and not by the product; booked as that, so look whether it is meant to be:';

/**
 * Names each thing when it is booked: a run that is stopped has told, and the next one finds
 * nothing of it any more.
 */
export class GoneList {
  private count = 0;

  constructor(private readonly write: (text: string) => void) {}

  /** Names one thing. */
  add(what: string): void {
    if (this.count === 0) this.write(`${HEAD}\n`);
    this.count += 1;
    if (this.count <= NAMED) this.write(`  ${what}\n`);
  }

  /** Says how many were not named. */
  end(): void {
    if (this.count > NAMED) this.write(`  … and ${this.count - NAMED} more\n`);
  }
}
