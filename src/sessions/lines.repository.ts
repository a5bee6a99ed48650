import { Injectable } from '@nestjs/common';
import type { DbInstant } from '../database/instants.js';
import { placeholders, type SqlValue, type Tx } from '../database/tx.js';
import { countsSessions, type Package } from '../packages/package-rules.js';
import { isBehind } from '../packages/reconciliation-rules.js';
import type { Usage } from '../packages/usage.entity.js';
import { amountOf, isUsage } from '../packages/usage-rules.js';
import { IS_UNRECONCILED, IS_USAGE } from '../packages/usage-sql.js';
import {
  conditionsOf,
  type HistoryFilter,
  type Pair,
  type RawUsage,
  ROWS_OF,
  usageOf,
} from './history-sql.js';
import {
  byNewest,
  type Line,
  keyOf,
  type LineKind,
  type LinePosition,
  type LineRow,
  type LinesCount,
  madeLine,
  undoneLine,
} from './line-rules.js';

/** Which lines to read, and from where on. */
export interface LinesFilter extends Omit<HistoryFilter, 'after'> {
  readonly after?: LinePosition;
}

/** A line of a page, with its row. */
export interface PlacedLine extends Line {
  readonly usage: Usage;
  readonly row: LineRow;
}

/** What each kind of line is found by. */
const KINDS: Readonly<Record<LineKind, { time: string; condition?: string }>> = {
  made: { time: 'u.created_at' },
  undone: { time: 'u.undone_at', condition: `u.undone_at IS NOT NULL AND ${IS_USAGE}` },
};

type RawRow = Pick<Usage, 'id' | 'packageId' | 'kind' | 'adjustment'> & {
  readonly createdAt: DbInstant;
  readonly undoneAt: DbInstant | null;
};

type RawCount = Pick<Package, 'id' | 'rateType' | 'remaining' | 'booked' | 'version'> & {
  readonly hasUnreconciledUsages: number;
};

/** Reads the lines of a history: each row when it was made, and again when it was undone. */
@Injectable()
export class LinesRepository {
  /** Newest first: along one index what was made, along another one what was undone. */
  async page(tx: Tx, filter: LinesFilter): Promise<PlacedLine[]> {
    // What PHP has just written is read first: what is booked meanwhile is found twice.
    const found = await Promise.all([
      this.unreconciled(tx, filter),
      this.some(tx, 'made', filter),
      this.some(tx, 'undone', filter),
    ]);
    const byKey = new Map(found.flat().map((one) => [keyOf(one), one]));
    return [...byKey.values()].toSorted(byNewest).slice(0, filter.limit);
  }

  /** How the packages stand: what is left in them, and whether PHP changed them. */
  async counts(tx: Tx, { memberId, coachId }: Pair): Promise<LinesCount[]> {
    const rows = await tx.rows<RawCount>(
      `SELECT p.id, p.rate_type AS rateType, p.remaining_sessions AS remaining,
              p.booked_sessions AS booked, p.version,
              EXISTS (SELECT 1 FROM coach_usage_history u
                       WHERE u.coach_member_id = p.id AND ${IS_UNRECONCILED})
                AS hasUnreconciledUsages
         FROM coach_member_list p
        WHERE p.member_id = ?${coachId === undefined ? '' : ' AND p.coach_id = ?'} ORDER BY p.id`,
      coachId === undefined ? [memberId] : [memberId, coachId],
    );
    return rows.map(({ id, hasUnreconciledUsages, ...one }) => {
      const isCounted = countsSessions(one, tx.countedRateTypes);
      const remaining = isCounted ? (one.remaining ?? 0) : null;
      const behind = isBehind({ ...one, isCounted }, hasUnreconciledUsages > 0);
      return { packageId: id, version: one.version, remaining, isBehind: behind };
    });
  }

  /** All lines of packages, or those from a time on, as it is stored, and maybe some before it. */
  async ofPackages(tx: Tx, packageIds: readonly number[], since?: string): Promise<Line[]> {
    const values: SqlValue[] = [...packageIds];
    let newer = '';
    if (since !== undefined) {
      newer = ' AND (u.created_at >= ? OR u.undone_at >= ?)';
      values.push(since, since);
    }
    const rows = await tx.rows<RawRow>(
      `SELECT u.id, u.coach_member_id AS packageId, u.adjustment_type AS kind,
              u.adjustment_amount AS adjustment, u.created_at AS createdAt, u.undone_at AS undoneAt
         FROM coach_usage_history u
        WHERE u.coach_member_id IN (${placeholders(packageIds)})${newer}`,
      values,
    );
    return rows.flatMap((raw) => {
      const row = rowOf(raw, tx);
      const undone = undoneLine(row);
      return undone ? [madeLine(row), undone] : [madeLine(row)];
    });
  }

  /** All of them: they are few, and none once they are booked. */
  private async unreconciled(
    tx: Tx,
    { after, ...filter }: LinesFilter,
  ): Promise<readonly PlacedLine[]> {
    const { where, values } = conditionsOf('p', filter, tx.times);
    const rows = await tx.rows<RawUsage>(`SELECT ${ROWS_OF.p} ${where}`, values);
    const lines = rows.flatMap((raw) => [...placed(raw, 'made', tx), ...placed(raw, 'undone', tx)]);
    return lines.filter((line) => after === undefined || byNewest(after, line) < 0);
  }

  private async some(
    tx: Tx,
    line: LineKind,
    { after, ...filter }: LinesFilter,
  ): Promise<readonly PlacedLine[]> {
    const { time, condition } = KINDS[line];
    const conditions = conditionsOf('u', filter, tx.times);
    if (condition) conditions.and(condition);
    if (after) {
      // Of the row at which the page ended, the line of its making is still to come.
      const before = line === 'made' && after.line === 'undone' ? '<=' : '<';
      // The time stands by itself, for servers find no range in an OR.
      const later = `${time} <= ? AND (${time} < ? OR u.id ${before} ?)`;
      conditions.and(later, after.position, after.position, after.usageId);
    }
    const rows = await tx.rows<RawUsage>(
      `SELECT ${ROWS_OF.u} ${conditions.where}
        ORDER BY ${time} DESC, u.id DESC LIMIT ${filter.limit}`,
      conditions.values,
    );
    return rows.flatMap((raw) => placed(raw, line, tx));
  }
}

function placed(raw: RawUsage, line: LineKind, tx: Tx): PlacedLine[] {
  const row = rowOf(raw, tx);
  const one = line === 'made' ? madeLine(row) : undoneLine(row);
  return one ? [{ ...one, row, usage: usageOf(raw, tx.times) }] : [];
}

function rowOf(raw: RawRow, { times }: Tx): LineRow {
  return {
    id: raw.id,
    packageId: raw.packageId,
    amount: amountOf(raw),
    createdAt: times.textOf(raw.createdAt),
    undoneAt: raw.undoneAt !== null && isUsage(raw) ? times.textOf(raw.undoneAt) : null,
  };
}
