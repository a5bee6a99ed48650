import { Injectable } from '@nestjs/common';
import { USER_TYPE_IDS } from '../common/actor.js';
import { Conditions } from '../database/conditions.js';
import { IS_DISABLED } from '../database/php-accounts.js';
import { LATER, later, type NamePosition, withWords } from '../database/person-sql.js';
import { placeholders, type SqlValue, type Tx } from '../database/tx.js';
import { NO_URGENCY, standings, type StandingsScope } from './member-standings.repository.js';
import { onlyMembers } from './members-sql.js';
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

export interface MemberFilter extends StandingsScope {
  /** All members of the coach, if only a coach's are listed; else everybody is. */
  readonly memberIds?: readonly number[];
  readonly words: readonly string[];
  /** Only members who need all of these. */
  readonly needs: readonly Attention[];
  readonly byUrgency: boolean;
  readonly after?: NamePosition & { readonly urgency: number };
  readonly limit: number;
}

const NAMES = 'u.id, u.lname, u.fname';
const COLUMNS = 'u.id, u.fname AS firstName, u.lname AS lastName, u.email';

const ONE_MEMBER = `SELECT ${COLUMNS} FROM \`user\` u WHERE u.id = ? AND u.user_type_id = ?`;

/** Members: the rows of `user` whose type says so. */
@Injectable()
export class MembersRepository {
  /** By last name, first name and id; before that by urgency, if that is asked for. */
  async list(tx: Tx, filter: MemberFilter): Promise<ListedMember[]> {
    const { memberIds, words, needs, byUrgency, after, limit } = filter;
    if (memberIds?.length === 0) return [];
    const members = withWords(listable(memberIds), words);
    if (!byUrgency && needs.length === 0) {
      if (after) members.and(LATER, ...later(after));
      return this.page(tx, `SELECT ${NAMES}, 0 AS urgency FROM \`user\` u`, members, limit);
    }
    if (!byUrgency || memberIds) return this.listByStanding(tx, filter);
    // Most of everybody need nothing: the order of their names is a key's, and is not made anew.
    const isBeyond = after !== undefined && after.urgency >= NO_URGENCY;
    const urgent = isBeyond
      ? []
      : await this.listByStanding(tx, filter, `u.urgency < ${NO_URGENCY}`);
    if (urgent.length === limit || needs.length > 0) return urgent;
    const { after: _, ...fromTheFirst } = filter;
    const rest = { ...(isBeyond ? filter : fromTheFirst), limit: limit - urgent.length };
    return [...urgent, ...(await this.listContent(tx, rest))];
  }

  /** The packages of everybody are looked at only here, where they decide who is on the page. */
  private async listByStanding(
    tx: Tx,
    filter: MemberFilter,
    part = '1 = 1',
  ): Promise<ListedMember[]> {
    const { memberIds, words, needs, byUrgency, after, limit } = filter;
    const members = withWords(listable(memberIds), words);
    const { joined, needs: known, urgency } = standings(tx, filter);
    for (const need of needs) members.and(known[need].sql, ...known[need].values);
    const order = byUrgency ? urgency : { sql: '0', values: [] };
    const listed = `SELECT u.* FROM (
      SELECT ${NAMES}, ${order.sql} AS urgency FROM \`user\` u ${joined.sql} ${members.where}) u`;
    const page = new Conditions().and(part);
    if (after) {
      const { urgency: more } = after;
      page.and(`(u.urgency > ? OR (u.urgency = ? AND ${LATER}))`, more, more, ...later(after));
    }
    const values = [...order.values, ...joined.values, ...members.values];
    return this.page(tx, listed, page, limit, values);
  }

  /** Those who need nothing, by name. */
  private async listContent(tx: Tx, filter: MemberFilter): Promise<ListedMember[]> {
    const { joined, urgency } = standings(tx, filter);
    const members = withWords(listable(filter.memberIds), filter.words);
    members.and(`${urgency.sql} = ${NO_URGENCY}`, ...urgency.values);
    if (filter.after) members.and(LATER, ...later(filter.after));
    const listed = `SELECT ${NAMES}, ${NO_URGENCY} AS urgency FROM \`user\` u ${joined.sql}`;
    return this.page(tx, listed, members, filter.limit, joined.values);
  }

  /**
   * The people of a page, by a SELECT of their names: all that the key of names has, so that the
   * rows of those alone are read who are on the page.
   */
  private async page(
    tx: Tx,
    select: string,
    { where, values }: Conditions,
    limit: number,
    selectValues: readonly SqlValue[] = [],
  ): Promise<ListedMember[]> {
    return tx.rows<ListedMember>(
      `SELECT ${COLUMNS}, page.urgency FROM (
         ${select} ${where} ORDER BY urgency, u.lname, u.fname, u.id LIMIT ${limit}) page
         JOIN \`user\` u ON u.id = page.id
        ORDER BY page.urgency, page.lname, page.fname, page.id`,
      [...selectValues, ...values],
    );
  }

  /** Coaches who are not switched off, by last name, first name and id. */
  async listCoaches(
    tx: Tx,
    filter: { words: readonly string[]; after?: NamePosition; limit: number },
  ): Promise<MemberRow[]> {
    const coaches = new Conditions()
      .and('u.user_type_id = ?', USER_TYPE_IDS.coach)
      .and(`NOT ${IS_DISABLED}`);
    const query = withWords(coaches, filter.words);
    if (filter.after) query.and(LATER, ...later(filter.after));
    return tx.rows<MemberRow>(
      `SELECT ${COLUMNS} FROM \`user\` u ${query.where}
        ORDER BY u.lname, u.fname, u.id LIMIT ${filter.limit}`,
      query.values,
    );
  }

  /** One member. */
  async findById(tx: Tx, id: number): Promise<MemberRow | undefined> {
    return tx.row<MemberRow>(ONE_MEMBER, [id, USER_TYPE_IDS.member]);
  }

  /** As `findById`, for a transaction that is going to change the member. */
  async lockById(tx: Tx, id: number): Promise<MemberRow | undefined> {
    const [member] = await tx.lockedRows<MemberRow>(ONE_MEMBER, [id, USER_TYPE_IDS.member]);
    return member;
  }
}

/** Everybody, or a coach's few. */
function listable(memberIds: readonly number[] | undefined): Conditions {
  const people = onlyMembers(memberIds !== undefined);
  return memberIds ? people.and(`u.id IN (${placeholders(memberIds)})`, ...memberIds) : people;
}
