import type { Violation } from './findings.js';

/** A package of which sessions went to others, by what each table says of it. */
export interface TransferSums {
  readonly id: number;
  /** As the package itself says; null for none. */
  readonly said: number | null;
  /** By the rows of its history. */
  readonly left: number;
  /** Of these, those that came to a package that is there. */
  readonly traced: number;
  /** What packages were granted that name it as their source. */
  readonly arrived: number;
}

/** Links: what left a package is what arrived in those that name it, and what it says itself. */
export function checkTransfers({ id, said, left, traced, arrived }: TransferSums): Violation[] {
  const violations: Violation[] = [];
  const broken = (what: string) => violations.push({ law: 'links', what: `package ${id} ${what}` });
  if ((said ?? 0) !== left) {
    broken(`says that ${said ?? 0} sessions went to others, its history says ${left}`);
  }
  if (traced !== arrived) {
    broken(`gave ${traced} sessions to packages, those that name it were granted ${arrived}`);
  }
  return violations;
}
