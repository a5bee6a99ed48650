import { expect } from 'vitest';
import type { Outcome } from '../../src/audit/actions.js';
import type { ProblemCode } from '../../src/common/problem-codes.js';
import type { Answer } from './api.js';
import './matchers.js';
import type { Studio } from './studio.js';

/** A row of the activity log as it stands in the database, `before` and `after` parsed. */
export interface LogRow {
  readonly action: string;
  readonly outcome: Outcome;
  readonly actor_id: number | null;
  readonly actor_role: string | null;
  readonly member_id: number | null;
  readonly coach_id: number | null;
  readonly package_id: number | null;
  readonly usage_id: number | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
  readonly code: string | null;
  readonly method: string | null;
  readonly route: string | null;
  readonly status: number | null;
  readonly request_id: string | null;
  readonly ip: string | null;
}

/** Tables, and what orders their rows. */
const BOOKS = Object.entries({
  ...{ user: 'id', coach_member_list: 'id', coach_usage_history: 'id' },
  coach_idempotency_key: 'actor_key, key_hash',
  ...{ coach_device_token: 'id', coach_stream_ticket: 'id' },
  ...{ coach_sign_in: 'family', coach_second_factor: 'user_id' },
  ...{ coach_recovery_code: 'user_id, code_hash', coach_account_link: 'id' },
  ...{ coach_account: 'user_id', coach_person_detail: 'user_id' },
  ...{ coach_job: 'id', coach_setting: 'name', coach_catalogue_item: 'id' },
  ...{ coach_payment: 'id', coach_refund: 'id', coach_counter: 'name' },
  ...{ coach_owed_session: 'id', coach_package_freeze: 'id', coach_approval: 'id' },
  ...{ coach_substitution: 'id' },
  ...{ coach_person_name: 'user_id, word', coach_person_order: 'user_id' },
});

/** Everything that an operation could have written, apart from the log. */
export async function booksOf({ sql }: Studio): Promise<Record<string, unknown[]>> {
  const books: Record<string, unknown[]> = {};
  for (const [table, order] of BOOKS) {
    books[table] = await sql(`SELECT * FROM \`${table}\` ORDER BY ${order}`);
  }
  return books;
}

/** The activity log behind the row of an id, without one the whole; oldest first. */
export async function logOf({ sql }: Studio, last = 0): Promise<LogRow[]> {
  const rows = await sql<LogRow & { before: string | null; after: string | null }>(
    'SELECT * FROM admin_activity_log WHERE id > ? ORDER BY id',
    [last],
  );
  const parse = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
  return rows.map((row) => ({ ...row, before: parse(row.before), after: parse(row.after) }));
}

/** What adds up over many attempts, and is written in the background after one of them. */
export const ADDING_UP: ReadonlySet<string> = new Set([
  'auth.reads_refused',
  'auth.tokens_refused',
]);

/** The rows that an attempt added to the log, and its answer. Those before stay as many. */
export async function logged<Given = Answer>(
  studio: Studio,
  attempt: () => Promise<Given>,
): Promise<{ answer: Given; rows: LogRow[] }> {
  const { sql } = studio;
  const [{ last } = { last: 0 }] = await sql<{ last: number }>(
    'SELECT COALESCE(MAX(id), 0) AS last FROM admin_activity_log',
  );
  const until = async () =>
    sql('SELECT COUNT(*) AS earlier FROM admin_activity_log WHERE id <= ?', [last]);
  const earlier = await until();
  const answer = await attempt();
  expect(await until()).toEqual(earlier);
  const rows = await logOf(studio, last);
  return { answer, rows: rows.filter(({ action }) => !ADDING_UP.has(action)) };
}

/**
 * A rule refuses the attempt: the answer has this code, nothing was written, and exactly one row
 * of the log says who tried what, and why it was refused.
 */
export async function expectRefusal(
  studio: Studio,
  code: ProblemCode,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  const before = await booksOf(studio);
  const { answer, rows } = await logged(studio, attempt);
  expect(answer).toBeProblem(code);
  expect(await booksOf(studio)).toEqual(before);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    outcome: 'refused',
    code,
    status: answer.status,
    request_id: answer.headers.get('x-request-id'),
    ip: '127.0.0.1',
    before: null,
    after: null,
  });
  return answer;
}

/** The attempt is malformed: the answer names the field, and nothing was written anywhere. */
export async function expectInvalid(
  studio: Studio,
  field: string,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  const before = await booksOf(studio);
  const { answer, rows } = await logged(studio, attempt);
  expect(answer).toBeProblem('validation_failed');
  const errors = answer.body.errors as { field: string; message: string }[];
  expect(errors.map((error) => error.field)).toContain(field);
  expect(answer.body.detail).toContain(field);
  expect(await booksOf(studio)).toEqual(before);
  expect(rows).toEqual([]);
  return answer;
}

/** The request is right, but there is nothing to do: 200, and nothing was written anywhere. */
export async function expectNothingDone(
  studio: Studio,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  const before = await booksOf(studio);
  const { answer, rows } = await logged(studio, attempt);
  expect(answer.status).toBe(200);
  expect(await booksOf(studio)).toEqual(before);
  expect(rows).toEqual([]);
  return answer;
}
