import { Injectable } from '@nestjs/common';
import type { StudioDay } from '../common/studio-day.js';
import { Conditions } from '../database/conditions.js';
import { placeholders, type Tx } from '../database/tx.js';
import { LIST_OF_ASSIGNED_IDS } from '../packages/package-sql.js';
import { IS_USAGE } from '../packages/usage-sql.js';
import type { DaySessions, SessionKind } from './overview-rules.js';

/** Which sessions to count: on days from one to another, of everybody or of a coach's members. */
export interface SessionsFilter {
  readonly from: StudioDay;
  readonly to: StudioDay;
  readonly coachId?: number | undefined;
}

/**
 * What an old program took a second time on a day is a session all the same. NULL is for what is
 * none: it is left out in the end, because to look at each row for that costs more.
 */
const KIND = `CASE WHEN ${IS_USAGE} OR u.adjustment_type = 'external'
  THEN CASE WHEN u.undone_at IS NOT NULL THEN 'undone'
    WHEN u.adjustment_type = 'manual' THEN 'manual' ELSE 'automatic' END END`;
/** In the order of the key by coach and day, so that each part is added up as it is read. */
const PARTS = 'u.coach_id, u.usage_date, u.adjustment_type, u.undone_at';

/** All coaches whom the history names; the server looks into the key once for each. */
const COACH_IDS = `SELECT DISTINCT u.coach_id AS id FROM coach_usage_history u
  WHERE u.coach_id IS NOT NULL`;

/** Counts sessions that were used. */
@Injectable()
export class OverviewRepository {
  /**
   * Sessions by day and kind, by the key of coaches and days: it takes as long as the weeks are
   * full, however long the history is. The few rows that PHP wrote and nobody has booked yet name
   * no coach, and are found by their package.
   */
  async sessionsByDay(tx: Tx, { coachId, ...days }: SessionsFilter): Promise<DaySessions[]> {
    const named = withinDays(days);
    const unnamed = withinDays(days).and('u.coach_id IS NULL');
    if (coachId === undefined) {
      const ids = await this.coachIds(tx);
      named.and(`u.coach_id IN (${placeholders(ids)})`, ...ids);
    } else {
      named.and(`u.coach_id = ? AND u.member_id IN (${LIST_OF_ASSIGNED_IDS})`, coachId, coachId);
      unnamed.and(`p.coach_id = ? AND p.member_id IN (${LIST_OF_ASSIGNED_IDS})`, coachId, coachId);
    }
    const rows = await tx.rows<RawSessions>(
      `SELECT u.usage_date AS day, ${KIND} AS kind, SUM(u.sessions) AS sessions
         FROM (SELECT ${PARTS}, COUNT(*) AS sessions FROM coach_usage_history u
                ${named.where} GROUP BY ${PARTS}
                UNION ALL
               SELECT ${PARTS}, COUNT(*) AS sessions
                 FROM coach_usage_history u JOIN coach_member_list p ON p.id = u.coach_member_id
                ${unnamed.where} GROUP BY ${PARTS}) u
        GROUP BY u.usage_date, ${KIND}`,
      [...named.values, ...unnamed.values],
    );
    return rows.flatMap(({ day, kind, sessions }) => {
      return kind === null ? [] : [{ day, kind, sessions: Number(sessions) }];
    });
  }

  private async coachIds(tx: Tx): Promise<number[]> {
    const ids = (await tx.rows<{ id: number }>(COACH_IDS)).map(({ id }) => id);
    return ids.length > 0 ? ids : NOBODY;
  }
}

/** An id that nobody has, for lists that must not be empty. */
const NOBODY = [0];

interface RawSessions {
  readonly day: StudioDay;
  readonly kind: SessionKind | null;
  readonly sessions: number | string;
}

function withinDays({ from, to }: { from: StudioDay; to: StudioDay }): Conditions {
  return new Conditions().and('u.usage_date BETWEEN ? AND ?', from, to);
}
