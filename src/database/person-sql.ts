import type { Conditions } from './conditions.js';
import type { SqlValue } from './tx.js';

/** A place in the order of people: last name, first name, id. */
export interface NamePosition {
  readonly lastName: string;
  readonly firstName: string;
  readonly id: number;
}

/** Says of the row `u` of `user` that it stands after a place; the values are those of `later`. */
export const LATER =
  '(u.lname > ? OR (u.lname = ? AND (u.fname > ? OR (u.fname = ? AND u.id > ?))))';

export function later({ lastName, firstName, id }: NamePosition): SqlValue[] {
  return [lastName, lastName, firstName, firstName, id];
}

/** Adds that each word is in a name or the e-mail address of the row `u` of `user`. */
export function withWords(people: Conditions, words: readonly string[]): Conditions {
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
