import type { PoolConnection, QueryError } from 'mysql2';
import { QueryFailedError } from 'typeorm';
import { type DbId, idFromDb } from '../ids.js';
import { type Statement, StatementFailed, type StatementResult } from '../statement.js';

/** The driver's word on a write; of a SELECT it gives a list of rows. */
interface WriteHeader {
  readonly affectedRows: number;
  readonly insertId: DbId;
}

/**
 * Sends statements in one message and waits for all their results. The driver's own call, and not
 * TypeORM's, which makes promises and stack traces for each statement. Throws `StatementFailed`.
 */
export async function sendTogether(
  connection: PoolConnection,
  statements: readonly Statement[],
  timeout: number | undefined,
): Promise<StatementResult[]> {
  // Each with its own values: one too few must not take one of the next statement.
  const texts = statements.map(({ sql, values }) => connection.format(sql, [...values]));
  const sql = texts.join(';\n');
  return new Promise((resolve, reject) => {
    let answered = 0;
    const done = (error: QueryError | null, answer: unknown) => {
      if (error) reject(failureOf(statements, answered, error));
      else resolve((statements.length === 1 ? [answer] : (answer as unknown[])).map(resultOf));
    };
    // A result begins with its fields. A write that fails has none, a SELECT may fail behind them.
    connection
      .query({ sql, ...(timeout === undefined ? {} : { timeout }) }, done)
      .on('fields', () => {
        answered += 1;
      });
  });
}

function failureOf(
  statements: readonly Statement[],
  answered: number,
  error: QueryError,
): StatementFailed {
  const index = Math.min(answered, statements.length - 1);
  const { sql = '', values = [] } = statements[index] ?? {};
  return new StatementFailed(index, new QueryFailedError(sql, [...values], error));
}

function resultOf(answer: unknown): StatementResult {
  if (Array.isArray(answer)) return { rows: answer, affected: 0, insertId: 0 };
  const { affectedRows, insertId } = answer as WriteHeader;
  return { rows: [], affected: affectedRows, insertId: idFromDb(insertId) };
}
