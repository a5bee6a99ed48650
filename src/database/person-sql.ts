import type { SearchWord } from '../common/folded-names.js';
import type { Conditions } from './conditions.js';
import { placeholders, type SqlValue } from './tx.js';

/** A place in a list of people: what comes before their names, their folded name, their id. */
export interface PersonPlace {
  /** How urgent it is with them, or how well a search fits them; 0 where neither is asked. */
  readonly grade: number;
  readonly sortKey: string;
  readonly id: number;
}

/** Part of a SELECT: the rows `u` of `user`, each with a grade. */
export interface People {
  readonly from: string;
  readonly grade: string;
  readonly values: readonly SqlValue[];
}

/** What the studio has written down of `user u`, whether or not there is anything. */
export const DETAIL = {
  columns: 'd.phone AS phone, d.note AS note',
  join: 'LEFT JOIN coach_person_detail d ON d.user_id = u.id',
} as const;

/** What is known of `user u` beside PHP's row, whether or not there is anything. */
export const ACCOUNT = {
  columns: 'o.bounced_email AS bouncedEmail, o.bounced_at AS bouncedAt',
  join: 'LEFT JOIN coach_account o ON o.user_id = u.id',
} as const;

/*
 * CROSS JOIN and a sum, which no key knows: so both databases go from the table that was said
 * first to the next one, by its primary key, and do not begin with all people.
 */

/** Everybody as `u`, along `k`, the key of names: the first page is read, and no more. */
export const BY_NAME = 'coach_person_order k CROSS JOIN `user` u ON u.id = k.user_id + 0';

/** Joins to people `m` their places `k`. */
export const PLACES = 'CROSS JOIN coach_person_order k ON k.user_id = m.id + 0';

/** The order of `k` within a grade. */
export const NAME_ORDER = 'k.sort_key, k.user_id';

/** The order of a list. By a grade that all have alike SQLite would sort everybody. */
export function orderBy(grade: string): string {
  return /^\d+$/.test(grade) ? NAME_ORDER : `grade, ${NAME_ORDER}`;
}

/** Adds that `k` stands after a place; `grade` is that of the row, where there is one. */
export function later(
  list: Conditions,
  place: PersonPlace | undefined,
  grade?: string,
): Conditions {
  if (!place) return list;
  const { sortKey, id } = place;
  const isLater = '(k.sort_key >= ? AND (k.sort_key > ? OR k.user_id > ?))';
  const values = [sortKey, sortKey, id];
  if (grade === undefined) return list.and(isLater, ...values);
  const { grade: last } = place;
  return list.and(`(${grade} > ? OR (${grade} = ? AND ${isLater}))`, last, last, ...values);
}

/** Those whom a search finds, the best first by their grade; everybody where there is no search. */
export function peopleBy(words: readonly SearchWord[], among?: readonly number[]): People {
  if (words.length === 0) return { from: '`user` u', grade: '0', values: [] };
  const each = words.map((ways) => foundBy(ways, among));
  const values = each.flatMap((one) => one.values);
  const [only] = each;
  const found =
    each.length === 1 && only
      ? only.sql
      : `SELECT w.user_id, CAST(SUM(w.grade) AS SIGNED) AS grade
           FROM (${each.map(({ sql }) => sql).join(' UNION ALL ')}) w
          GROUP BY w.user_id HAVING COUNT(*) = ${each.length}`;
  const from = `(${found}) f CROSS JOIN \`user\` u ON u.id = f.user_id + 0`;
  return { from, grade: 'f.grade', values };
}

/** Behind all that begins with the same letters. */
const LAST_LETTER = '\u{10ffff}';

function foundBy(
  ways: SearchWord,
  among: readonly number[] | undefined,
): { sql: string; values: SqlValue[] } {
  const begins = ways.map(() => '(n.word >= ? AND n.word < ?)').join(' OR ') || '1 = 0';
  const few = among ? ` AND n.user_id IN (${placeholders(among)})` : '';
  return {
    sql: `SELECT n.user_id, MIN(n.kind) AS grade FROM coach_person_name n
           WHERE (${begins})${few} GROUP BY n.user_id`,
    values: [...ways.flatMap((way) => [way, way + LAST_LETTER]), ...(among ?? [])],
  };
}
