import { Injectable } from '@nestjs/common';
import { Conditions } from '../database/conditions.js';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbId, idFromDb } from '../database/ids.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import { placeholders, type Tx } from '../database/tx.js';
import type { Payload } from './job-handler.js';
import type { JobState } from './job-rules.js';
import { JobRow } from './job.entity.js';

/** A job that this process is at. */
export interface JobLease {
  readonly id: number;
  readonly token: string;
}

/** A job that was done, and what is kept of it. */
export type Finished = JobLease & { readonly kept: Payload };

/** A job as it is added. */
type NewJob = Pick<JobRow, 'kind' | 'dedupeKey' | 'payload' | 'dueAt' | 'createdAt'>;

/** A job that somebody may begin. */
export type DueJob = Pick<JobRow, 'id' | 'kind' | 'attempts'>;

/** What a handler is told of the job that it does. */
export type ClaimedJob = Pick<JobRow, 'payload' | 'attempts'>;

/** How many jobs of a kind are in a state, and since when the oldest of them is due. */
export interface JobCount {
  readonly kind: string;
  readonly state: JobState;
  readonly jobs: number;
  readonly oldestDueAt: Date;
}

/** How a job is given up. */
export interface Burial {
  readonly reason: string;
  readonly at: Date;
  readonly expiresAt: Date;
}

type Dates = 'dueAt' | 'leaseUntil' | 'createdAt' | 'finishedAt' | 'expiresAt';
type RawJob = Omit<JobRow, 'id' | Dates> & { readonly id: DbId } & Readonly<
    Record<'dueAt' | 'createdAt', DbInstant> &
      Record<'leaseUntil' | 'finishedAt' | 'expiresAt', DbInstant | null>
  >;

/** What of a row says that nobody is at it. */
const FREE = 'lease_token = NULL, lease_until = NULL';

/** Single jobs, and which process is at which. Who holds a lease is told by its token alone. */
@Injectable()
export class JobsRepository {
  /** Adds a job, unless there is one of its kind with its key, in whatever state. */
  async add(tx: Tx, job: NewJob): Promise<void> {
    const none = { leaseUntil: null, leaseToken: null, finishedAt: null, expiresAt: null };
    const row = { ...job, ...none, state: 'due' as const, attempts: 0, lastError: null };
    const { sql, values } = insertInto(JobRow, [row], UTC);
    await tx.upsert(sql, ['kind', 'dedupe_key'], 'kind = kind', values);
  }

  /** The first `limit` jobs of some kinds that are due, and as many whose process has died. */
  async findDue(tx: Tx, kinds: readonly string[], now: Date, limit: number): Promise<DueJob[]> {
    const ofKinds = `kind IN (${placeholders(kinds)})`;
    const [due, left] = await Promise.all([
      tx.rows<DueJob & { id: DbId }>(
        `SELECT id, kind, attempts FROM coach_job
          WHERE state = 'due' AND due_at <= ? AND ${ofKinds} ORDER BY due_at, id LIMIT ${limit}`,
        [toDb(now), ...kinds],
      ),
      tx.rows<DueJob & { id: DbId }>(
        `SELECT id, kind, attempts FROM coach_job
          WHERE state = 'leased' AND lease_until < ? AND ${ofKinds} LIMIT ${limit}`,
        [toDb(now), ...kinds],
      ),
    ]);
    return [...due, ...left].map((row) => ({ ...row, id: idFromDb(row.id) }));
  }

  /** The job, where it is still to be done and is now the caller's; that is one try more. */
  async claim(
    tx: Tx,
    { id, token }: JobLease,
    now: Date,
    until: Date,
  ): Promise<ClaimedJob | undefined> {
    const [{ affected }, job] = await Promise.all([
      tx.write(
        `UPDATE coach_job SET state = 'leased', lease_token = ?, lease_until = ?,
            attempts = attempts + 1
          WHERE id = ? AND ((state = 'due' AND due_at <= ?)
            OR (state = 'leased' AND lease_until < ?))`,
        [token, toDb(until), id, toDb(now), toDb(now)],
      ),
      tx.row<ClaimedJob>('SELECT payload, attempts FROM coach_job WHERE id = ?', [id]),
    ]);
    return affected === 1 ? job : undefined;
  }

  /** Says whether it is still the caller's. */
  async extend(tx: Tx, { id, token }: JobLease, until: Date): Promise<boolean> {
    const { affected } = await tx.write(
      'UPDATE coach_job SET lease_until = ? WHERE id = ? AND lease_token = ?',
      [toDb(until), id, token],
    );
    return affected === 1;
  }

  /**
   * Writes down that it is done, where it is still the caller's, and says whether it was. What it
   * was about is forgotten.
   */
  async finish(tx: Tx, job: Finished, at: Date, expiresAt: Date): Promise<boolean> {
    const { affected } = await tx.write(FINISH, finished(job, at, expiresAt));
    return affected === 1;
  }

