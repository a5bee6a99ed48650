import { expect } from 'vitest';
import type { Answer } from './api.js';
import { booksOf, logged } from './expectations.js';
import { expectSaid, type OldApp, PAGE } from './old-app.js';
import type { Studio } from './studio.js';

/** Where the old app looks for the scripts in the tests that use `WAYS`. */
export const FOLDER = '/gym/api';

/** Every way in which an old client may send the same fields. */
export const WAYS: [string, (app: OldApp, action: string, fields: object) => Promise<Answer>][] = [
  ['JSON', (app, action, fields) => app.post(PAGE, action, { ...fields })],
  ['a form', (app, action, fields) => app.form(PAGE, action, { ...fields })],
  [
    'a form in the old folder',
    (app, action, fields) => app.in(FOLDER).form(PAGE, action, { ...fields }),
  ],
  [
    'JSON in the old folder',
    (app, action, fields) => app.in(FOLDER).post(PAGE, action, { ...fields }),
  ],
  ['fields of the query', (app, action, fields) => app.send('POST', PAGE, action, { ...fields })],
  [
    'JSON that is called text',
    (app, action, fields) =>
      app.post(PAGE, action, { ...fields }, { headers: { 'Content-Type': 'text/plain' } }),
  ],
];

/** The script refuses with these words; nothing changes; the log has one row that says so. */
export async function expectRefused(
  studio: Studio,
  [status, message, code]: readonly [number, string, string],
  attempt: () => Promise<Answer>,
): Promise<void> {
  const before = await booksOf(studio);
  const { answer, rows } = await logged(studio, attempt);
  expectSaid(answer, status, message);
  expect(await booksOf(studio)).toEqual(before);
  expect(rows).toMatchObject([{ outcome: 'refused', code, status }]);
  expect(rows[0]?.request_id).toBe(answer.headers.get('x-request-id'));
}

/** As above for what is missing or malformed, which the log does not hold. */
export async function expectInvalid(
  studio: Studio,
  message: string,
  attempt: () => Promise<Answer>,
): Promise<void> {
  const before = await booksOf(studio);
  const { answer, rows } = await logged(studio, attempt);
  expectSaid(answer, 400, message);
  expect(await booksOf(studio)).toEqual(before);
  expect(rows).toEqual([]);
}
