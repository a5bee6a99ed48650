import { Injectable } from '@nestjs/common';
import type { StudioDay } from '../common/studio-day.js';
import type { Tx } from '../database/tx.js';
import type { Usage } from '../packages/usage.entity.js';
import {
  conditionsOf,
  type HistoryFilter,
  OWN_COLUMNS,
  type Owner,
  PACKAGES_COLUMNS,
  type Pair,
  type RawUsage,
  ROWS_OF,
  usageOf,
} from './history-sql.js';

/** A row of a history, with where it stands in there: `created_at` as it is stored. */
export interface PlacedUsage extends Usage {
  readonly position: string;
}

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
    if (filter.after) {
      const { at, id } = filter.after;
      const later = '(u.created_at < ? OR (u.created_at = ? AND u.id < ?))';
      conditions.and(later, at, at, id);
    }
    const rows = await tx.rows<RawUsage>(
      `SELECT ${ROWS_OF[owner]} ${conditions.where}
        ORDER BY u.created_at DESC, u.id DESC LIMIT ${filter.limit}`,
      conditions.values,
    );
    return rows.map((raw) => ({
      ...usageOf(raw, tx.times),
      position: tx.times.textOf(raw.createdAt),
    }));
  }
}

function newestFirst(a: PlacedUsage, b: PlacedUsage): number {
  if (a.position === b.position) return b.id - a.id;
  return a.position < b.position ? 1 : -1;
}
