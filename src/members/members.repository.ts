import { Injectable } from '@nestjs/common';
import type { Detail } from '../auth/person-detail-rules.js';
import { USER_TYPE_IDS } from '../common/actor.js';
import type { SearchWord } from '../common/folded-names.js';
import { emailOf } from '../common/no-mail.js';
import type { StoredBounce } from '../database/bounced-email.js';
import { Conditions } from '../database/conditions.js';
import { IS_COACH, IS_DISABLED } from '../database/php-accounts.js';
import {
  ACCOUNT,
  BY_NAME,
  DETAIL,
  later,
  NAME_ORDER,
  orderBy,
  type People,
  peopleBy,
  type PersonPlace,
  PLACES,
} from '../database/person-sql.js';
import { placeholders, type SqlValue, type Tx } from '../database/tx.js';
import { NO_URGENCY, standings, type StandingsScope } from './member-standings.repository.js';
import { onlyMembers } from './members-sql.js';
import { OWING_MEMBER_IDS, stranded } from '../packages/package-sql.js';
import type { PaymentFilter } from './dto/members-query.dto.js';
import type { Attention } from '../packages/package-rules.js';

/** A member as the studio knows the person. */
export interface MemberRow {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
}

/** A member by themself, with what the studio has written down of them. */
export type DetailedMember = MemberRow & Detail & StoredBounce;

/** Somebody in a list, and the place there. */
export type Listed<Row> = Row & PersonPlace;

export interface MemberFilter extends StandingsScope {
  /** All members of the coach, if only a coach's are listed; else everybody is. */
  readonly memberIds?: readonly number[];
  /** Where there are any, whom they fit best comes first, however urgent it is with anybody. */
  readonly words: readonly SearchWord[];
  /** Only members who need all of these. */
  readonly needs: readonly Attention[];
  /** Only members who have a package with something to be paid. */
  readonly payment?: PaymentFilter | undefined;
  /** Only members who have something left with a coach who is gone. */
  readonly coachGone?: boolean | undefined;
  readonly byUrgency: boolean;
  readonly after?: PersonPlace;
  readonly limit: number;
}

const COLUMNS = 'u.id, u.fname AS firstName, u.lname AS lastName, u.email';

const ONE_MEMBER = `SELECT ${COLUMNS}, ${DETAIL.columns}, ${ACCOUNT.columns}
   FROM \`user\` u ${DETAIL.join} ${ACCOUNT.join}
  WHERE u.id = ? AND u.user_type_id = ?`;

/** Members: the rows of `user` whose type says so. */
@Injectable()
export class MembersRepository {
  /**
   * By last name, first name and id; before that by how well a search fits, or by urgency, if that
   * is asked for.
   */
  async list(tx: Tx, filter: MemberFilter): Promise<Listed<MemberRow>[]> {
    const { memberIds, words, needs, byUrgency, payment, coachGone } = filter;
    if (memberIds?.length === 0) return [];
    if (words.length > 0) return this.listGraded(tx, { ...filter, byUrgency: false });
    if (memberIds || payment || coachGone) return this.listGraded(tx, filter);
    if (byUrgency) return this.listUrgent(tx, filter);
    return needs.length > 0 ? this.listGraded(tx, filter) : this.listByName(tx, filter);
  }

  /**
   * Everybody by urgency. Most of them need nothing: the order of their names is a key's, and is
   * not made anew.
   */
  private async listUrgent(tx: Tx, filter: MemberFilter): Promise<Listed<MemberRow>[]> {
    const { needs, after, limit } = filter;
    const isBeyond = after !== undefined && after.grade >= NO_URGENCY;
    const urgent = isBeyond ? [] : await this.listGraded(tx, filter, `m.grade < ${NO_URGENCY}`);
    if (urgent.length === limit || needs.length > 0) return urgent;
    const { after: _, ...fromTheFirst } = filter;
    const rest = { ...(isBeyond ? filter : fromTheFirst), limit: limit - urgent.length };
    return [...urgent, ...(await this.listContent(tx, rest))];
  }

  /** Who is found, or is few: their order is made. Packages are looked at where they decide. */
  private async listGraded(
    tx: Tx,
    filter: MemberFilter,
    part = '1 = 1',
  ): Promise<Listed<MemberRow>[]> {
    const { memberIds, words, needs, byUrgency, after, limit } = filter;
    const members = listable(memberIds);
    const { joined, needs: known, urgency } = standings(tx, filter);
    if (filter.payment) owing(members, filter.payment, filter.coachId);
    if (filter.coachGone) members.and(...strandedOf(tx, filter));
    for (const need of needs) members.and(known[need].sql, ...known[need].values);
    const people = peopleBy(words, fewEnough(memberIds, words));
    const grade = byUrgency ? urgency : { sql: people.grade, values: [] };
    const beside = byUrgency || needs.length > 0 ? joined : { sql: '', values: [] };
    const from = `(SELECT u.id, ${grade.sql} AS grade
      FROM ${people.from} ${beside.sql} ${members.where}) m ${PLACES}`;
    const values = [...grade.values, ...people.values, ...beside.values, ...members.values];
    const page = later(new Conditions().and(part), after, 'm.grade');
    return this.page(tx, { from, grade: 'm.grade', values }, page, limit);
  }

