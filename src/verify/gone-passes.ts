import type { Findings, Violation } from './findings.js';
import type { Pass } from './passes.js';
import { strayViolation } from './stray-rules.js';
import type { VerifyRepository } from './verify.repository.js';
import type { StrayActivity } from './verify-rows.js';

const ROWS_AT_ONCE = 5_000;

interface MissingPart {
  readonly highest: number;
  readonly gone: readonly number[];
  readonly strays: readonly StrayActivity[];
}

/** Laws 6 and 3: packages that something names and that are not there. */
export function missingPass(rows: VerifyRepository, found: Findings): Pass<MissingPart> {
  return {
    name: 'packages that are gone',
    last: (tx) => rows.lastId(tx, 'packages'),
    next: async (tx, after) => {
      const missing = await rows.nextMissing(tx, after);
      if (!missing) return undefined;
      const { highest, ids } = missing;
      if (ids.length === 0) return { highest, gone: [], strays: [] };
      const gone = await rows.gonePackages(tx, ids);
      return { highest, gone, strays: await rows.straysOfMissing(tx, ids) };
    },
    take: ({ gone, strays }) => {
      const violations = gone.map((id): Violation => {
        const what = `package ${id} is gone, not by the product, and not booked yet`;
        return { law: '6', what };
      });
      found.add([...violations, ...strays.map(strayViolation)]);
    },
  };
}

interface StraysPart {
  readonly highest: number;
  readonly count: number;
  readonly strays: readonly StrayActivity[];
}

/** Law 3: activities that should name a package and name none. */
export function withoutPackagePass(rows: VerifyRepository, found: Findings): Pass<StraysPart> {
  return {
    name: 'activities without a package',
    last: (tx) => rows.lastId(tx, 'log'),
    next: async (tx, after) => {
      const page = await rows.nextIds(tx, 'withoutPackage', after, ROWS_AT_ONCE);
      if (!page) return undefined;
      const strays = await rows.straysWithoutPackage(tx, page);
      return { highest: page.highest, count: page.count, strays };
    },
    take: ({ count, strays }) => {
      found.count('links', 'activities', count);
      found.add(strays.map(strayViolation));
    },
  };
}
