import { Problem } from '../common/problem.js';
import { tableOf } from './value-rejected.js';

/** How long a person needs, at least. */
const RETRY_AFTER_S = 60;

/** For the log: which table, and what to do. */
class NoIdLeft extends Error {
  constructor(cause: unknown) {
    const table = tableOf(cause) ?? '(unknown)';
    super(
      `The table ${table} has no id left for a new row. Make its ids longer: ` +
        `ALTER TABLE ${table} MODIFY id bigint NOT NULL AUTO_INCREMENT, ` +
        'and whatever column refers to them first.',
      { cause },
    );
    this.name = 'NoIdLeft';
  }
}

/** `unavailable`: a table has no id left, which only whoever runs the database can mend. */
export function outOfIds(cause: unknown): Problem {
  const detail = 'The database has no room for a new row. Whoever runs this system must mend it.';
  const extras = { retryAfter: RETRY_AFTER_S };
  return new Problem('unavailable', detail, extras, { cause: new NoIdLeft(cause) });
}
