import { Injectable } from '@nestjs/common';
import type { Detail } from '../auth/person-detail-rules.js';
import { type Role, roleOfUserType, USER_TYPE_IDS } from '../common/actor.js';
import type { Locale } from '../common/locales.js';
import { bouncedAtOf, type StoredBounce } from '../database/bounced-email.js';
import { Conditions } from '../database/conditions.js';
import { type DbInstant, fromDb } from '../database/instants.js';
import {
  HAS_NO_PASSWORD,
  HAS_NO_ROLE,
  IS_ALSO_COACH,
  IS_COACH,
  IS_DISABLED,
} from '../database/php-accounts.js';
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
} from '../database/person-sql.js';
import type { SearchWord } from '../common/folded-names.js';
import { emailOf } from '../common/no-mail.js';
import type { Tx } from '../database/tx.js';
import type { PersonState } from './person-rules.js';

/** Somebody with an account and a role. */
export interface PersonRow {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly role: Role;
  readonly state: PersonState;
  readonly disabledAt: Date | null;
  readonly locale: Locale | null;
  /** Whether packages are sold with them, beside another role. */
  readonly alsoCoach: boolean;
  /** Since when mail to their e-mail address comes back; null for one that it reaches. */
  readonly emailBouncedAt: Date | null;
}

/** Somebody by themself, with what the studio has written down of them. */
export type DetailedPerson = PersonRow & Detail;

/** What to read of the list; `after` is the last row of the page before. */
export interface PeopleFilter {
  readonly role: Role | undefined;
  readonly state: PersonState | undefined;
  readonly words: readonly SearchWord[];
  readonly after?: PersonPlace;
  readonly limit: number;
}

/** Somebody in the list, and the place there. */
export type ListedPerson = PersonRow & PersonPlace;

type Derived = 'email' | 'role' | 'disabledAt' | 'alsoCoach' | 'emailBouncedAt';

type RawPerson = Omit<PersonRow, Derived> &
  StoredBounce & {
    readonly alsoCoach: unknown;
    readonly email: string;
    readonly userTypeId: number;
    readonly disabledAt: DbInstant | null;
  };

/** Everybody with a role; `isOut` is the SQL of `PhpAccounts`. */
@Injectable()
export class PeopleRepository {
  /** By last name, first name and id; before that by how well a search fits. */
  async list(tx: Tx, filter: PeopleFilter, isOut: string): Promise<ListedPerson[]> {
    const { role, state, words, after, limit } = filter;
    const people = new Conditions().and(`NOT (${HAS_NO_ROLE})`);
    if (role === 'coach') people.and(IS_COACH);
    else people.andIfGiven('u.user_type_id = ?', role && USER_TYPE_IDS[role]);
    people.andIfGiven(`${stateBy(isOut)} = ?`, state);
    const { from, grade, values } = peopleOf(filter);
    later(people, after, words.length > 0 ? grade : undefined);
    const rows = await tx.rows<RawPerson & PersonPlace>(
      `SELECT ${columns(isOut)}, k.sort_key AS sortKey, k.grade FROM (
         SELECT k.user_id, k.sort_key, ${grade} AS grade FROM ${from} ${people.where}
          ORDER BY ${orderBy(grade)} LIMIT ${limit}) k
         JOIN \`user\` u ON u.id = k.user_id ${ACCOUNT.join}
        ORDER BY k.grade, ${NAME_ORDER}`,
      [...values, ...people.values],
    );
    return rows.map(({ sortKey, grade: fit, ...row }) => {
      return { ...personOf(row), sortKey, grade: fit };
    });
  }

  /** One person. */
  async find(tx: Tx, id: number, isOut: string): Promise<DetailedPerson | undefined> {
    const row = await tx.row<RawPerson & Detail>(
      `SELECT ${columns(isOut)}, ${DETAIL.columns} FROM \`user\` u ${ACCOUNT.join} ${DETAIL.join}
        WHERE u.id = ? AND NOT (${HAS_NO_ROLE})`,
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

/** Most of everybody are members: with them one goes along the key of names. */
function peopleOf({ role, words }: PeopleFilter): People {
  const isMost = words.length === 0 && (role === undefined || role === 'member');
  if (isMost) return { from: BY_NAME, grade: '0', values: [] };
  const people = peopleBy(words);
  return {
    ...people,
    from: `${people.from} CROSS JOIN coach_person_order k ON k.user_id = u.id + 0`,
  };
}

function columns(isOut: string): string {
  return `u.id, u.fname AS firstName, u.lname AS lastName, u.email,
    u.user_type_id AS userTypeId, ${stateBy(isOut)} AS state,
    o.disabled_at AS disabledAt, o.locale, (${IS_ALSO_COACH}) AS alsoCoach, ${ACCOUNT.columns}`;
}

function stateBy(isOut: string): string {
  return `CASE WHEN ${IS_DISABLED} THEN 'disabled' WHEN ${isOut} THEN 'kept_out'
    WHEN ${HAS_NO_PASSWORD} THEN 'no_password' ELSE 'active' END`;
}

function personOf<Row extends RawPerson>(raw: Row) {
  const { userTypeId, disabledAt: since, bouncedEmail, bouncedAt, ...row } = raw;
  const email = emailOf(row.email);
  const disabledAt = since === null ? null : fromDb(since);
  const alsoCoach = Number(row.alsoCoach) === 1;
  const emailBouncedAt = bouncedAtOf(email, { bouncedEmail, bouncedAt });
  const role = roleOfUserType(userTypeId);
  return { ...row, email, role, disabledAt, alsoCoach, emailBouncedAt };
}
