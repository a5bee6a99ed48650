import { Injectable } from '@nestjs/common';
import type { Action } from '../audit/actions.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { Problem } from '../common/problem.js';
import type { Why } from '../common/why.js';
import { balanceAfter, correctedBalance } from './balance-rules.js';
import { hasBegun, waitsForUse } from './first-use-rules.js';
import { FirstUse } from './first-use.service.js';
import { HistoryRepository } from './history.repository.js';
import type { Package } from './package.entity.js';
import { booksOf, isBooked, legacyStatusOf, termsOf } from './package-rules.js';
import { PackagesRepository } from './packages.repository.js';
import { reopened, voided } from './void-rules.js';
import type { Attendance, Usage } from './usage.entity.js';
import {
  attendanceOf,
  isFurther,
  keptAttendance,
  newEntry,
  newUsage,
  OWED_SESSION,
  SECOND_SESSION,
  type SessionFacts,
} from './usage-rules.js';

/** A session to be taken: of which kind, for which day, and why. */
export type Taking = Omit<SessionFacts, 'at' | 'by'>;

/** A change of a balance: the row of the history that says so, and the package after it. */
export interface Booking {
  readonly usage: Usage;
  readonly package: Package;
}

/**
 * The only way to change a balance: each change moves the count of a locked package, writes the row
 * of the history and says to the activity log what it did, in the transaction of the work. Who may
 * ask for which change stands at the routes: `@Allow` in sessions/ and in this folder.
 */
@Injectable()
export class Ledger {
  constructor(
    private readonly packages: PackagesRepository,
    private readonly history: HistoryRepository,
    private readonly firstUse: FirstUse,
  ) {}

  /**
   * Takes a session for a studio day, with which the days of a package may begin; it may take the
   * place of an undone one. Throws `balance_below_zero`.
   */
  async takeSession(work: AuditedWork, before: Package, taking: Taking): Promise<Booking> {
    const after = moved(before, -1, work.at);
    const isFirst = waitsForUse(before) && (await this.firstUse.isNext(work.tx, before));
    const row = newUsage(after, { ...taking, at: work.at, by: work.actor.id });
    const [usage] = await Promise.all([
      this.history.insert(work.tx, row),
      this.packages.moveBalance(work.tx, before, -1, after.status),
    ]);
    const { replaces } = taking;
    if (replaces) await this.history.setReplacedBy(work.tx, replaces.usageId, usage.id);
    const booking = this.log(work, before, { usage, package: after }, taking, saidOf(taking));
    if (!isFirst) return booking;
    return { usage, package: await this.firstUse.begin(work, after, taking) };
  }

  /**
   * Undoes a usage: its row is marked, the balance gets one back; the days of a package that began
   * with it wait for another one. Throws `already_undone`.
   */
  async giveBack(
    work: AuditedWork,
    before: Package,
    usage: Usage,
    { reason, reasonCode }: Why,
    said: Pick<Said, 'action' | 'code'> = {},
  ): Promise<Booking> {
    const { tx, at, actor } = work;
    const after = gaveBack(before, at);
    const isTakenBack =
      hasBegun(before) && (await this.firstUse.isTakenBackWith(tx, before, usage.id));
    const undone = { at, by: actor.id, reason, reasonCode };
    const [isMarked] = await Promise.all([
      this.history.markUndone(tx, usage.id, undone),
      before.remaining === null && !isBooked(before)
        ? this.packages.setBooks(tx, before.id, after)
        : this.packages.moveBalance(tx, before, 1, after.status),
    ]);
    if (!isMarked) throw new Problem('already_undone', 'This usage was undone already.');
    const words = { undoReason: reason, undoReasonCode: reasonCode };
    const marked = { ...usage, undoneAt: at, undoneBy: actor.id, ...words };
    const booking = this.log(work, before, { usage: marked, package: after }, undone, said);
    if (!isTakenBack) return booking;
    return { usage: marked, package: await this.firstUse.takeBack(work, after) };
  }

  /** Says whether the member came to a session; the balance stays. */
  async setAttendance(
    work: AuditedWork,
    before: Package,
    usage: Usage,
    { attendance, ...why }: Why & { attendance: Attendance },
  ): Promise<Booking> {
    const after = { ...before, version: before.version + 1 };
    const changed = { ...usage, attendance: keptAttendance(attendance) };
    await Promise.all([
      this.history.setAttendance(work.tx, usage.id, changed.attendance),
      this.packages.setBooks(work.tx, before.id, after),
    ]);
    const said = { wasTold: { attendance: attendanceOf(usage) }, told: { attendance } };
    return this.log(work, before, { usage: changed, package: after }, why, said);
  }

