import { Injectable } from '@nestjs/common';
import { placeholders, type Tx } from '../database/tx.js';
import type { Action } from './actions.js';

/** Something that was done, and to whom; `after` as the log has it. */
export interface DoneActivity {
  readonly id: number;
  readonly action: Action;
  readonly memberId: number | null;
  readonly coachId: number | null;
  readonly after: unknown;
}

/** What the activity log has of late, for those who follow it. */
@Injectable()
export class RecentActivityRepository {
  /** The packages that changed since an instant, each once; `limit` bounds a very busy moment. */
  async findChangedPackages(tx: Tx, since: Date, limit: number): Promise<number[]> {
    const rows = await tx.rows<{ id: number }>(
      `SELECT DISTINCT package_id AS id FROM admin_activity_log
        WHERE created_at >= ? AND package_id IS NOT NULL AND outcome = 'done' LIMIT ${limit}`,
      [tx.times.toDb(since)],
    );
    return rows.map((row) => row.id);
  }

  /** What was done of some actions since an instant, oldest first and at most so many. */
  async findDone(
    tx: Tx,
    actions: readonly Action[],
    since: Date,
    limit: number,
  ): Promise<DoneActivity[]> {
    const rows = await tx.rows<Omit<DoneActivity, 'after'> & { readonly after: string | null }>(
      `SELECT a.id, a.action, a.member_id AS memberId, a.coach_id AS coachId, a.after
         FROM admin_activity_log a
        WHERE a.created_at >= ? AND a.action IN (${placeholders(actions)})
          AND a.outcome = 'done' ORDER BY a.id LIMIT ${limit}`,
      [tx.times.toDb(since), ...actions],
    );
    return rows.map(({ after, ...row }) => {
      const is: unknown = after === null ? null : JSON.parse(after);
      return { ...row, after: is };
    });
  }
}
