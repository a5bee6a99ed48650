import { Injectable } from '@nestjs/common';
import type { Action } from '../audit/actions.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { LEGACY } from '../common/actor.js';
import { UnreconciledUsagesRepository } from './unreconciled-usages.repository.js';
import {
  type Difference,
  type ReconciliationStep,
  reconciliationSteps,
  type UnreconciledUsage,
  isBehind,
  LIKELY_DOUBLE_DEDUCTION,
  isUnopened,
  openingGrant,
} from './reconciliation-rules.js';
import { ENTRIES_REMOVED, removalOf, USAGES_REMOVED } from './removal-rules.js';
import { RemovalsRepository } from './removals.repository.js';
import { HistoryRepository } from './history.repository.js';
import { newEntry } from './usage-rules.js';
import type { Package } from './package.entity.js';
import { booksOf, isBooked, termsOf } from './package-rules.js';
import { type LockedPackage, PackagesRepository } from './packages.repository.js';

const OPENING = 'Sold in the legacy system';
const SECOND_OF_DAY =
  'Likely a double deduction: the legacy system took a second session on this day';
const UNCOUNTED_SECOND_OF_DAY = 'Of a subscription without a count, on a day that was taken';
const WHY: Readonly<Record<Difference, string>> = {
  'changed-count': 'The count was changed in the legacy system',
  'likely-double':
    'Likely a double deduction: the legacy system took a session without a usage of its own',
  'not-given-back': 'A usage was removed in the legacy system, and its session was not given back',
  'untaken-usage':
    'The legacy system wrote a usage whose session it had not taken, or that was booked before',
};

const REMOVAL_CODES: ReadonlySet<string> = new Set([USAGES_REMOVED, ENTRIES_REMOVED]);

/** One entry made, and how the books stood before and after. */
interface ReconciledEntry {
  readonly action: Action;
  readonly usageId: number;
  readonly before: Package;
  readonly after: Package;
  readonly reason: string | null;
  readonly code?: string;
}