  /** Corrects the count by a signed number. Throws `balance_below_zero` or `balance_too_large`. */
  async adjust(
    work: AuditedWork,
    before: Package,
    amount: number,
    { reason, reasonCode }: Why,
  ): Promise<Booking> {
    correctedBalance(before.remaining ?? 0, amount);
    const after = moved(before, amount, work.at);
    const facts = { at: work.at, by: work.actor.id, reason, reasonCode };
    const [usage] = await Promise.all([
      this.history.insert(work.tx, newEntry(after, { kind: 'adjustment', ...facts, amount })),
      this.packages.moveBalance(work.tx, before, amount, after.status),
    ]);
    const booking = { usage, package: after };
    return this.log(work, before, booking, facts, { action: 'balance.adjusted' });
  }

  /**
   * Voids a package: what is left of it goes. Reopens it with so many sessions, where `returned`
   * says how many. Where nothing is counted there is no row of the history.
   */
  async setVoided(
    work: AuditedWork,
    before: Package,
    { reason, reasonCode, returned }: Why & { readonly returned?: number },
  ): Promise<Package> {
    const { tx, at, actor } = work;
    const after = returned === undefined ? voided(before, at) : reopened(before, returned, at);
    const amount = (after.remaining ?? 0) - (before.remaining ?? 0);
    const kind = returned === undefined ? 'void' : 'reopen';
    const facts = { kind, at, by: actor.id, reason, reasonCode, amount } as const;
    const [usage] = await Promise.all([
      isBooked(before) ? this.history.insert(tx, newEntry(after, facts)) : undefined,
      this.packages.setVoided(tx, before, after),
    ]);
    const { memberId, coachId, id: packageId } = after;
    const ids = { memberId, coachId, packageId, usageId: usage?.id ?? null };
    const books = { before: booksOf(before), after: booksOf(after) };
    work.did({ ...ids, ...books, reason, reasonCode });
    return after;
  }

  /**
   * Adds a sold package, with the row of what was granted where it counts sessions. `told` stands
   * in the log beside its terms.
   */
  async grant(
    work: AuditedWork,
    sold: Omit<Package, 'id'>,
    { reason, reasonCode }: Why,
    told: object = {},
  ): Promise<Package> {
    const { tx, at, actor } = work;
    const one = await this.packages.insert(tx, sold);
    const { memberId, coachId, granted } = one;
    const why = { reason, reasonCode };
    const facts = { kind: 'grant' as const, at, by: actor.id, ...why, amount: granted };
    const usage = granted > 0 ? await this.history.insert(tx, newEntry(one, facts)) : undefined;
    const usageId = usage?.id ?? null;
    const after = { ...termsOf(one), ...told };
    work.did({ memberId, coachId, packageId: one.id, usageId, after, ...why });
    return one;
  }

  private log(
    work: AuditedWork,
    before: Package,
    booking: Booking,
    { reason, reasonCode = null }: Pick<Taking, 'reason' | 'reasonCode'>,
    { action, code, told = {}, wasTold = {} }: Said = {},
  ): Booking {
    const { usage, package: after } = booking;
    work.did({
      memberId: after.memberId,
      coachId: after.coachId,
      packageId: after.id,
      usageId: usage.id,
      before: { ...booksOf(before), ...wasTold },
      after: { ...booksOf(after), ...told },
      ...{ reason, reasonCode },
      ...(action === undefined ? {} : { action }),
      ...(code === undefined ? {} : { code }),
    });
    return booking;
  }
}

/** What the log says of a change besides. */
interface Said {
  /** Where it is not what the work is about. */
  readonly action?: Action;
  readonly code?: string;
  /** Stand beside the books before and after it. */
  readonly wasTold?: object;
  readonly told?: object;
}

function saidOf({ slot = 1, attendance = 'attended', replaces, owedId }: Taking): Said {
  return {
    ...(isFurther(slot) ? { code: SECOND_SESSION } : {}),
    ...(owedId === undefined ? {} : { code: OWED_SESSION }),
    told: {
      ...(attendance === 'attended' ? {} : { attendance }),
      ...(replaces ? { replaces } : {}),
      ...(owedId === undefined ? {} : { owedId }),
    },
  };
}

/** A package after its balance has moved. Throws `balance_below_zero`. */
function moved(one: Package, by: number, at: Date): Package {
  const remaining = balanceAfter(one.remaining ?? 0, by);
  const status = legacyStatusOf({ ...one, remaining }, at);
  const booked = isBooked(one) ? remaining : null;
  return { ...one, remaining, booked, status, version: one.version + 1 };
}

/** Where there is no count, nothing can be added to it; 1 would begin to count. */
function gaveBack(one: Package, at: Date): Package {
  if (isBooked(one) || one.remaining !== null) return moved(one, 1, at);
  return { ...one, version: one.version + 1 };
}
