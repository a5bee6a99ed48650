import { Injectable } from '@nestjs/common';
import type { StudioDay } from '../common/studio-day.js';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbId, idFromDb } from '../database/ids.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import { placeholders, type Tx } from '../database/tx.js';
import { Substitution } from './substitution.entity.js';

type RawSubstitution = Omit<Substitution, 'id' | 'createdAt' | 'endedAt'> & {
  readonly id: DbId;
  readonly createdAt: DbInstant;
  readonly endedAt: DbInstant | null;
};

/** What of a substitution becomes another by its last day. */
type End = Pick<Substitution, 'id' | 'to'> & { readonly at: Date; readonly by: number | null };

const FROM = `SELECT ${columnsOf(Substitution, 's')} FROM coach_substitution s`;

/** Who stands in for whom. */
@Injectable()
export class SubstitutionsRepository {
  /** Those of a coach, the newest first. */
  async ofCoach(tx: Tx, coachId: number, limit: number): Promise<Substitution[]> {
    const sql = `${FROM} WHERE s.coach_id = ? ORDER BY s.id DESC LIMIT ${limit}`;
    return this.found(tx, sql, [coachId]);
  }

  /** Those in which some people are away or stand in, that end on a day or later; by id. */
  async about(tx: Tx, people: readonly number[], since: StudioDay): Promise<Substitution[]> {
    const some = placeholders(people);
    // Two keys, one for each side.
    const sql = `${FROM} WHERE s.coach_id IN (${some}) AND s.to_day >= ?
      UNION ${FROM} WHERE s.substitute_id IN (${some}) AND s.to_day >= ? ORDER BY 1`;
    return this.found(tx, sql, [...people, since, ...people, since]);
  }

  /** One of them, whoever it is about. */
  async find(tx: Tx, id: number): Promise<Substitution | undefined> {
    return (await this.found(tx, `${FROM} WHERE s.id = ?`, [id]))[0];
  }

  /** Adds one, and gives its id. */
  async insert(tx: Tx, one: Omit<Substitution, 'id'>): Promise<number> {
    const { sql, values } = insertInto(Substitution, [one], UTC);
    return (await tx.write(sql, values)).insertId;
  }

  /** Gives one another last day. */
  async setEnd(tx: Tx, { id, to, at, by }: End): Promise<void> {
    const sql = 'UPDATE coach_substitution SET to_day = ?, ended_at = ?, ended_by = ? WHERE id = ?';
    await tx.write(sql, [to, toDb(at), by, id]);
  }

  private async found(
    tx: Tx,
    sql: string,
    values: readonly (string | number)[],
  ): Promise<Substitution[]> {
    const rows = await tx.rows<RawSubstitution>(sql, [...values]);
    return rows.map((raw) => ({
      ...raw,
      id: idFromDb(raw.id),
      createdAt: fromDb(raw.createdAt),
      endedAt: raw.endedAt === null ? null : fromDb(raw.endedAt),
    }));
  }
}
