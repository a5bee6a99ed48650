import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { MAX_ID } from '../common/limits.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { isBooked } from '../packages/package-rules.js';
import { LIKELY_DOUBLE_DEDUCTION } from '../packages/reconciliation-rules.js';
import { checkActivities } from './activity-rules.js';
import { checkBalance, checkDay, checkLinks, checkOpened } from './balance-rules.js';
import { checkChain } from './chain-rules.js';
import { doublesToLookAt } from './double-rules.js';
import { Findings, type Violation } from './findings.js';
import { reportOf, type VerifyReport } from './verify-report.js';
import type {
  DoneActivity,
  HistoryRow,
  IdRange,
  PackageBooks,
  StoredAnswer,
  StrayActivity,
} from './verify-rows.js';
import { ROW_CHECKS } from './view-rows-sql.js';
import { VerifyRepository } from './verify.repository.js';

/** Packages (or members) with all their history are held in memory at once, so they are few. */
const PACKAGES_AT_ONCE = 500;
const ROWS_AT_ONCE = 5_000;
/** Answers may be long. */
const RECORDS_AT_ONCE = 500;
/** Ids of odd rows that a report lists for each kind. */
const ODD_ROWS_NAMED = 20;
/** Likely double deductions that a report lists. */
const DOUBLES_NAMED = 100;
/** Corrections of the packages concerned, to see which doubles were given back. */
const ENTRIES_AT_ONCE = 50_000;

