import { Injectable } from '@nestjs/common';
import { USER_TYPE_IDS } from '../common/actor.js';
import { Conditions } from '../database/conditions.js';
import { TryAgain, type SqlValue, type Tx, type Written } from '../database/tx.js';
import type { BalanceFilter } from './dto/members-query.dto.js';
import { ASSIGNED } from './member-access.repository.js';

/** A member as the studio knows the person. */
export interface MemberRow {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

export interface MemberFilter {
  /** Only members assigned to this coach, and only packages with this coach. */
  readonly coachId?: number;
  readonly words: readonly string[];
  readonly balance?: BalanceFilter;
  readonly at: Date;
  readonly after?: { lastName: string; firstName: string; id: number };
  readonly limit: number;
}

/** Up to how many usable sessions a balance is low. */
const LOW_BALANCE = 3;

const COLUMNS = 'u.id, u.fname AS firstName, u.lname AS lastName, u.email';

/** Members: the rows of `user` whose type says so. */
@Injectable()
export class MembersRepository {
  /** By last name, first name and id. */
  async list(tx: Tx, filter: MemberFilter): Promise<MemberRow[]> {
    const query = new Conditions().and('u.user_type_id = ?', USER_TYPE_IDS.member);
    const { coachId, words, balance, after, at, limit } = filter;
    if (coachId !== undefined) {
      query.and(
        `u.id IN (SELECT member_id FROM coach_member_list WHERE coach_id = ? AND ${ASSIGNED})`,
        coachId,
      );
    }
    for (const word of words) {
      const like = `%${word.replace(/[!%_]/g, '!$&')}%`;
      // Cast, because a legacy column may not even be compared with every letter.
      const found = ['u.fname', 'u.lname', 'u.email'].map(
        (name) => `CAST(${name} AS CHAR) LIKE ? ESCAPE '!'`,
      );
      query.and(`(${found.join(' OR ')})`, like, like, like);
    }
    if (balance) addBalance(query, balance, tx.times.toDb(at), coachId);
    if (after) {
      query.and(
        `(u.lname > ? OR (u.lname = ? AND (u.fname > ? OR (u.fname = ? AND u.id > ?))))`,
        ...[after.lastName, after.lastName, after.firstName, after.firstName, after.id],
      );
    }
    return tx.rows<MemberRow>(
      `SELECT ${COLUMNS} FROM \`user\` u ${query.where}
        ORDER BY u.lname, u.fname, u.id LIMIT ${limit}`,
      query.values,
    );
  }

  /** Locks where the transaction is going to change the member. */
  async findById(tx: Tx, id: number, { lock = false } = {}): Promise<MemberRow | undefined> {
    return tx.row<MemberRow>(
      `SELECT ${COLUMNS} FROM \`user\` u WHERE u.id = ? AND u.user_type_id = ?
        ${lock ? tx.forUpdate : ''}`,
      [id, USER_TYPE_IDS.member],
    );
  }

  /** Whether there is a coach of this id. */
  async isCoach(tx: Tx, id: number): Promise<boolean> {
    const sql = 'SELECT 1 FROM `user` WHERE id = ? AND user_type_id = ?';
    return (await tx.row(sql, [id, USER_TYPE_IDS.coach])) !== undefined;
  }

  /** Whether another person, of any role, has the address; compared without case. */
  async isEmailTaken(tx: Tx, email: string, exceptId: number): Promise<boolean> {
    const sql = 'SELECT 1 FROM `user` WHERE email = ? AND id <> ? LIMIT 1';
    return (await tx.row(sql, [email, exceptId])) !== undefined;
  }

  /** Adds a member, who can sign in with the password at once. */
  async insert(tx: Tx, member: Omit<MemberRow, 'id'>, passwordHash: string): Promise<MemberRow> {
    const { insertId } = await writeEmail(
      tx,
      'INSERT INTO `user` (user_type_id, email, password, fname, lname) VALUES (?, ?, ?, ?, ?)',
      [USER_TYPE_IDS.member, member.email, passwordHash, member.firstName, member.lastName],
    );
    return { id: insertId, ...member };
  }

  /** Writes name and address. */
  async update(tx: Tx, member: MemberRow): Promise<void> {
    await writeEmail(tx, 'UPDATE `user` SET email = ?, fname = ?, lname = ? WHERE id = ?', [
      member.email,
      member.firstName,
      member.lastName,
      member.id,
    ]);
  }
}

/** Somebody may take the same address at the same moment: the second try then sees who has it. */
async function writeEmail(tx: Tx, sql: string, values: SqlValue[]): Promise<Written> {
  try {
    return await tx.write(sql, values);
  } catch (error) {
    throw tx.isDuplicate(error) ? new TryAgain('the e-mail address was taken meanwhile') : error;
  }
}

function addBalance(
  query: Conditions,
  balance: BalanceFilter,
  now: string,
  coachId: number | undefined,
): void {
  const ofCoach = coachId === undefined ? '' : ' AND p.coach_id = ?';
  const coach = coachId === undefined ? [] : [coachId];
  const mine = `FROM coach_member_list p WHERE p.member_id = u.id${ofCoach} AND ${ASSIGNED}`;
  const inTime = '(p.expires_at IS NULL OR p.expires_at > ?)';
  const left = `(SELECT COALESCE(SUM(p.remaining_sessions), 0) ${mine}
    AND p.rate_type = 'package' AND ${inTime})`;
  const uncounted = `EXISTS (SELECT 1 ${mine} AND p.rate_type <> 'package' AND ${inTime})`;
  const sold = `EXISTS (SELECT 1 ${mine} AND p.rate_type = 'package')`;
  if (balance === 'low') {
    query.and(`${left} BETWEEN 1 AND ${LOW_BALANCE}`, ...coach, now);
  } else {
    query.and(sold, ...coach);
    query.and(`${left} = 0`, ...coach, now);
    query.and(`NOT ${uncounted}`, ...coach, now);
  }
}
