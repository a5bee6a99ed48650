/*
 * Sends recorded statements (record.mjs) for another target: one after the other on one
 * connection, in the product's order, and nothing else.
 */
import { randomBytes } from 'node:crypto';

/** Calls back when the last statement is answered. */
export function replay(connection, statements, target, done) {
  const results = [];
  const next = (index) => {
    const statement = statements[index];
    if (!statement) {
      done(undefined, results.at(-1));
      return;
    }
    const values = statement.values.map((value) => valueOf(value, target, results));
    connection.query(statement.sql, values, (error, rows) => {
      if (error) {
        connection.query('ROLLBACK', () => done(error));
        return;
      }
      results.push(rows);
      next(index + 1);
    });
  };
  next(0);
}

function valueOf(value, target, results) {
  if (value === null || typeof value !== 'object') return value;
  if ('of' in value) return target[value.of];
  if ('insertOf' in value) return results[value.insertOf]?.insertId ?? 0;
  return randomBytes(value.hex / 2).toString('hex');
}
