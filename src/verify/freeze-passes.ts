import type { Findings } from './findings.js';
import { checkFreezes, type FreezeRow, type FrozenPackage } from './frozen-rules.js';
import type { FrozenRepository } from './frozen.repository.js';
import type { Pass } from './passes.js';

const PACKAGES_AT_ONCE = 1_000;

interface FrozenPart {
  readonly highest: number;
  readonly packages: readonly FrozenPackage[];
  readonly freezes: readonly FreezeRow[];
}

/** Packages that were frozen, with their freezes. */
export function freezesPass(
  rows: FrozenRepository,
  found: Findings,
  last: Pass<FrozenPart>['last'],
): Pass<FrozenPart> {
  found.count('freezes', 'packages with freezes', 0);
  return {
    name: 'freezes',
    last,
    next: async (tx, after) => {
      const packages = await rows.packages(tx, after, PACKAGES_AT_ONCE);
      const ids = packages.map(({ id }) => id);
      const highest = ids.at(-1);
      if (highest === undefined) return undefined;
      return { highest, packages, freezes: await rows.freezesOf(tx, ids) };
    },
    take: ({ packages, freezes }) => {
      found.count('freezes', 'packages with freezes', packages.length);
      const ofEach = new Map<number, FreezeRow[]>();
      for (const row of freezes) {
        ofEach.set(row.packageId, [...(ofEach.get(row.packageId) ?? []), row]);
      }
      found.add(packages.flatMap((one) => checkFreezes(one, ofEach.get(one.id) ?? [])));
    },
  };
}
