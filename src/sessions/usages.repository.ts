import { Injectable } from '@nestjs/common';
import type { StudioDay } from '../common/studio-day.js';
import { Conditions } from '../database/conditions.js';
import type { DbInstant } from '../database/instants.js';
import type { SharedTimes } from '../database/shared-times.js';
import { TryAgain, type Tx } from '../database/tx.js';
import type { Usage, UsageKind } from './usage.entity.js';

/** The packages that an operation is about: a member's, or those of the pair with a coach. */
export interface Pair {
  readonly memberId: number;
  readonly coachId?: number;
}

/** What to read of a history. Days are studio days, instants where those begin and end. */
export interface HistoryFilter extends Pair {
  readonly kind?: UsageKind;
  readonly includeUndone: boolean;
  readonly from?: { day: StudioDay; startsAt: Date };
  readonly to?: { day: StudioDay; endsAt: Date };
  readonly after?: { at: string; id: number };
  readonly limit: number;
}

const COLUMNS = `u.id, u.coach_member_id AS packageId, u.usage_date AS usageDate,
  u.created_at AS createdAt,
  u.adjustment_type AS kind, u.adjustment_amount AS adjustment, u.balance_after AS balanceAfter,
  u.reason, u.created_by AS createdBy, u.undone_at AS undoneAt, u.undone_by AS undoneBy,
  u.undo_reason AS undoReason, u.active_slot AS activeSlot`;
const OWN_COLUMNS = `u.member_id AS memberId, u.coach_id AS coachId, ${COLUMNS}`;
/** Rows that the legacy system has just written are known by their package alone. */
const PACKAGES_COLUMNS = `p.member_id AS memberId, p.coach_id AS coachId, ${COLUMNS}`;

/** A row of a history, with where it stands in there: `created_at` as it is stored. */
export interface PlacedUsage extends Usage {
  readonly position: string;
}

type RawUsage = Omit<Usage, 'createdAt' | 'undoneAt'> & {
  createdAt: DbInstant;
  undoneAt: DbInstant | null;
};

/** The history: the rows of `coach_session_usage`. */
@Injectable()
export class UsagesRepository {
  /** The pair's usages on a day, undone ones included. Found by package: PHP names no member. */
  async findOnDay(tx: Tx, pair: Pair, day: StudioDay): Promise<Usage[]> {
    const ofCoach = pair.coachId === undefined ? '' : ' AND p.coach_id = ?';
    const rows = await tx.rows<RawUsage>(
      `SELECT ${PACKAGES_COLUMNS}
         FROM coach_member_list p JOIN coach_session_usage u ON u.coach_member_id = p.id
        WHERE p.member_id = ?${ofCoach} AND u.usage_date = ? ORDER BY u.id`,
      [pair.memberId, ...(pair.coachId === undefined ? [] : [pair.coachId]), day],
    );
    return rows.map((raw) => usageOf(raw, tx.times));
  }

  /** The row, of whichever member; the caller asks whose it is. */
  async findById(tx: Tx, id: number): Promise<Usage | undefined> {
    const sql = `SELECT ${OWN_COLUMNS} FROM coach_session_usage u WHERE u.id = ?`;
    const raw = await tx.row<RawUsage>(sql, [id]);
    return raw && usageOf(raw, tx.times);
  }

  /**
   * Newest first, along one index; and among them the few rows that PHP has just written. Those are
   * read first: what is booked meanwhile is found twice, and not lost.
   */
  async history(tx: Tx, filter: HistoryFilter): Promise<PlacedUsage[]> {
    const foreign = await this.page(tx, 'p', filter);
    const own = await this.page(tx, 'u', filter);
    if (foreign.length === 0) return own;
    const known = new Set(own.map(({ id }) => id));
    const all = [...own, ...foreign.filter(({ id }) => !known.has(id))];
    return all.toSorted(newestFirst).slice(0, filter.limit);
  }