  /** Everybody by name. */
  private async listByName(tx: Tx, filter: MemberFilter): Promise<Listed<MemberRow>[]> {
    const members = later(onlyMembers(false), filter.after);
    return this.page(tx, { from: BY_NAME, grade: '0', values: [] }, members, filter.limit);
  }

  /** Those who need nothing, by name. */
  private async listContent(tx: Tx, filter: MemberFilter): Promise<Listed<MemberRow>[]> {
    const { joined, urgency } = standings(tx, filter);
    const members = onlyMembers(false).and(`${urgency.sql} = ${NO_URGENCY}`, ...urgency.values);
    const people = {
      from: `${BY_NAME} ${joined.sql}`,
      grade: String(NO_URGENCY),
      values: joined.values,
    };
    return this.page(tx, people, later(members, filter.after), filter.limit);
  }

  /** A page by places alone, so that the rows of those are read who are on it. */
  private async page(
    tx: Tx,
    { from, grade, values }: People,
    { where, values: more }: Conditions,
    limit: number,
  ): Promise<Listed<MemberRow>[]> {
    const rows = await tx.rows<Listed<Kept>>(
      `SELECT ${COLUMNS}, k.grade, k.sort_key AS sortKey FROM (
         SELECT k.user_id, k.sort_key, ${grade} AS grade FROM ${from} ${where}
          ORDER BY ${orderBy(grade)} LIMIT ${limit}) k
         JOIN \`user\` u ON u.id = k.user_id
        ORDER BY k.grade, ${NAME_ORDER}`,
      [...values, ...more],
    );
    return rows.map(memberOf);
  }

  /**
   * Coaches who are not switched off, by last name, first name and id; before that by how well a
   * search fits.
   */
  async listCoaches(
    tx: Tx,
    filter: { words: readonly SearchWord[]; after?: PersonPlace; limit: number },
  ): Promise<Listed<MemberRow>[]> {
    const people = peopleBy(filter.words);
    const coaches = new Conditions().and(IS_COACH).and(`NOT ${IS_DISABLED}`);
    const from = `(SELECT u.id, ${people.grade} AS grade
      FROM ${people.from} ${coaches.where}) m ${PLACES}`;
    const values = [...people.values, ...coaches.values];
    const page = later(new Conditions(), filter.after, 'm.grade');
    return this.page(tx, { from, grade: 'm.grade', values }, page, filter.limit);
  }

  /** One member. */
  async findById(tx: Tx, id: number): Promise<DetailedMember | undefined> {
    const row = await tx.row<Kept & Detail & StoredBounce>(ONE_MEMBER, [id, USER_TYPE_IDS.member]);
    return row && memberOf(row);
  }

  /** As `findById`, for a transaction that is going to change the member. */
  async lockById(tx: Tx, id: number): Promise<DetailedMember | undefined> {
    const [row] = await tx.lockedRows<Kept & Detail & StoredBounce>(ONE_MEMBER, [
      ...[id, USER_TYPE_IDS.member],
    ]);
    return row && memberOf(row);
  }
}

/** As the table has it: with an e-mail address for everybody. */
type Kept = MemberRow & { readonly email: string };

function memberOf<Row extends Kept>(row: Row): Omit<Row, 'email'> & Pick<MemberRow, 'email'> {
  return { ...row, email: emailOf(row.email) };
}

/** SQLite takes 32,766 values with a statement; some are words and places. */
const MOST_IDS = 30_000;

/** A coach's few, unless naming them once more for each word would be too much for a statement. */
function fewEnough(
  memberIds: readonly number[] | undefined,
  words: readonly SearchWord[],
): readonly number[] | undefined {
  const times = words.length + 1;
  return memberIds && memberIds.length * times <= MOST_IDS ? memberIds : undefined;
}

/** Only who has a package, with a coach where one is named, of which something is to be paid. */
function owing(members: Conditions, payment: PaymentFilter, coachId: number | undefined): void {
  const ofThem = { open: '', unpaid: 'AND p.paid_minor = 0', partly: 'AND p.paid_minor > 0' };
  const ofCoach = coachId === undefined ? '' : 'AND p.coach_id = ?';
  const values = coachId === undefined ? [] : [coachId];
  members.and(`u.id IN (${OWING_MEMBER_IDS} ${ofThem[payment]} ${ofCoach})`, ...values);
}

/** Only who has something left with a coach who is gone; no coach who asks is. */
function strandedOf(tx: Tx, { at, coachId }: MemberFilter): [string, ...SqlValue[]] {
  const ofCoach = coachId === undefined ? '' : ' AND p.coach_id = ?';
  const values = coachId === undefined ? [] : [coachId];
  return [`u.id IN (${stranded(tx)}${ofCoach})`, tx.times.toDb(at), ...values];
}

/** Everybody, or a coach's few. */
function listable(memberIds: readonly number[] | undefined): Conditions {
  const people = onlyMembers(memberIds !== undefined);
  return memberIds ? people.and(`u.id IN (${placeholders(memberIds)})`, ...memberIds) : people;
}
