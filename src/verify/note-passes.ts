import { LIKELY_DOUBLE_DEDUCTION } from '../packages/reconciliation-rules.js';
import { doublesToLookAt } from './double-rules.js';
import type { Findings } from './findings.js';
import type { FirstIds } from './first-ids.js';
import { IdBatches } from './id-batches.js';
import type { Pass } from './passes.js';
import type { VerifyRepository } from './verify.repository.js';
import type { DoubleEntry, UncountedCounts } from './verify-rows.js';

/** Packages whose corrections are looked at together. */
const PACKAGES_AT_ONCE = 200;
/** Likely double deductions that a report lists. */
const DOUBLES_NAMED = 100;

interface DoublesPart {
  readonly highest: number;
  readonly doubles: readonly DoubleEntry[];
}

/** What was probably taken twice from some packages, and not given back since. */
export function doublesPass(
  rows: VerifyRepository,
  found: Findings,
  packageIds: ReadonlySet<number>,
): Pass<DoublesPart> {
  const batches = new IdBatches(packageIds, PACKAGES_AT_ONCE);
  let named = 0;
  return {
    name: 'likely double deductions',
    last: () => Promise.resolve(batches.last),
    next: async (tx, after) => {
      const ids = batches.next(after);
      const highest = ids.at(-1);
      if (highest === undefined || named > DOUBLES_NAMED) return undefined;
      const entries = await rows.doubleEntries(tx, LIKELY_DOUBLE_DEDUCTION, ids);
      return { highest, doubles: doublesToLookAt(entries) };
    },
    take: ({ doubles }) => {
      for (const one of doubles) {
        named += 1;
        if (named <= DOUBLES_NAMED) found.note(doubleText(one));
        else if (named === DOUBLES_NAMED + 1) found.note('… and more likely double deductions');
      }
    },
  };
}

function doubleText({ usageId, packageId, memberId, coachId, amount, day }: DoubleEntry): string {
  const who = `member ${memberId} with coach ${coachId}, package ${packageId}`;
  const when = day === null ? '' : ` on ${day}`;
  return `Likely a double deduction${when}: ${who}, entry ${usageId} (${amount})`;
}

/** PHP may count what we do not: somebody must have decided that. */
export function uncountedPass(
  rows: VerifyRepository,
  found: Findings,
  now: Date,
): Pass<{ readonly highest: number; readonly counts: readonly UncountedCounts[] }> {
  return {
    name: 'subscriptions that are not counted',
    last: () => Promise.resolve(1),
    next: async (tx, after) => {
      return after > 0 ? undefined : { highest: 1, counts: await rows.uncountedCounts(tx, now) };
    },
    take: ({ counts }) => {
      for (const { rateType, subscriptions, sessions } of counts) {
        const what = `${subscriptions} running ${rateType} subscriptions, ${sessions} sessions`;
        found.note(
          `Not counted, until COUNTED_RATE_TYPES says so or that they are not: ${what} left`,
        );
      }
    },
  };
}

/** Terms that changed by other hands and were found, and so told, by the next change of ours. */
export function noteTakenOver(found: Findings, activities: FirstIds): void {
  if (activities.count === 0) return;
  const what = `${activities.count} changes found terms that the product had not left so`;
  found.note(`Terms of packages: ${what}, see before of activity ${activities.text}`);
}
