import { fieldError, validationProblem } from './problem.js';
import { isStudioDay } from './studio-day.js';

/** One page of a list: its rows, and the cursor of the next page or null after the last. */
export interface Page<T> {
  readonly data: T[];
  readonly nextCursor: string | null;
}

/** Rows of a page where the client asks for no number. */
export const DEFAULT_LIMIT = 20;

/** The values of the sort columns of the last row of a page. */
export type Position = readonly (string | number)[];

/** What the values of a cursor may be; `instant` as the database holds it. */
const KINDS = {
  string: (value: unknown) => typeof value === 'string',
  number: (value: unknown) => Number.isSafeInteger(value),
  instant: (value: unknown) =>
    typeof value === 'string' && INSTANT.test(value) && isStudioDay(value.slice(0, 10)),
};

// On the embedded database, rows that the product did not write have no fraction.
const INSTANT = /^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{3})?$/;

/**
 * Cuts a result of up to `limit + 1` rows to a page; the extra row only tells that there is more.
 * @param positionOf the sort columns of a row, in the order of the list
 */
export function pageOf<T>(rows: T[], limit: number, positionOf: (row: T) => Position): Page<T> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { data, nextCursor: more ? encodeCursor(positionOf(last)) : null };
}

function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Reads a cursor that an earlier page gave out. `shape` names the kind of each value, so that a
 * forged cursor is a 400 and nothing else.
 */
export function readCursor<P extends Position>(
  cursor: string | undefined,
  shape: readonly (keyof typeof KINDS)[],
): P | undefined {
  if (cursor === undefined) return undefined;
  const position = parse(cursor);
  const fits =
    Array.isArray(position) &&
    position.length === shape.length &&
    shape.every((kind, i) => KINDS[kind](position[i]));
  if (!fits) {
    const message = 'cursor must be the nextCursor of an earlier page.';
    throw validationProblem([fieldError('query', 'cursor', message)]);
  }
  return position as unknown as P;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
