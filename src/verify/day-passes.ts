import { crowdedViolation } from './day-rules.js';
import type { Findings } from './findings.js';
import { IdBatches } from './id-batches.js';
import type { Pass } from './passes.js';
import type { VerifyRepository } from './verify.repository.js';
import type { CrowdedDay } from './verify-rows.js';

/** Members whose days are looked at together. */
const MEMBERS_AT_ONCE = 500;
const SUSPECTS_AT_ONCE = 100;

interface MembersPart {
  readonly highest: number;
  readonly count: number;
  readonly crowded: readonly number[];
}

/** Law 2, first half: whose usages themselves take a day twice. */
export function membersPass(
  rows: VerifyRepository,
  found: Findings,
  suspects: Set<number>,
): Pass<MembersPart> {
  return {
    name: 'days of members',
    last: (tx) => rows.lastId(tx, 'members'),
    next: async (tx, after) => {
      const page = await rows.nextIds(tx, 'members', after, MEMBERS_AT_ONCE);
      if (!page) return undefined;
      const crowded = await rows.crowdedMembers(tx, page);
      return { highest: page.highest, count: page.count, crowded };
    },
    take: ({ count, crowded }) => {
      found.count('2', 'members', count);
      for (const id of crowded) suspects.add(id);
    },
  };
}

interface DaysPart {
  readonly highest: number;
  readonly days: readonly CrowdedDay[];
}

/** Law 2, second half: the days of those who may have one twice, as their packages say. */
export function suspectsPass(
  rows: VerifyRepository,
  found: Findings,
  suspects: ReadonlySet<number>,
): Pass<DaysPart> {
  const batches = new IdBatches(suspects, SUSPECTS_AT_ONCE);
  return {
    name: 'days that may be taken twice',
    last: () => Promise.resolve(batches.last),
    next: async (tx, after) => {
      const ids = batches.next(after);
      const highest = ids.at(-1);
      if (highest === undefined) return undefined;
      return { highest, days: await rows.crowdedDays(tx, ids) };
    },
    take: ({ days }) => {
      found.add(days.map(crowdedViolation));
    },
  };
}
