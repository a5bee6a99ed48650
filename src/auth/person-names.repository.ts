import { Injectable } from '@nestjs/common';
import { type Named, nameWordsOf, sortKeyOf, WORD_KINDS } from '../common/folded-names.js';
import { phoneWordsOf } from '../common/phones.js';
import { insertInto } from '../database/entity-sql.js';
import { UTC } from '../database/instants.js';
import { placeholders, type SqlValue, type Tx } from '../database/tx.js';
import { PersonName } from './person-name.entity.js';
import { PersonOrder } from './person-order.entity.js';

/** Somebody, and by what they are found. */
export interface NamedPerson extends Named {
  readonly id: number;
  /** As it is kept: the copy is compared with that. */
  readonly email: string;
}

/** Whose folded names are missing among the people whose ids are above a number. */
interface Unfolded {
  /** The highest id of all, or 0. */
  readonly lastId: number;
  readonly people: number;
}

/** One step through all people, by their ids. */
interface Step {
  /** Whose folded names are missing, or of another name. */
  readonly ids: number[];
  /** The last one that was looked at; undefined behind all. */
  readonly lastId: number | undefined;
}

/** As long as the copies are; PHP may have more room. */
const source = (column: string) => `SUBSTR(COALESCE(u.${column}, ''), 1, 255)`;
const NAMES = `${source('fname')} AS firstName, ${source('lname')} AS lastName,
  ${source('email')} AS email`;
const IS_OTHER = `k.user_id IS NULL OR k.first_name <> ${source('fname')}
  OR k.last_name <> ${source('lname')} OR k.email <> ${source('email')}`;
const BESIDE = '`user` u LEFT JOIN coach_person_order k ON k.user_id = u.id';

/** Rows of one INSERT. */
const ROWS_AT_ONCE = 1_000;

/** The words by which people are found, and their order. */
@Injectable()
export class PersonNamesRepository {
  /** Adds those of a new account, in a message that goes out anyway. */
  add(tx: Tx, person: NamedPerson): void {
    for (const { sql, values } of insertsOf([person])) tx.writeUnwatched(sql, values);
  }

  /** Puts those of somebody's new name in place of the old ones, in such a message. */
  replace(tx: Tx, person: NamedPerson): void {
    for (const sql of deletesOf([person.id], OF_NAMES)) tx.writeUnwatched(sql, [person.id]);
    this.add(tx, person);
  }

  /** As `replace`, of the phone number alone. */
  replacePhone(tx: Tx, userId: number, phone: string | null): void {
    const sql = 'DELETE FROM coach_person_name WHERE user_id = ? AND kind = ?';
    tx.writeUnwatched(sql, [userId, WORD_KINDS.phone]);
    for (const insert of insertsOfWords(phone === null ? [] : phoneRowsOf(userId, phone))) {
      tx.writeUnwatched(insert.sql, insert.values);
    }
  }

  /** How many people with an id above a number have none. */
  async countUnfolded(tx: Tx, above: number): Promise<Unfolded> {
    const row = await tx.row<{ lastId: number | null; people: number | string }>(
      `SELECT MAX(u.id) AS lastId, COUNT(*) - COUNT(k.user_id) AS people
         FROM ${BESIDE} WHERE u.id > ?`,
      [above],
    );
    return { lastId: row?.lastId ?? 0, people: Number(row?.people ?? 0) };
  }

  /** The next people who have none, by id. */
  async findUnfolded(tx: Tx, above: number, limit: number): Promise<number[]> {
    const rows = await tx.rows<{ id: number }>(
      `SELECT u.id FROM ${BESIDE}
        WHERE u.id > ? AND k.user_id IS NULL ORDER BY u.id LIMIT ${limit}`,
      [above],
    );
    return rows.map(({ id }) => id);
  }

