import { Injectable } from '@nestjs/common';
import type { StudioDay } from '../common/studio-day.js';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbId, idFromDb } from '../database/ids.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { Freeze } from './freeze.entity.js';
import type { Span } from './freeze-rules.js';
import { IS_ACTIVE_USAGE } from './usage-sql.js';

type RawFreeze = Omit<Freeze, 'id' | 'createdAt' | 'endedAt'> & {
  readonly id: DbId;
  readonly createdAt: DbInstant;
  readonly endedAt: DbInstant | null;
};

/** What of a freeze becomes another by its end. */
type End = Pick<Freeze, 'id' | 'to' | 'daysAdded'> & {
  readonly at: Date;
  readonly by: number | null;
};

/** Freezes of packages. */
@Injectable()
export class FreezesRepository {
  /** Those of a package, the newest first. */
  async ofPackage(tx: Tx, packageId: number, limit: number): Promise<Freeze[]> {
    const rows = await tx.rows<RawFreeze>(
      `SELECT ${columnsOf(Freeze, 'f')} FROM coach_package_freeze f
        WHERE f.package_id = ? ORDER BY f.id DESC LIMIT ${limit}`,
      [packageId],
    );
    return rows.map((raw) => {
      const createdAt = fromDb(raw.createdAt);
      const endedAt = raw.endedAt === null ? null : fromDb(raw.endedAt);
      return { ...raw, id: idFromDb(raw.id), createdAt, endedAt };
    });
  }

  /** Adds a freeze, and gives its id. */
  async insert(tx: Tx, freeze: Omit<Freeze, 'id'>): Promise<number> {
    const { sql, values } = insertInto(Freeze, [freeze], UTC);
    return (await tx.write(sql, values)).insertId;
  }

  /** Gives a freeze another end. */
  async setEnd(tx: Tx, { id, to, daysAdded, at, by }: End): Promise<void> {
    await tx.write(
      `UPDATE coach_package_freeze SET to_day = ?, days_added = ?, ended_at = ?, ended_by = ?
        WHERE id = ?`,
      [to, daysAdded, toDb(at), by, id],
    );
  }

  /** On which of some days sessions of a package count, the first ones, in their order. */
  async usedDays(tx: Tx, packageId: number, { from, to }: Span): Promise<StudioDay[]> {
    const rows = await tx.rows<{ day: string }>(
      `SELECT DISTINCT u.usage_date AS \`day\` FROM coach_usage_history u
        WHERE u.coach_member_id = ? AND u.usage_date >= ? AND u.usage_date <= ?
          AND ${IS_ACTIVE_USAGE} ORDER BY 1 LIMIT 31`,
      [packageId, from, to ?? '9999-12-31'],
    );
    return rows.map(({ day }) => day);
  }

  /** The first day on which a session of a package counts. */
  async firstDay(tx: Tx, packageId: number): Promise<StudioDay | null> {
    const row = await tx.row<{ day: string | null }>(
      `SELECT MIN(u.usage_date) AS \`day\` FROM coach_usage_history u
        WHERE u.coach_member_id = ? AND ${IS_ACTIVE_USAGE}`,
      [packageId],
    );
    return row?.day ?? null;
  }
}