  /** As `finish`, where nothing else is to be written: it travels with the COMMIT. */
  finishAtEnd(tx: Tx, job: Finished, at: Date, expiresAt: Date): void {
    tx.writeUnwatched(FINISH, finished(job, at, expiresAt));
  }

  /** Has it tried again, where it is still the caller's. */
  async postpone(tx: Tx, { id, token }: JobLease, dueAt: Date, reason: string): Promise<void> {
    await tx.write(
      `UPDATE coach_job SET state = 'due', due_at = ?, last_error = ?, ${FREE}
        WHERE id = ? AND lease_token = ?`,
      [toDb(dueAt), reason, id, token],
    );
  }

  /** Gives it up, where it is still the caller's. */
  async bury(tx: Tx, { id, token }: JobLease, how: Burial): Promise<void> {
    await tx.write(`${BURY} WHERE id = ? AND lease_token = ?`, [...buried(how), id, token]);
  }

  /** Gives up one whose process has died, with its last try. */
  async buryLeft(tx: Tx, id: number, how: Burial): Promise<void> {
    const ofTheDead = "state = 'leased' AND lease_until < ?";
    await tx.write(`${BURY} WHERE id = ? AND ${ofTheDead}`, [...buried(how), id, toDb(how.at)]);
  }

  /** Gives it back as it was, due; its try does not count. */
  async release(tx: Tx, { id, token }: JobLease): Promise<void> {
    await tx.write(
      `UPDATE coach_job SET state = 'due', attempts = attempts - 1, ${FREE}
        WHERE id = ? AND lease_token = ?`,
      [id, token],
    );
  }

  /** Of one state, the latest due first, behind a place in that order where there is one. */
  async find(
    tx: Tx,
    state: JobState,
    { limit, after }: { limit: number; after?: { dueAt: string; id: number } },
  ): Promise<JobRow[]> {
    const where = new Conditions().and('j.state = ?', state);
    if (after) {
      const { dueAt, id } = after;
      where.and('(j.due_at < ? OR (j.due_at = ? AND j.id < ?))', dueAt, dueAt, id);
    }
    const rows = await tx.rows<RawJob>(
      `SELECT ${columnsOf(JobRow, 'j')} FROM coach_job j ${where.where}
        ORDER BY j.due_at DESC, j.id DESC LIMIT ${limit}`,
      where.values,
    );
    return rows.map(jobOf);
  }

  /** The job, and nobody else changes it until the end of the transaction. */
  async lock(tx: Tx, id: number): Promise<JobRow | undefined> {
    const rows = await tx.lockedRows<RawJob>(
      `SELECT ${columnsOf(JobRow, 'j')} FROM coach_job j WHERE j.id = ?`,
      [id],
    );
    return rows.map(jobOf)[0];
  }

  /** Has one that was given up tried anew, as often as at first. */
  async revive(tx: Tx, id: number, dueAt: Date): Promise<void> {
    await tx.write(
      `UPDATE coach_job SET state = 'due', due_at = ?, attempts = 0, finished_at = NULL,
          expires_at = NULL, ${FREE} WHERE id = ?`,
      [toDb(dueAt), id],
    );
  }

  /** What is not done, by kind and state. */
  async count(tx: Tx): Promise<JobCount[]> {
    const rows = await tx.rows<{ kind: string; state: JobState; jobs: DbId; oldest: DbInstant }>(
      `SELECT kind, state, COUNT(*) AS jobs, MIN(due_at) AS oldest FROM coach_job
        WHERE state IN ('due', 'leased', 'dead') GROUP BY kind, state ORDER BY kind, state`,
    );
    return rows.map(({ kind, state, jobs, oldest }) => {
      return { kind, state, jobs: Number(jobs), oldestDueAt: fromDb(oldest) };
    });
  }
}

const FINISH = `UPDATE coach_job SET state = 'done', payload = ?, finished_at = ?,
    expires_at = ?, last_error = NULL, ${FREE}
  WHERE id = ? AND lease_token = ?`;

const BURY = `UPDATE coach_job SET state = 'dead', last_error = ?, finished_at = ?, expires_at = ?,
  ${FREE}`;

function finished({ id, token, kept }: Finished, at: Date, expiresAt: Date): (string | number)[] {
  return [JSON.stringify(kept), toDb(at), toDb(expiresAt), id, token];
}

function buried({ reason, at, expiresAt }: Burial): string[] {
  return [reason, toDb(at), toDb(expiresAt)];
}

function jobOf(raw: RawJob): JobRow {
  const orNull = (at: DbInstant | null) => (at === null ? null : fromDb(at));
  return {
    ...raw,
    id: idFromDb(raw.id),
    dueAt: fromDb(raw.dueAt),
    leaseUntil: orNull(raw.leaseUntil),
    createdAt: fromDb(raw.createdAt),
    finishedAt: orNull(raw.finishedAt),
    expiresAt: orNull(raw.expiresAt),
  };
}
