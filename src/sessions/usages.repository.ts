import { Injectable } from '@nestjs/common';
import type { StudioDay } from '../common/studio-day.js';
import { Conditions } from '../database/conditions.js';
import { columnsOf } from '../database/entity-sql.js';
import type { DbInstant } from '../database/instants.js';
import type { SharedTimes } from '../database/shared-times.js';
import type { Tx } from '../database/tx.js';
import { Usage, type UsageKind } from '../packages/usage.entity.js';
import { IS_UNRECONCILED } from '../packages/usage-sql.js';

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

const OWN_COLUMNS = columnsOf(Usage, 'u');
/** Rows that the legacy system has just written are known by their package alone. */
const PACKAGES_COLUMNS = `p.member_id AS memberId, p.coach_id AS coachId,
  ${columnsOf(Usage, 'u', 'memberId', 'coachId')}`;

/** A row of a history, with where it stands in there: `created_at` as it is stored. */
export interface PlacedUsage extends Usage {
  readonly position: string;
}

type RawUsage = Omit<Usage, 'createdAt' | 'undoneAt'> & {
  createdAt: DbInstant;
  undoneAt: DbInstant | null;
};

/** Reads the history: usages of a day, one row, pages. Its only writer is in packages/. */
@Injectable()
export class UsagesRepository {
  /** The pair's usages on a day, undone ones included. Found by package: PHP names no member. */
  async findOnDay(tx: Tx, pair: Pair, day: StudioDay): Promise<Usage[]> {
    const ofCoach = pair.coachId === undefined ? '' : ' AND p.coach_id = ?';
    const rows = await tx.rows<RawUsage>(
      `SELECT ${PACKAGES_COLUMNS}
         FROM coach_member_list p JOIN coach_usage_history u ON u.coach_member_id = p.id
        WHERE p.member_id = ?${ofCoach} AND u.usage_date = ? ORDER BY u.id`,
      [pair.memberId, ...(pair.coachId === undefined ? [] : [pair.coachId]), day],
    );
    return rows.map((raw) => usageOf(raw, tx.times));
  }

  /** The row, of whichever member; the caller asks whose it is. */
  async findById(tx: Tx, id: number): Promise<Usage | undefined> {
    const sql = `SELECT ${OWN_COLUMNS} FROM coach_usage_history u WHERE u.id = ?`;
    const raw = await tx.row<RawUsage>(sql, [id]);
    return raw && usageOf(raw, tx.times);
  }

  /**
   * Newest first, along one index; and among them the few rows that PHP has just written. Those are
   * read first: what is booked meanwhile is found twice, and not lost.
   */
  async history(tx: Tx, filter: HistoryFilter): Promise<PlacedUsage[]> {
    const [unreconciled, own] = await Promise.all([
      this.page(tx, 'p', filter),
      this.page(tx, 'u', filter),
    ]);
    if (unreconciled.length === 0) return own;
    const known = new Set(own.map(({ id }) => id));
    const all = [...own, ...unreconciled.filter(({ id }) => !known.has(id))];
    return all.toSorted(newestFirst).slice(0, filter.limit);
  }

  /** Not one UNION: the server would write its rows to disk, which takes five times as long. */
  private async page(tx: Tx, owner: Owner, filter: HistoryFilter): Promise<PlacedUsage[]> {
    const conditions = conditionsOf(owner, filter, tx.times);
    const from =
      owner === 'u'
        ? `${OWN_COLUMNS} FROM coach_usage_history u`
        : `${PACKAGES_COLUMNS} FROM coach_member_list p
             JOIN coach_usage_history u ON u.coach_member_id = p.id AND ${IS_UNRECONCILED}`;
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
