import { Injectable } from '@nestjs/common';
import type { StudioDay } from '../common/studio-day.js';
import { Conditions } from '../database/conditions.js';
import { placeholders, type Tx } from '../database/tx.js';
import { IS_USAGE } from '../packages/usage-sql.js';
import type { DaySessions, SessionKind } from './overview-rules.js';

/** Which sessions to count: on days from one to another, of everybody or of a coach's members. */
export interface SessionsFilter {
  readonly from: StudioDay;
  readonly to: StudioDay;
  readonly ofCoach?: { readonly id: number; readonly memberIds: readonly number[] };
}

/** What an old program took a second time on a day is a session all the same. */
const KIND = `CASE WHEN u.undone_at IS NOT NULL THEN 'undone'
  WHEN u.adjustment_type = 'manual' THEN 'manual' ELSE 'automatic' END`;

/** Counts sessions that were used. */
@Injectable()
export class OverviewRepository {
  /**
   * Sessions by day and kind. Found by package, as rows that PHP wrote name nothing else; and in
   * this order, so that it takes as long as the weeks are full, however long the history is.
   */
  async sessionsByDay(tx: Tx, { from, to, ofCoach }: SessionsFilter): Promise<DaySessions[]> {
    const query = new Conditions()
      .and('u.usage_date BETWEEN ? AND ?', from, to)
      .and(`(${IS_USAGE} OR u.adjustment_type = 'external')`);
    if (ofCoach) {
      const { id, memberIds } = ofCoach;
      query.and(`p.coach_id = ? AND p.member_id IN (${placeholders(memberIds)})`, id, ...memberIds);
    }
    const rows = await tx.rows<{ day: StudioDay; kind: SessionKind; sessions: number | string }>(
      `SELECT u.usage_date AS day, ${KIND} AS kind, COUNT(*) AS sessions
         FROM coach_member_list p CROSS JOIN coach_usage_history u ON u.coach_member_id = p.id
         ${query.where} GROUP BY u.usage_date, ${KIND}`,
      query.values,
    );
    return rows.map((row) => ({ ...row, sessions: Number(row.sessions) }));
  }
}
