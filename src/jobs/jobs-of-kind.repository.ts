import { Injectable } from '@nestjs/common';
import { type DbInstant, fromDb } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import type { JobRow } from './job.entity.js';

/** How the jobs of a kind went, as far as they are kept. */
export interface JobsOfKind {
  /** When the latest was done that has kept something. */
  readonly lastKeptAt: Date | null;
  /** The latest whose last try failed and that is not done since. */
  readonly inTrouble: Pick<JobRow, 'state' | 'dueAt' | 'lastError'> | undefined;
}

type RawTrouble = Pick<JobRow, 'state' | 'lastError'> & { readonly dueAt: DbInstant };

/** What became of the jobs of one kind. */
@Injectable()
export class JobsOfKindRepository {
  /** When the latest was done, and what is in trouble. */
  async find(tx: Tx, kind: string): Promise<JobsOfKind> {
    const [last, trouble] = await Promise.all([
      tx.row<{ at: DbInstant | null }>(
        `SELECT MAX(finished_at) AS at FROM coach_job
          WHERE state = 'done' AND kind = ? AND payload <> '{}'`,
        [kind],
      ),
      tx.row<RawTrouble>(
        `SELECT state, due_at AS dueAt, last_error AS lastError FROM coach_job
          WHERE state IN ('due', 'leased', 'dead') AND kind = ? AND last_error IS NOT NULL
          ORDER BY due_at DESC, id DESC LIMIT 1`,
        [kind],
      ),
    ]);
    const at = last?.at ?? null;
    return {
      lastKeptAt: at === null ? null : fromDb(at),
      inTrouble: trouble && { ...trouble, dueAt: fromDb(trouble.dueAt) },
    };
  }
}