  /** Looks at the next people, whether theirs are those of their names. */
  async look(tx: Tx, above: number, limit: number): Promise<Step> {
    const rows = await tx.rows<{ id: number; isOther: number | string }>(
      `SELECT u.id, CASE WHEN ${IS_OTHER} THEN 1 ELSE 0 END AS isOther
         FROM ${BESIDE} WHERE u.id > ? ORDER BY u.id LIMIT ${limit}`,
      [above],
    );
    const others = rows.filter(({ isOther }) => Number(isOther) === 1);
    const lastId = rows.length < limit ? undefined : rows.at(-1)?.id;
    return { ids: others.map(({ id }) => id), lastId };
  }

  /** Folds the names that these people have now; nobody renames them until the end of `tx`. */
  async fold(tx: Tx, ids: readonly number[]): Promise<void> {
    const people = await tx.lockedRows<NamedPerson>(
      `SELECT u.id, ${NAMES} FROM \`user\` u WHERE u.id IN (${placeholders(ids)}) ORDER BY u.id`,
      ids,
    );
    const phones = await tx.rows<{ id: number; phone: string }>(
      `SELECT d.user_id AS id, d.phone AS phone FROM coach_person_detail d
        WHERE d.phone IS NOT NULL AND d.user_id IN (${placeholders(ids)})`,
      ids,
    );
    const writes = [
      ...deletesOf(ids).map((sql) => ({ sql, values: ids })),
      ...insertsOf(people),
      ...insertsOfWords(phones.flatMap(({ id, phone }) => phoneRowsOf(id, phone))),
    ];
    await Promise.all(writes.map(({ sql, values }) => tx.write(sql, values)));
  }

  /** Deletes what is left of people who are gone, some at a time; says how many rows those are. */
  async forgetGone(tx: Tx, limit: number): Promise<number> {
    const gone = await tx.rows<{ id: number }>(
      `SELECT k.user_id AS id FROM coach_person_order k LEFT JOIN \`user\` u ON u.id = k.user_id
        WHERE u.id IS NULL ORDER BY k.user_id LIMIT ${limit}`,
    );
    const ids = gone.map(({ id }) => id);
    const details = `DELETE FROM coach_person_detail WHERE user_id IN (${placeholders(ids)})`;
    const deletes = ids.length > 0 ? [...deletesOf(ids), details] : [];
    await Promise.all(deletes.map((sql) => tx.write(sql, ids)));
    return ids.length;
  }
}

/** Words of names and addresses alone. */
const OF_NAMES = ` AND kind <> ${WORD_KINDS.phone}`;

function deletesOf(ids: readonly number[], which = ''): string[] {
  const isOne = ids.length === 1 ? '= ?' : `IN (${placeholders(ids)})`;
  return [
    `DELETE FROM coach_person_name WHERE user_id ${isOne}${which}`,
    `DELETE FROM coach_person_order WHERE user_id ${isOne}`,
  ];
}

function phoneRowsOf(userId: number, phone: string): PersonName[] {
  return phoneWordsOf(phone).map(({ word, kind }) => ({ userId, word, kind }));
}

function insertsOfWords(words: readonly PersonName[]): { sql: string; values: SqlValue[] }[] {
  return Array.from({ length: Math.ceil(words.length / ROWS_AT_ONCE) }, (_, n) =>
    insertInto(PersonName, words.slice(n * ROWS_AT_ONCE, (n + 1) * ROWS_AT_ONCE), UTC),
  );
}

function insertsOf(people: readonly NamedPerson[]): { sql: string; values: SqlValue[] }[] {
  if (people.length === 0) return [];
  const words = people.flatMap(({ id: userId, ...named }) =>
    nameWordsOf(named).map(({ word, kind }) => ({ userId, word, kind })),
  );
  const order = people.map(({ id: userId, firstName, lastName, email }) => {
    return { userId, sortKey: sortKeyOf({ firstName, lastName }), firstName, lastName, email };
  });
  return [...insertsOfWords(words), insertInto(PersonOrder, order, UTC)];
}