/**
 * Books what PHP did to packages that we share with it, so that the books add up again:
 * its usages become ours, and a difference that they do not explain becomes one `external` entry.
 * `PackagesService` does so whenever it locks packages; for those that nobody touches, an operator
 * runs `verify -- --book-external` (`ReconciliationRun`).
 */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly packages: PackagesRepository,
    private readonly unreconciledUsages: UnreconciledUsagesRepository,
    private readonly history: HistoryRepository,
    private readonly removals: RemovalsRepository,
  ) {}

  /** Brings the books of locked packages up to date, and gives the packages as they are now. */
  async reconcile(work: AuditedWork, packages: readonly LockedPackage[]): Promise<Package[]> {
    const booked: Package[] = [];
    for (const { hasUnreconciledUsages, ...one } of packages) {
      booked.push(isBehind(one, hasUnreconciledUsages) ? await this.reconcileOne(work, one) : one);
    }
    return booked;
  }

  /**
   * As `reconcile` for one locked package, and then books the rows of its history that are gone or
   * marked as undone, also where no count has moved. That asks the whole log of the package, so it
   * is for a run.
   */
  async reconcileRemovals(work: AuditedWork, locked: LockedPackage): Promise<void> {
    // An undo of another program may have moved no count, and the books are not behind then.
    if (await this.history.freeUndoneDays(work.tx, locked.id)) work.commitAnyway();
    const [one] = await this.reconcile(work, [locked]);
    const isBookedNow = work.reconciled.some(({ code }) => REMOVAL_CODES.has(code ?? ''));
    if (!one || isBookedNow) return;
    const hasLostRows = await this.removals.hasLostRows(work.tx, one.id);
    if (isBooked(one)) await this.follow(work, one, [], hasLostRows);
    else if (hasLostRows) await this.noteRemoval(work, one);
  }

  /** Of a subscription without a count: there is nothing to come back. */
  private async noteRemoval(work: AuditedWork, one: Package): Promise<void> {
    const after = { ...one, remaining: one.remaining ?? 0, version: one.version + 1 };
    const { code, reason } = removalOf(0);
    const facts = { at: work.at, kind: 'external' as const, amount: 0, reason, by: null };
    const { id: usageId } = await this.history.insert(work.tx, newEntry(after, facts));
    notice(work, { action: 'balance.external', usageId, before: one, after, reason, code });
    await this.packages.setBooks(work.tx, one.id, after);
  }

  private async reconcileOne(work: AuditedWork, one: Package): Promise<Package> {
    await this.history.freeUndoneDays(work.tx, one.id);
    const unreconciled = await this.unreconciledUsages.find(work.tx, one);
    const uncounted = unreconciled.filter((usage) => !isBooked(one) || !usage.isActive);
    for (const usage of uncounted) await this.claimUncounted(work, one, usage);
    if (!isBooked(one)) return one;
    const counted = unreconciled.filter((usage) => usage.isActive);
    const opened = isUnopened(one) ? await this.open(work, one, counted) : one;
    const left = isUnopened(one) ? counted.filter((usage) => usage.isDayTaken) : counted;
    const behind = isBehind(opened, left.length > 0);
    return behind ? this.follow(work, opened, left) : this.keep(work, opened);
  }

  /** A row that counts nothing: of a subscription without a count, or undone already. */
  private async claimUncounted(
    work: AuditedWork,
    one: Package,
    usage: UnreconciledUsage,
  ): Promise<void> {
    const { tx } = work;
    work.commitAnyway();
    if (!usage.isActive || !usage.isDayTaken) {
      await this.history.claim(tx, usage.id, one, null);
    } else {
      const entry = { balanceAfter: null, amount: 0, reason: UNCOUNTED_SECOND_OF_DAY };
      await this.history.claimAsExternal(tx, usage.id, one, entry);
    }
  }

  /** Takes a package that is not in the books yet into them, with its usages so far. */
  private async open(
    work: AuditedWork,
    one: Package,
    usages: readonly UnreconciledUsage[],
  ): Promise<Package> {
    const { tx } = work;
    const granted = openingGrant(one, await this.unreconciledUsages.sums(tx, one.id));
    const firsts = usages.filter((usage) => !usage.isDayTaken);
    for (const usage of firsts) await this.history.claim(tx, usage.id, one, null);
    const seconds = usages.length - firsts.length;
    const before: Package = { ...one, remaining: (one.remaining ?? 0) + seconds };
    const version = one.version + 1;
    const after: Package = { ...before, granted, booked: before.remaining, version };
    const grant = newEntry(
      { ...one, remaining: granted },
      {
        at: one.requestedAt.getTime() === 0 ? work.at : one.requestedAt,
        kind: 'grant',
        amount: granted,
        reason: OPENING,
        by: null,
      },
    );
    const { id: usageId } = await this.history.insert(tx, grant);
    notice(work, { action: 'package.adopted', usageId, before, after, reason: OPENING });
    return { ...after, remaining: one.remaining };
  }

  /** Goes from what was booked last to the balance as it is, entry by entry. */
  private async follow(
    work: AuditedWork,
    one: Package,
    unreconciled: readonly UnreconciledUsage[],
    hasLostRows = false,
  ): Promise<Package> {
    const sums = await this.unreconciledUsages.sums(work.tx, one.id);
    const steps = reconciliationSteps(one, sums, unreconciled, hasLostRows);
    let now: Package = { ...one, remaining: one.booked ?? 0 };
    for (const [index, step] of steps.entries()) {
      // Steps do not lead there from books that nobody booked, or whose entries somebody removed.
      const isLast = index === steps.length - 1;
      const balance = isLast ? (one.remaining ?? 0) : (now.remaining ?? 0) + step.by;
      const after: Package = {
        ...now,
        remaining: balance,
        booked: balance,
        version: now.version + 1,
      };
      notice(work, { before: now, after, ...(await this.enter(work, after, step)) });
      now = after;
    }
    return this.keep(work, { ...now, remaining: one.remaining });
  }

  private async enter(
    { tx, at }: AuditedWork,
    after: Package,
    step: ReconciliationStep,
  ): Promise<Pick<ReconciledEntry, 'action' | 'usageId' | 'reason' | 'code'>> {
    const balanceAfter = after.booked ?? 0;
    if (step.kind === 'usage') {
      await this.history.claim(tx, step.usageId, after, balanceAfter);
      return { action: 'session.deducted', usageId: step.usageId, reason: null };
    }
    if (step.kind === 'second-of-day') {
      const entry = { balanceAfter, amount: step.by, reason: SECOND_OF_DAY };
      await this.history.claimAsExternal(tx, step.usageId, after, entry);
      const { usageId } = step;
      const code = LIKELY_DOUBLE_DEDUCTION;
      return { action: 'balance.external', usageId, reason: SECOND_OF_DAY, code };
    }
    const { amount, reason, ...more } = entryOf(step);
    const facts = { at, kind: 'external' as const, amount, reason, by: null };
    const { id: usageId } = await this.history.insert(tx, newEntry(after, facts));
    return { action: 'balance.external', usageId, reason, ...more };
  }

  private async keep({ tx }: AuditedWork, one: Package): Promise<Package> {
    const { granted, version } = one;
    const booked = one.remaining ?? 0;
    await this.packages.setBooks(tx, one.id, { granted, booked, version });
    return { ...one, booked };
  }
}

/** Removed rows have left the sum of the history already, so their entry adds nothing to it. */
function entryOf(
  step: Extract<ReconciliationStep, { kind: 'removed' | 'difference' }>,
): Pick<ReconciledEntry, 'code'> & { amount: number; reason: string } {
  if (step.kind === 'removed') return { amount: 0, ...removalOf(step.by) };
  const more = step.why === 'likely-double' ? { code: LIKELY_DOUBLE_DEDUCTION } : {};
  return { amount: step.by, reason: WHY[step.why], ...more };
}

function notice(work: AuditedWork, { before, after, ...booking }: ReconciledEntry): void {
  work.didReconcile({
    ...booking,
    actor: LEGACY,
    memberId: after.memberId,
    coachId: after.coachId,
    packageId: after.id,
    before: booksOf(before),
    // From its first line on, the log tells under which terms a package was sold.
    after: booking.action === 'package.adopted' ? termsOf(after) : booksOf(after),
  });
}
