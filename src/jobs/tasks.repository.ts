import { Injectable } from '@nestjs/common';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { TaskRow } from './task.entity.js';

/** A task that this process runs. */
export interface Lease {
  readonly name: string;
  readonly token: string;
}

/** How a run ended. */
export type RunEnd = Pick<TaskRow, 'nextRunAt' | 'lastRunAt' | 'lastResult' | 'lastTookMs'>;

type RawTask = Omit<TaskRow, 'nextRunAt' | 'leaseUntil' | 'lastRunAt'> & {
  readonly nextRunAt: DbInstant;
  readonly leaseUntil: DbInstant | null;
  readonly lastRunAt: DbInstant | null;
};

/** Who runs which task, and when. Who holds a lease is told by its token alone. */
@Injectable()
export class TasksRepository {
  /** All tasks that ever had a turn, by name. */
  async find(tx: Tx): Promise<TaskRow[]> {
    const rows = await tx.rows<RawTask>(
      `SELECT ${columnsOf(TaskRow, 't')} FROM coach_task t ORDER BY t.name`,
    );
    return rows.map(taskOf);
  }

  /** Adds a task that never ran, unless another process has done so. */
  async add(tx: Tx, name: string, nextRunAt: Date): Promise<void> {
    const none = { leaseUntil: null, leaseToken: null, lastRunAt: null };
    const row = { name, nextRunAt, ...none, lastResult: null, lastTookMs: null };
    const { sql, values } = insertInto(TaskRow, [row], UTC);
    await tx.upsert(sql, ['name'], 'next_run_at = next_run_at', values);
  }

  /** Says whether the task is due, nobody runs it, and it is now the caller's. */
  async claim(tx: Tx, { name, token }: Lease, now: Date, until: Date): Promise<boolean> {
    const { affected } = await tx.write(
      `UPDATE coach_task SET lease_token = ?, lease_until = ?
        WHERE name = ? AND next_run_at <= ? AND (lease_until IS NULL OR lease_until < ?)`,
      [token, toDb(until), name, toDb(now), toDb(now)],
    );
    return affected === 1;
  }

  /** Says whether it is still the caller's. */
  async extend(tx: Tx, { name, token }: Lease, until: Date): Promise<boolean> {
    const { affected } = await tx.write(
      'UPDATE coach_task SET lease_until = ? WHERE name = ? AND lease_token = ?',
      [toDb(until), name, token],
    );
    return affected === 1;
  }

  /** Writes down how it ended, where it is still the caller's, and gives it back. */
  async finish(tx: Tx, { name, token }: Lease, end: RunEnd): Promise<void> {
    const lastRunAt = end.lastRunAt && toDb(end.lastRunAt);
    await tx.write(
      `UPDATE coach_task SET next_run_at = ?, last_run_at = ?, last_result = ?, last_took_ms = ?,
          lease_token = NULL, lease_until = NULL
        WHERE name = ? AND lease_token = ?`,
      [toDb(end.nextRunAt), lastRunAt, end.lastResult, end.lastTookMs, name, token],
    );
  }

  /** Gives it back as it was: due. */
  async release(tx: Tx, { name, token }: Lease): Promise<void> {
    await tx.write(
      `UPDATE coach_task SET lease_token = NULL, lease_until = NULL
        WHERE name = ? AND lease_token = ?`,
      [name, token],
    );
  }
}

function taskOf({ nextRunAt, leaseUntil, lastRunAt, ...row }: RawTask): TaskRow {
  return {
    ...row,
    nextRunAt: fromDb(nextRunAt),
    leaseUntil: leaseUntil === null ? null : fromDb(leaseUntil),
    lastRunAt: lastRunAt === null ? null : fromDb(lastRunAt),
  };
}
