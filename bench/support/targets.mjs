import { FIRST_COACH_ID } from './studio-sql.mjs';

const DAY_MS = 86_400_000;
/** How many days between two visits of a member are free. */
const FREE_DAYS = 7;

/** Members with a running package and sessions enough, in no order; both databases have them. */
export async function readTargets(root, database) {
  const [rows] = await root.query(
    `SELECT p.id AS packageId, p.member_id AS memberId, p.coach_id AS coachId,
            p.remaining_sessions AS remaining, p.version, m.email,
            DATE_FORMAT(MAX(u.usage_date), '%Y-%m-%d') AS lastDay, MAX(u.id) AS usageId
       FROM ${database}.coach_member_list p
       JOIN ${database}.coach_usage_history u ON u.coach_member_id = p.id AND u.active_slot = 1
       JOIN ${database}.user m ON m.id = p.member_id
      WHERE p.rate_type = 'package' AND p.granted_sessions > 24 AND p.status = 'active'
        AND p.remaining_sessions > 12 AND p.expires_at > NOW() + INTERVAL 1 DAY
        AND NOT EXISTS (SELECT 1 FROM ${database}.coach_member_list other
                         WHERE other.member_id = p.member_id AND other.rate_type <> 'package')
      GROUP BY p.id ORDER BY CRC32(p.id)`,
  );
  return rows.map((row) => ({
    ...row,
    coach: `coach${row.coachId - FIRST_COACH_ID}`,
    nextVersion: row.version + 1,
    oneLess: row.remaining - 1,
    oneMore: row.remaining + 1,
  }));
}

/** Targets that are given away once each: a member starts one workout a day. */
export class Targets {
  #members;
  #given = new Map();

  constructor(members) {
    this.#members = members;
  }

  get count() {
    return this.#members.length;
  }

  /** The next ones for a purpose; members come again, with the number of the time. */
  take(purpose, count, times) {
    const from = this.#given.get(purpose) ?? 0;
    const until = Math.min(from + count, this.#members.length * times);
    this.#given.set(purpose, until);
    return Array.from({ length: until - from }, (_, n) => {
      const member = this.#members[(from + n) % this.#members.length];
      const time = Math.floor((from + n) / this.#members.length);
      return { ...member, time, freeDay: dayBefore(member.lastDay, 1 + (time % FREE_DAYS)) };
    });
  }

  /** Some of them, for reads: the same for all. */
  some(count) {
    return this.#members.slice(0, count);
  }
}

function dayBefore(day, days) {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}
