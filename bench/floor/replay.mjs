/*
 * Sends recorded messages (record.mjs) for another target: one after the other on one
 * connection, in the product's order, and nothing else.
 */
import { randomBytes } from 'node:crypto';

/** Calls back when the last message is answered, with the results of all statements. */
export function replay(connection, messages, target, done) {
  const results = [];
  const next = (index) => {
    const message = messages[index];
    if (!message) {
      done(undefined, results.at(-1));
      return;
    }
    const sql = message.map((statement) => statement.sql).join(';\n');
    const values = message.flatMap((statement) =>
      statement.values.map((value) => valueOf(value, target, results)),
    );
    connection.query(sql, values, (error, answer) => {
      if (error) {
        connection.query('ROLLBACK', () => done(error));
        return;
      }
      results.push(...(message.length === 1 ? [answer] : answer));
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
