/** What must always hold, by the numbers of the product's description. */
export const LAWS = {
  '1': 'Balances add up and are not negative',
  '2': 'One active usage a member, coach and day',
  '3': 'Every change has its activity row, without gaps',
  '4': 'An undone usage gave back one session, once',
  '5': 'The same request again changes nothing',
  '6': 'What other programs wrote is booked',
  money: 'Payments are what packages and receipts say',
  freezes: 'Freezes are what packages say, on days of their own',
  links: 'Rows that belong together name each other',
  words: 'Words, dates and counts can be what they say',
  view: 'PHP sees its rows and our usages that count',
  seals: 'The log is as it was when it was sealed',
} as const;
export type Law = keyof typeof LAWS;

/** A law that does not hold somewhere, with the ids of the rows. */
export interface Violation {
  readonly law: Law;
  readonly what: string;
  /** What to do about it, where another program did it; statements on lines of their own. */
  readonly mend?: string;
}

/** More would not be read by anybody, and a broken database has millions. */
const KEPT = 100;

/** What a verification looked at and found. Memory stays small, however much is wrong. */
export class Findings {
  readonly kept: Violation[] = [];
  /** What holds, but should be looked at by a person. */
  readonly notes: string[] = [];
  private readonly broken = new Map<Law, number>();
  private readonly looked = new Map<Law, Map<string, number>>();

  /** Counts what was looked at for a law, such as `packages`. */
  count(law: Law, what: string, number: number): void {
    const counts = this.looked.get(law) ?? new Map<string, number>();
    counts.set(what, (counts.get(what) ?? 0) + number);
    this.looked.set(law, counts);
  }

  /** Counts all of them and keeps the first ones. */
  add(violations: readonly Violation[]): void {
    for (const violation of violations) {
      this.broken.set(violation.law, this.brokenBy(violation.law) + 1);
      if (this.kept.length < KEPT) this.kept.push(violation);
    }
  }

  /** Keeps a note; there are few. */
  note(text: string): void {
    this.notes.push(text);
  }

  get total(): number {
    return [...this.broken.values()].reduce((sum, number) => sum + number, 0);
  }

  /** How many violations of a law there are. */
  brokenBy(law: Law): number {
    return this.broken.get(law) ?? 0;
  }

  /** What was looked at for a law, and how many of each. */
  lookedAt(law: Law): readonly (readonly [what: string, number: number])[] {
    return [...(this.looked.get(law) ?? [])];
  }
}