  /** Not one UNION: the server would write its rows to disk, which takes five times as long. */
  private async page(tx: Tx, owner: Owner, filter: HistoryFilter): Promise<PlacedUsage[]> {
    const conditions = conditionsOf(owner, filter, tx.times);
    const from =
      owner === 'u'
        ? `${OWN_COLUMNS} FROM coach_session_usage u`
        : `${PACKAGES_COLUMNS} FROM coach_member_list p
             JOIN coach_session_usage u ON u.coach_member_id = p.id AND u.member_id IS NULL`;
    const rows = await tx.rows<RawUsage>(
      `SELECT ${from} ${conditions.where}
        ORDER BY u.created_at DESC, u.id DESC LIMIT ${filter.limit}`,
      conditions.values,
    );
    return rows.map((raw) => ({
      ...usageOf(raw, tx.times),
      position: tx.times.textOf(raw.createdAt),
    }));
  }

  /** Inserts a row. If another program takes the day at the same moment, the work starts over. */
  async insert(tx: Tx, usage: Omit<Usage, 'id'>): Promise<Usage> {
    try {
      const { insertId } = await tx.write(
        `INSERT INTO coach_session_usage
           (coach_member_id, member_id, coach_id, usage_date, created_at, adjustment_type,
            adjustment_amount, balance_after, reason, created_by, active_slot)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          usage.packageId,
          usage.memberId,
          usage.coachId,
          usage.usageDate,
          tx.times.toDb(usage.createdAt),
          usage.kind,
          usage.adjustment,
          usage.balanceAfter,
          usage.reason,
          usage.createdBy,
          usage.activeSlot,
        ],
      );
      return { ...usage, id: insertId };
    } catch (error) {
      throw tx.isDuplicate(error) ? new TryAgain('the day was taken meanwhile') : error;
    }
  }

  /** Marks a usage as undone; false where it was undone already. */
  async markUndone(
    tx: Tx,
    id: number,
    undone: { at: Date; by: number | null; reason: string | null },
  ): Promise<boolean> {
    const { affected } = await tx.write(
      `UPDATE coach_session_usage
          SET undone_at = ?, undone_by = ?, undo_reason = ?, active_slot = NULL
        WHERE id = ? AND undone_at IS NULL`,
      [tx.times.toDb(undone.at), undone.by, undone.reason, id],
    );
    return affected === 1;
  }
}

/** Whose member and coach count: the row's own, or its package's where it names none. */
type Owner = 'u' | 'p';

function newestFirst(a: PlacedUsage, b: PlacedUsage): number {
  if (a.position === b.position) return b.id - a.id;
  return a.position < b.position ? 1 : -1;
}

function conditionsOf(owner: Owner, filter: HistoryFilter, times: SharedTimes): Conditions {
  const { memberId, coachId, kind, includeUndone, from, to, after } = filter;
  const conditions = new Conditions()
    .and(`${owner}.member_id = ?`, memberId)
    .andIfGiven(`${owner}.coach_id = ?`, coachId)
    .andIfGiven('u.adjustment_type = ?', kind);
  if (!includeUndone) conditions.and('u.undone_at IS NULL');
  if (from) {
    const dayless = '(u.usage_date IS NULL AND u.created_at >= ?)';
    conditions.and(`(u.usage_date >= ? OR ${dayless})`, from.day, times.toDb(from.startsAt));
  }
  if (to) {
    const dayless = '(u.usage_date IS NULL AND u.created_at < ?)';
    conditions.and(`(u.usage_date <= ? OR ${dayless})`, to.day, times.toDb(to.endsAt));
  }
  if (after) {
    const later = '(u.created_at < ? OR (u.created_at = ? AND u.id < ?))';
    conditions.and(later, after.at, after.at, after.id);
  }
  return conditions;
}

function usageOf(raw: RawUsage, times: SharedTimes): Usage {
  return {
    ...raw,
    createdAt: times.madeAt(raw.createdAt),
    undoneAt: times.fromDbOrNull(raw.undoneAt),
  };
}