/** Proves on a database that what must always hold does hold, and names every row where not. */
@Injectable()
export class VerifyService {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: VerifyRepository,
  ) {}

  /** Checks all laws as of one moment, however long it takes; others may go on writing. */
  async verify(): Promise<VerifyReport> {
    const findings = await this.unitOfWork.snapshot(async (tx) => {
      const found = new Findings();
      await this.checkPackages(tx, found);
      await this.checkDays(tx, found);
      await this.checkGonePackages(tx, found);
      await this.checkStrays(tx, found);
      await this.checkRows(tx, found);
      await this.checkIdempotencyRecords(tx, found);
      await this.noteDoubles(tx, found);
      if (!this.config.knowsWhatCounts) await this.noteUncountedCounts(tx, found);
      return found;
    });
    return reportOf(findings);
  }

  private async checkPackages(tx: Tx, found: Findings): Promise<void> {
    for await (const range of this.ranges(tx, 'packages', PACKAGES_AT_ONCE)) {
      const packages = await this.rows.packages(tx, range);
      const history = byPackage(await this.rows.history(tx, range));
      const activities = byPackage(await this.rows.doneActivities(tx, range));
      for (const one of packages) {
        const rows = history.get(one.id) ?? [];
        const done = activities.get(one.id) ?? [];
        countPackage(found, one, rows, done);
        found.add(checkPackage(one, rows, done));
      }
    }
  }

  private async checkDays(tx: Tx, found: Findings): Promise<void> {
    for await (const range of this.ranges(tx, 'members', PACKAGES_AT_ONCE)) {
      found.count('2', 'members', range.count);
      const days = await this.rows.crowdedDays(tx, range);
      const violations = days.map(({ memberId, coachId, day, ...usages }): Violation => {
        const pair = `member ${memberId} with coach ${coachId}`;
        const ids = `first ${usages.firstUsageId}, last ${usages.lastUsageId}`;
        const what = `${pair} has ${usages.usages} active usages on ${day}: ${ids}`;
        return Number(usages.booked) > 1
          ? { law: '2', what }
          : { law: '6', what: `${what}; not booked yet` };
      });
      found.add(violations);
    }
  }

  private async checkGonePackages(tx: Tx, found: Findings): Promise<void> {
    const gone = await this.rows.gonePackages(tx, { lowest: 0, highest: MAX_ID });
    const violations = gone.map((id): Violation => {
      return { law: '6', what: `package ${id} is gone, not by the product, and not booked yet` };
    });
    found.add(violations);
  }

  private async checkStrays(tx: Tx, found: Findings): Promise<void> {
    for await (const range of this.ranges(tx, 'activities', ROWS_AT_ONCE)) {
      found.count('links', 'activities', range.count);
      found.add((await this.rows.strayActivities(tx, range)).map(strayViolation));
    }
  }

  private async checkRows(tx: Tx, found: Findings): Promise<void> {
    for (const { law, ...check } of ROW_CHECKS) {
      found.count(law, 'kinds of odd rows', 1);
      const { count, ids } = await this.rows.oddRows(tx, check, ODD_ROWS_NAMED);
      if (count === 0) continue;
      const more = count > ids.length ? ', …' : '';
      const what = `${count} rows of ${check.table} ${check.what}: id ${ids.join(', ')}${more}`;
      found.add([{ law, what, mend: check.mend }]);
    }
  }

  private async checkIdempotencyRecords(tx: Tx, found: Findings): Promise<void> {
    found.count('5', 'idempotency records', 0);
    for await (const range of this.ranges(tx, 'records', RECORDS_AT_ONCE)) {
      found.count('5', 'idempotency records', range.count);
      found.add((await this.rows.answers(tx, range)).flatMap(checkAnswer));
    }
    const repeated = await this.rows.repeatedKeys(tx);
    const violations = repeated.map(({ actorId, firstId, lastId }): Violation => {
      return {
        law: '5',
        what: `idempotency records ${firstId} and ${lastId} of actor ${actorId} share a key`,
      };
    });
    found.add(violations);
  }

  private async noteDoubles(tx: Tx, found: Findings): Promise<void> {
    const entries = await this.rows.doubleEntries(tx, LIKELY_DOUBLE_DEDUCTION, ENTRIES_AT_ONCE);
    const doubles = doublesToLookAt(entries);
    for (const { usageId, packageId, memberId, coachId, amount, day } of doubles.slice(
      0,
      DOUBLES_NAMED,
    )) {
      const who = `member ${memberId} with coach ${coachId}, package ${packageId}`;
      const when = day === null ? '' : ` on ${day}`;
      found.note(`Likely a double deduction${when}: ${who}, entry ${usageId} (${amount})`);
    }
    if (doubles.length > DOUBLES_NAMED) found.note('… and more likely double deductions');
  }

  /** PHP may count what we do not: somebody must have decided that. */
  private async noteUncountedCounts(tx: Tx, found: Findings): Promise<void> {
    const counts = await this.rows.uncountedCounts(tx, this.clock.now());
    for (const { rateType, subscriptions, sessions } of counts) {
      const what = `${subscriptions} running ${rateType} subscriptions, ${sessions} sessions left`;
      found.note(`Not counted, until COUNTED_RATE_TYPES says so or that they are not: ${what}`);
    }
  }

  private async *ranges(
    tx: Tx,
    of: Parameters<VerifyRepository['nextRange']>[1],
    size: number,
  ): AsyncGenerator<IdRange> {
    let range = await this.rows.nextRange(tx, of, 0, size);
    while (range) {
      yield range;
      range = await this.rows.nextRange(tx, of, range.highest, size);
    }
  }
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
    ...rows.flatMap((row) => [
      ...checkLinks(one, row),
      ...checkDay(row),
      ...checkActivities(row, byUsage.get(row.id) ?? []),
    ]),
  ];
}

function strayViolation({ id, action, packageId, usageId, isGone }: StrayActivity): Violation {
  const names = `package ${packageId ?? 'none'} and usage ${usageId ?? 'none'}`;
  const about = `activity ${id} (${action}) names ${names}`;
  return isGone
    ? { law: '6', what: `${about}, which is gone, not by the product, and not booked yet` }
    : { law: '3', what: `${about}: its change is not there` };
}

function countPackage(
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

function checkAnswer({ id, status, answer }: StoredAnswer): Violation[] {
  const isDone = status !== null && status >= 200 && status < 300;
  if (!isDone)
    return [{ law: '5', what: `idempotency record ${id} holds status ${status ?? 'none'}` }];
  return isJson(answer)
    ? []
    : [{ law: '5', what: `the answer of idempotency record ${id} is not JSON` }];
}

function isJson(text: string | null): boolean {
  try {
    JSON.parse(text ?? '');
    return true;
  } catch {
    return false;
  }
}
