import type { Findings } from './findings.js';
import { checkSettled, type SettledSession } from './owed-rules.js';
import type { OwedRepository } from './owed.repository.js';
import type { Pass } from './passes.js';

const ROWS_AT_ONCE = 5_000;

interface OwedPart {
  readonly highest: number;
  readonly settled: readonly SettledSession[];
}

/** Links: owed sessions that were settled, and the usages that did so. */
export function owedPass(rows: OwedRepository, found: Findings): Pass<OwedPart> {
  found.count('links', 'settled sessions', 0);
  return {
    name: 'owed sessions',
    last: (tx) => rows.lastId(tx),
    next: async (tx, after) => {
      const settled = await rows.settled(tx, after, ROWS_AT_ONCE);
      const highest = settled.at(-1)?.id;
      return highest === undefined ? undefined : { highest, settled };
    },
    take: ({ settled }) => {
      found.count('links', 'settled sessions', settled.length);
      found.add(settled.flatMap(checkSettled));
    },
  };
}
