import { Injectable } from '@nestjs/common';
import { type Role, roleOfUserType, USER_TYPE_IDS } from '../common/actor.js';
import type { Locale } from '../common/locales.js';
import { Conditions } from '../database/conditions.js';
import { type DbInstant, fromDb } from '../database/instants.js';
import { HAS_NO_PASSWORD, HAS_NO_ROLE, IS_DISABLED } from '../database/php-accounts.js';
import { LATER, later, type NamePosition, withWords } from '../database/person-sql.js';
import type { Tx } from '../database/tx.js';
import type { PersonState } from './person-rules.js';

/** Somebody with an account and a role. */
export interface PersonRow {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly role: Role;
  readonly state: PersonState;
  readonly disabledAt: Date | null;
  readonly locale: Locale | null;
}

/** What to read of the list; `after` is the last row of the page before. */
export interface PeopleFilter {
  readonly role: Role | undefined;
  readonly state: PersonState | undefined;
  readonly words: readonly string[];
  readonly after?: NamePosition;
  readonly limit: number;
}

type RawPerson = Omit<PersonRow, 'role' | 'disabledAt'> & {
  readonly userTypeId: number;
  readonly disabledAt: DbInstant | null;
};

/** Everybody with a role; `isOut` is the SQL of `PhpAccounts`. */
@Injectable()
export class PeopleRepository {
  /** By last name, first name and id. */
  async list(tx: Tx, filter: PeopleFilter, isOut: string): Promise<PersonRow[]> {
    const { role, state, words, after, limit } = filter;
    const people = new Conditions().and(`NOT (${HAS_NO_ROLE})`);
    people.andIfGiven('u.user_type_id = ?', role && USER_TYPE_IDS[role]);
    people.andIfGiven(`${stateBy(isOut)} = ?`, state);
    withWords(people, words);
    if (after) people.and(LATER, ...later(after));
    const rows = await tx.rows<RawPerson>(
      `${select(isOut)} ${people.where} ORDER BY u.lname, u.fname, u.id LIMIT ${limit}`,
      people.values,
    );
    return rows.map(personOf);
  }

  /** One person. */
  async find(tx: Tx, id: number, isOut: string): Promise<PersonRow | undefined> {
    const row = await tx.row<RawPerson>(
      `${select(isOut)} WHERE u.id = ? AND NOT (${HAS_NO_ROLE})`,
      [id],
    );
    return row && personOf(row);
  }

  /** Nobody else changes any admin until the end of `tx`. */
  async lockAdmins(tx: Tx): Promise<void> {
    const sql = 'SELECT u.id FROM `user` u WHERE u.user_type_id = ? ORDER BY u.id';
    await tx.lockedRows(sql, [USER_TYPE_IDS.admin]);
  }

  /** Admins besides one who can sign in. */
  async countOtherAdmins(tx: Tx, id: number, isOut: string): Promise<number> {
    const row = await tx.row<{ n: number | string }>(
      `SELECT COUNT(*) AS n FROM \`user\` u
        WHERE u.user_type_id = ? AND u.id <> ? AND NOT COALESCE((${isOut}), 0)`,
      [USER_TYPE_IDS.admin, id],
    );
    return Number(row?.n ?? 0);
  }
}

function select(isOut: string): string {
  return `SELECT u.id, u.fname AS firstName, u.lname AS lastName, u.email,
                 u.user_type_id AS userTypeId, ${stateBy(isOut)} AS state,
                 o.disabled_at AS disabledAt, o.locale
            FROM \`user\` u LEFT JOIN coach_account o ON o.user_id = u.id`;
}

function stateBy(isOut: string): string {
  return `CASE WHEN ${IS_DISABLED} THEN 'disabled' WHEN ${isOut} THEN 'kept_out'
    WHEN ${HAS_NO_PASSWORD} THEN 'no_password' ELSE 'active' END`;
}

function personOf({ userTypeId, disabledAt, ...row }: RawPerson): PersonRow {
  const since = disabledAt === null ? null : fromDb(disabledAt);
  return { ...row, role: roleOfUserType(userTypeId), disabledAt: since };
}
