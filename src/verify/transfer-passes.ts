import type { Findings } from './findings.js';
import type { Pass } from './passes.js';
import { checkTransfers, type TransferSums } from './transfer-rules.js';
import type { TransferSumsRepository } from './transfers.repository.js';

const PACKAGES_AT_ONCE = 1_000;

interface TransfersPart {
  readonly highest: number;
  readonly sums: readonly TransferSums[];
}

/** Packages of which sessions went to others, with what arrived there. */
export function transfersPass(
  rows: TransferSumsRepository,
  found: Findings,
  last: Pass<TransfersPart>['last'],
): Pass<TransfersPart> {
  found.count('links', 'packages that were transferred', 0);
  return {
    name: 'transfers',
    last,
    next: async (tx, after) => {
      const sums = await rows.next(tx, after, PACKAGES_AT_ONCE);
      const highest = sums.at(-1)?.id;
      return highest === undefined ? undefined : { highest, sums };
    },
    take: ({ sums }) => {
      found.count('links', 'packages that were transferred', sums.length);
      found.add(sums.flatMap(checkTransfers));
    },
  };
}
