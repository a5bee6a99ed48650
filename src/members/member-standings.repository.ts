import { Injectable } from '@nestjs/common';
import { Conditions } from '../database/conditions.js';
import type { DbInstant } from '../database/instants.js';
import type { SqlValue, Tx } from '../database/tx.js';
import {
  IS_ASSIGNED,
  IS_IN_TIME,
  IS_PENDING,
  isCounted,
  isEnding,
  isFree,
} from '../packages/package-sql.js';
import { membersOf } from './members-sql.js';
import {
  ATTENTIONS,
  type Attention,
  expiringUntil,
  LOW_BALANCE,
} from '../packages/package-rules.js';

/** Whose members and packages, and at which instant. */
export interface StandingsScope {
  readonly at: Date;
  /** Only members assigned to this coach, and only packages with this coach. */
  readonly coachId?: number | undefined;
}

/** How many members there are, and how many of them need attention for which reason. */
export type MemberCounts = Readonly<Record<Attention | 'all', number>>;

/** Members who have so many sessions left. */
export interface Balance {
  readonly remaining: number;
  readonly members: number;
}

/** Usable packages that end at an instant. */
export interface PackageEnd {
  readonly at: Date;
  readonly packages: number;
  readonly sessions: number;
}

/** Part of a SELECT, with its values. */
interface Joined {
  readonly sql: string;
  readonly values: SqlValue[];
}

/** Whether a member needs attention: the rule of `attentionOf`, asked of `standings`. */
export const NEEDS: Readonly<Record<Attention, string>> = {
  empty: '(s.sold > 0 AND s.sessions = 0 AND s.free = 0)',
  low: `(s.sessions BETWEEN 1 AND ${LOW_BALANCE})`,
  expiring: '(s.ending > 0)',
  waiting: '(s.waiting > 0)',
};

const RANKS = ATTENTIONS.map((kind, rank) => `WHEN ${NEEDS[kind]} THEN ${rank}`);
/** How urgently: 0 for the first kind of attention, and a number above all of them for none. */
export const URGENCY = `CASE ${RANKS.join(' ')} ELSE ${ATTENTIONS.length} END`;

/** Joins to `user u`, as `s`, what the packages of each member come to; who has none has no row. */
export function standings(tx: Tx, { at, coachId }: StandingsScope): Joined {
  const [now, soon] = [tx.times.toDb(at), tx.times.toDb(expiringUntil(at))];
  const { where, values } = new Conditions().andIfGiven('p.coach_id = ?', coachId);
  const count = (condition: string) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
  const sql = `LEFT JOIN (
    SELECT p.member_id, ${count(`${IS_ASSIGNED} AND ${isCounted(tx)}`)} AS sold,
           SUM(CASE WHEN ${IS_ASSIGNED} AND ${isCounted(tx)} AND ${IS_IN_TIME}
                    THEN COALESCE(p.remaining_sessions, 0) ELSE 0 END) AS sessions,
           ${count(`${IS_ASSIGNED} AND ${isFree(tx)} AND ${IS_IN_TIME}`)} AS free,
           ${count(isEnding(tx))} AS ending, ${count(IS_PENDING)} AS waiting
      FROM coach_member_list p ${where} GROUP BY p.member_id) s ON s.member_id = u.id`;
  return { sql, values: [now, now, now, soon, ...values] };
}

/** What members' packages come to, counted. */
@Injectable()
export class MemberStandingsRepository {
  /** Members in all, and by what they need. */
  async counts(tx: Tx, scope: StandingsScope): Promise<MemberCounts> {
    const joined = standings(tx, scope);
    const members = membersOf(scope.coachId);
    const sums = ATTENTIONS.map((kind) => `COUNT(CASE WHEN ${NEEDS[kind]} THEN 1 END) AS ${kind}`);
    const row = await tx.row<Record<Attention | 'members', number | string>>(
      `SELECT COUNT(*) AS members, ${sums.join(', ')}
         FROM \`user\` u ${joined.sql} ${members.where}`,
      [...joined.values, ...members.values],
    );
    const count = (name: Attention | 'members') => Number(row?.[name] ?? 0);
    return {
      all: count('members'),
      empty: count('empty'),
      low: count('low'),
      expiring: count('expiring'),
      waiting: count('waiting'),
    };
  }

  /**
   * Members by the usable sessions that they have left, up to a number; only those who live on
   * counted sessions alone: none were ever sold to the others, or another subscription runs.
   */
  async balances(tx: Tx, scope: StandingsScope, upTo: number): Promise<Balance[]> {
    const joined = standings(tx, scope);
    const { where, values } = membersOf(scope.coachId)
      .and('s.sold > 0 AND s.free = 0')
      .and('s.sessions BETWEEN 0 AND ?', upTo);
    const rows = await tx.rows<Record<keyof Balance, number | string>>(
      `SELECT s.sessions AS remaining, COUNT(*) AS members
         FROM \`user\` u ${joined.sql} ${where} GROUP BY s.sessions`,
      [...joined.values, ...values],
    );
    return rows.map(({ remaining, members }) => {
      return { remaining: Number(remaining), members: Number(members) };
    });
  }

  /** When usable packages end, up to an instant, and what is left of them. */
  async ends(tx: Tx, { at, coachId }: StandingsScope, until: Date): Promise<PackageEnd[]> {
    // By the people, because the legacy system keeps packages of members who are gone.
    const { where, values } = membersOf(coachId)
      .and(isEnding(tx), tx.times.toDb(at), tx.times.toDb(until))
      .andIfGiven('p.coach_id = ?', coachId);
    const rows = await tx.rows<RawEnd>(
      `SELECT p.expires_at AS endsAt, COUNT(*) AS packages,
              SUM(CASE WHEN ${isCounted(tx)} THEN p.remaining_sessions ELSE 0 END) AS sessions
         FROM coach_member_list p JOIN \`user\` u ON u.id = p.member_id
         ${where} GROUP BY p.expires_at`,
      values,
    );
    return rows.map(({ endsAt, packages, sessions }) => {
      const end = tx.times.fromDb(endsAt);
      return { at: end, packages: Number(packages), sessions: Number(sessions) };
    });
  }
}

interface RawEnd {
  readonly endsAt: DbInstant;
  readonly packages: number | string;
  readonly sessions: number | string;
}
