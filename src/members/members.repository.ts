import { Injectable } from '@nestjs/common';
import { USER_TYPE_IDS } from '../common/actor.js';
import { Conditions } from '../database/conditions.js';
import { TryAgain, type SqlValue, type Tx, type Written } from '../database/tx.js';
import { membersOf } from './members-sql.js';
import { NEEDS, standings, type StandingsScope, URGENCY } from './member-standings.repository.js';
import type { Attention } from '../packages/package-rules.js';

/** A member as the studio knows the person. */
export interface MemberRow {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** A member in a list: how urgently the member needs attention, where that is its order. */
export interface ListedMember extends MemberRow {
  readonly urgency: number;
}

/** Where a page of people goes on. */
export interface NamePosition {
  readonly lastName: string;
  readonly firstName: string;
  readonly id: number;
}

export interface MemberFilter extends StandingsScope {
  readonly words: readonly string[];
  /** Only members who need all of these. */
  readonly needs: readonly Attention[];
  readonly byUrgency: boolean;
  readonly after?: NamePosition & { readonly urgency: number };
  readonly limit: number;
}

const COLUMNS = 'u.id, u.fname AS firstName, u.lname AS lastName, u.email';

const ONE_MEMBER = `SELECT ${COLUMNS} FROM \`user\` u WHERE u.id = ? AND u.user_type_id = ?`;

/** Members: the rows of `user` whose type says so. */
@Injectable()
export class MembersRepository {
  /** By last name, first name and id; before that by urgency, if that is asked for. */
  async list(tx: Tx, filter: MemberFilter): Promise<ListedMember[]> {
    const { coachId, words, needs, byUrgency, after, limit } = filter;
    // The packages of everybody are looked at only where they decide who is on the page.
    const isAsked = byUrgency || needs.length > 0;
    const joined = isAsked ? standings(tx, filter) : { sql: '', values: [] };
    const urgency = byUrgency ? URGENCY : '0';
    const query = withWords(membersOf(coachId), words);
    for (const need of needs) query.and(NEEDS[need]);
    if (after && byUrgency) {
      const more = after.urgency;
      query.and(`(${URGENCY} > ? OR (${URGENCY} = ? AND ${LATER}))`, more, more, ...later(after));
    } else if (after) {
      query.and(LATER, ...later(after));
    }
    return tx.rows<ListedMember>(
      `SELECT ${COLUMNS}, ${urgency} AS urgency FROM \`user\` u ${joined.sql} ${query.where}
        ORDER BY ${byUrgency ? 'urgency, ' : ''}u.lname, u.fname, u.id LIMIT ${limit}`,
      [...joined.values, ...query.values],
    );
  }

  /** Coaches by last name, first name and id. */
  async listCoaches(
    tx: Tx,
    filter: { words: readonly string[]; after?: NamePosition; limit: number },
  ): Promise<MemberRow[]> {
    const coaches = new Conditions().and('u.user_type_id = ?', USER_TYPE_IDS.coach);
    const query = withWords(coaches, filter.words);
    if (filter.after) query.and(LATER, ...later(filter.after));
    return tx.rows<MemberRow>(
      `SELECT ${COLUMNS} FROM \`user\` u ${query.where}
        ORDER BY u.lname, u.fname, u.id LIMIT ${filter.limit}`,
      query.values,
    );
  }

  async findById(tx: Tx, id: number): Promise<MemberRow | undefined> {
    return tx.row<MemberRow>(ONE_MEMBER, [id, USER_TYPE_IDS.member]);
  }

  /** As `findById`, for a transaction that is going to change the member. */
  async lockById(tx: Tx, id: number): Promise<MemberRow | undefined> {
    const [member] = await tx.lockedRows<MemberRow>(ONE_MEMBER, [id, USER_TYPE_IDS.member]);
    return member;
  }

  /** Whether another person, of any role, has the e-mail address; compared without case. */
  async isEmailTaken(tx: Tx, email: string, exceptId: number): Promise<boolean> {
    const sql = 'SELECT 1 FROM `user` WHERE email = ? AND id <> ? LIMIT 1';
    try {
      return (await tx.row(sql, [email, exceptId])) !== undefined;
    } catch (error) {
      // With letters that the column lacks it is nobody's; writing it says what is wrong with it.
      if (tx.isValueRejected(error)) return false;
      throw error;
    }
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

  /** PHP's sign-in lets in whom somebody approved, and deletes who never is, packages and all. */
  async approve(tx: Tx, id: number): Promise<void> {
    await tx.write("UPDATE `user` SET account_status = 'approved' WHERE id = ?", [id]);
  }

  /** Writes name and e-mail address. */
  async update(tx: Tx, member: MemberRow): Promise<void> {
    await writeEmail(tx, 'UPDATE `user` SET email = ?, fname = ?, lname = ? WHERE id = ?', [
      member.email,
      member.firstName,
      member.lastName,
      member.id,
    ]);
  }
}

/** Retries where another writer took the e-mail address meanwhile: then the check finds it. */
async function writeEmail(tx: Tx, sql: string, values: SqlValue[]): Promise<Written> {
  try {
    return await tx.write(sql, values);
  } catch (error) {
    throw tx.isDuplicate(error) ? new TryAgain('the e-mail address was taken meanwhile') : error;
  }
}

/** The people who stand after a position in the order of names. */
const LATER = '(u.lname > ? OR (u.lname = ? AND (u.fname > ? OR (u.fname = ? AND u.id > ?))))';

function later({ lastName, firstName, id }: NamePosition): SqlValue[] {
  return [lastName, lastName, firstName, firstName, id];
}

/** Adds conditions that each word is in a name or the e-mail address. */
function withWords(people: Conditions, words: readonly string[]): Conditions {
  for (const word of words) {
    const like = `%${word.replace(/[!%_]/g, '!$&')}%`;
    // Cast, because a legacy column may not even be compared with every letter.
    const found = ['u.fname', 'u.lname', 'u.email'].map(
      (name) => `CAST(${name} AS CHAR) LIKE ? ESCAPE '!'`,
    );
    people.and(`(${found.join(' OR ')})`, like, like, like);
  }
  return people;
}
