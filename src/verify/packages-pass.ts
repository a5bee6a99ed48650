import type { Tx } from '../database/tx.js';
import { isBooked } from '../packages/package-rules.js';
import { LIKELY_DOUBLE_DEDUCTION } from '../packages/reconciliation-rules.js';
import { isCorrection, isUsage } from '../packages/usage-rules.js';
import type { ToDb } from '../packages/terms-rules.js';
import { checkActivities } from './activity-rules.js';
import { checkAuthors } from './author-rules.js';
import {
  checkBalance,
  checkDay,
  checkDeliverer,
  checkLinks,
  checkOpened,
} from './balance-rules.js';
import { checkChain } from './chain-rules.js';
import { isSureOfDay } from './day-rules.js';
import type { Findings, Violation } from './findings.js';
import type { FirstIds } from './first-ids.js';
import type { Pass } from './passes.js';
import { mayBeStray, strayViolation } from './stray-rules.js';
import { checkOwners, checkTerms, termsTakenOver } from './terms-checks.js';
import type { VerifyRepository } from './verify.repository.js';
import type {
  DoneActivity,
  HistoryRow,
  PackageBooks,
  PackageRow,
  StrayActivity,
} from './verify-rows.js';

/** Packages with all their history are held in memory at once, so they are few. */
const PACKAGES_AT_ONCE = 100;

/** What later passes look at again; ids, so that memory stays small. */
export interface ToLookAt {
  /** Members among whose usages are some that do not say by themselves which day they take. */
  readonly memberIds: Set<number>;
  /** Packages from which a session was probably taken twice. */
  readonly doubledIds: Set<number>;
  /** Activities whose change found terms that another program had changed; the first ones. */
  readonly takenOver: FirstIds;
}

interface Part {
  readonly highest: number;
  readonly packages: readonly PackageRow[];
  readonly history: ReadonlyMap<number, HistoryRow[]>;
  readonly done: ReadonlyMap<number, DoneActivity[]>;
  readonly strays: readonly StrayActivity[];
  readonly toDb: ToDb;
}

/** Each package with all of its history and its activities: most of the laws. */
export function packagesPass(
  rows: VerifyRepository,
  found: Findings,
  later: ToLookAt,
  at: Date,
): Pass<Part> {
  return {
    name: 'packages',
    last: (tx) => rows.lastId(tx, 'packages'),
    next: (tx, after) => readPart(rows, tx, after),
    take: ({ packages, history, done, strays, toDb }) => {
      for (const row of packages) {
        const ofPackage = history.get(row.id) ?? [];
        const activities = done.get(row.id) ?? [];
        const one = { ...row, ...sumsOf(ofPackage) };
        count(found, one, ofPackage, activities);
        found.add(checkPackage(one, ofPackage, activities));
        found.add(checkTerms(one, activities, { at, toDb }));
        note(later, one, ofPackage, activities, toDb);
      }
      found.add(strays.map(strayViolation));
    },
  };
}

async function readPart(rows: VerifyRepository, tx: Tx, after: number): Promise<Part | undefined> {
  const page = await rows.nextIds(tx, 'packages', after, PACKAGES_AT_ONCE);
  if (!page) return undefined;
  const packages = await rows.packages(tx, page);
  const history = byPackage(await rows.history(tx, page));
  const done = byPackage(await rows.doneActivities(tx, page));
  const suspects = packages.flatMap(({ id }) => {
    const usageIds = new Set((history.get(id) ?? []).map((row) => row.id));
    return (done.get(id) ?? []).filter((activity) => mayBeStray(activity, usageIds));
  });
  const ids = suspects.map((activity) => activity.id);
  const strays = ids.length === 0 ? [] : await rows.straysOf(tx, ids);
  const toDb: ToDb = (instant) => tx.times.toDb(instant);
  return { highest: page.highest, packages, history, done, strays, toDb };
}

function checkPackage(
  one: PackageBooks,
  rows: readonly HistoryRow[],
  done: readonly DoneActivity[],
): Violation[] {
  const isNew = (one.version === 0 && done.length === 0) || one.booked === null;
  const isUnreconciled =
    one.booked !== (one.remaining ?? 0) || rows.some((row) => row.memberId === null);
  const byUsage = groupedBy(done, (activity) => activity.usageId);
  return [
    ...(isNew ? checkOpened(one) : checkBalance(one, isUnreconciled)),
    ...checkChain(one, done),
    ...checkOwners(one, done),
    ...rows.flatMap((row) => [
      ...checkLinks(one, row),
      ...checkDay(row),
      ...checkDeliverer(row),
      ...checkActivities(row, byUsage.get(row.id) ?? []),
      ...checkAuthors(row, byUsage.get(row.id) ?? []),
    ]),
  ];
}

function sumsOf(rows: readonly HistoryRow[]): Pick<PackageBooks, 'adjustments' | 'activeUsages'> {
  let [adjustments, activeUsages] = [0, 0];
  for (const row of rows) {
    if (isCorrection(row)) adjustments += row.adjustment ?? 0;
    if (isUsage(row) && !row.isUndone) activeUsages += 1;
  }
  return { adjustments, activeUsages };
}

function count(
  found: Findings,
  one: PackageBooks,
  rows: readonly HistoryRow[],
  done: readonly DoneActivity[],
): void {
  found.count('1', 'counted packages', isBooked(one) ? 1 : 0);
  found.count('2', 'active usages', one.activeUsages);
  found.count('3', 'packages', 1);
  found.count('3', 'usages and entries', rows.length);
  found.count('3', 'activities', done.length);
  found.count('4', 'undone usages', rows.filter((row) => row.isUndone).length);
  found.count('6', 'packages', 1);
  found.count('6', 'usages and entries', rows.length);
  found.count('links', 'activities', done.length);
}

function note(
  { memberIds, doubledIds, takenOver }: ToLookAt,
  one: PackageBooks,
  rows: readonly HistoryRow[],
  done: readonly DoneActivity[],
  toDb: ToDb,
): void {
  if (!rows.every((row) => isSureOfDay(one, row))) memberIds.add(one.memberId);
  if (done.some(({ code }) => code === LIKELY_DOUBLE_DEDUCTION)) doubledIds.add(one.id);
  takenOver.add(termsTakenOver(done, toDb));
}

function byPackage<Row extends { packageId: number }>(rows: readonly Row[]): Map<number, Row[]> {
  return groupedBy(rows, (row) => row.packageId);
}

function groupedBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
