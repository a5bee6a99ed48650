import { type Position, readCursor } from '../common/page.js';
import type { PersonPlace } from './person-sql.js';

/* Cursors of lists of people. Each order has cursors of its own, so that none are mixed up. */

/** The cursor of a place by name, or by how well a search fits and then by name. */
export function cursorOf({ grade, sortKey, id }: PersonPlace, isSearch: boolean): Position {
  return isSearch ? [sortKey, grade, id] : [sortKey, id];
}

/** The place of a cursor of `cursorOf`. Throws `validation_failed` where it is none. */
export function placeIn(cursor: string | undefined, isSearch: boolean): PersonPlace | undefined {
  if (isSearch) {
    const found = readCursor<[string, number, number]>(cursor, ['string', 'number', 'number']);
    return found && { sortKey: found[0], grade: found[1], id: found[2] };
  }
  const listed = readCursor<[string, number]>(cursor, ['string', 'number']);
  return listed && { sortKey: listed[0], grade: 0, id: listed[1] };
}
