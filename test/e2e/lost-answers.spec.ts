import { afterAll, beforeAll, expect, it } from 'vitest';
import { hash } from '@node-rs/argon2';
import type { Answer, TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import { logged } from '../support/expectations.js';
import { violations } from '../support/laws.js';
import { withSending } from '../support/traffic.js';
import { openStudio, type Studio } from '../support/studio.js';

/*
 * A COMMIT that goes wrong: another writer was in the way, or the connection ended while the answer
 * was on its way, and nobody knows whether the server did it.
 */

interface Trouble {
  readonly name: string;
  readonly error: object;
  /** Whether the database has done it all the same. */
  readonly isDone: boolean;
}

const BUSY = isServerDatabase() ? { errno: 1213 } : { code: 'SQLITE_BUSY' };
const LOST = { code: 'ECONNRESET' };
/** The embedded database has no connection to lose. */
const TROUBLES: readonly Trouble[] = [
  { name: 'another writer in the way', error: BUSY, isDone: false },
  ...(isServerDatabase()
    ? [
        { name: 'the connection lost before it', error: LOST, isDone: false },
        { name: 'the connection lost behind it', error: LOST, isDone: true },
      ]
    : []),
];

const PASSWORD = 'correct horse battery';
const passwordHash = hash(PASSWORD);

let studio: Studio;
let ana: TestPerson;

beforeAll(async () => {
  studio = await openStudio();
  ana = await studio.given.coach();
});
afterAll(() => studio.close());

/** Meets the trouble once, at the first COMMIT. */
async function meeting({ error, isDone }: Trouble, work: () => Promise<unknown>): Promise<void> {
  let hasMet = false;
  await withSending(studio, work, async (send, statements) => {
    if (hasMet || !statements.some(({ sql }) => sql === 'COMMIT')) return send(statements);
    hasMet = true;
    if (isDone) await send(statements);
    throw Object.assign(new Error('trouble with a COMMIT'), error);
  });
  expect(hasMet).toBe(true);
}

const CHANGES = [
  ['a workout', (tom: { id: number }) => studio.api.as(ana).startWorkout(tom)],
  ['a session that a coach adds', (tom: { id: number }) => studio.api.as(ana).addUsage(tom)],
  [
    'a correction',
    (tom: { id: number }) =>
      studio.api.as(ana).adjust(tom, { adjustment: -1, reason: 'one too many' }),
  ],
] as const;

for (const trouble of TROUBLES) {
  it.each(CHANGES)(`%s is done once: ${trouble.name}`, async (_, change) => {
    const tom = await studio.given.member({ coach: ana, remaining: 10 });
    const answers: { status: number; body: { package?: { remaining: number } } }[] = [];
    await meeting(trouble, async () => answers.push(await change(tom)));

    expect([200, 201]).toContain(answers[0]?.status);
    expect(answers[0]?.body.package?.remaining).toBe(9);
    const { body } = await studio.api.as(ana).member(tom);
    expect(body.packages[0].remaining).toBe(9);
    const rows = await studio.sql(
      `SELECT id FROM admin_activity_log WHERE member_id = ? AND action <> 'package.granted'`,
      [tom.id],
    );
    expect(rows).toHaveLength(1);
  });
}

it.each(TROUBLES)('only what a client has got is a replay: $name', async (trouble) => {
  const tom = await studio.given.member({ coach: ana, remaining: 10 });
  const key = 'sent-again-by-whom';
  const send = () => studio.api.as(ana).startWorkout(tom, {}, { key: `${key}-${tom.id}` });
  const answers: Answer[] = [];
  await meeting(trouble, async () => answers.push(await send()));
  answers.push(await send());

  const replays = answers.map(({ headers }) => headers.get('idempotency-replayed'));
  expect(replays).toEqual([null, 'true']);
  expect(answers[1]?.text).toBe(answers[0]?.text);
  expect(answers[0]?.status).toBe(201);
});

it.each(TROUBLES)('a refresh token is changed once: $name', async (trouble) => {
  const { email } = await studio.given.person('coach', 'Ben Costa', await passwordHash);
  const { body } = await studio.api.post('/auth/login', { email, password: PASSWORD });
  const refresh = (refreshToken: string) => studio.api.post('/auth/refresh', { refreshToken });
  const answers: Answer[] = [];
  const { rows } = await logged(studio, () =>
    meeting(trouble, async () => answers.push(await refresh(body.refreshToken))),
  );

  expect(answers[0]?.status).toBe(200);
  expect(rows.map(({ action, outcome }) => [action, outcome])).toEqual([
    ['auth.refreshed', 'done'],
  ]);
  expect((await refresh(answers[0]?.body.refreshToken as string)).status).toBe(200);
});

it.each(TROUBLES)('a list folds the name of somebody new: $name', async (trouble) => {
  const eve = await studio.given.member({ name: `Eve Folded${trouble.isDone}`, coach: ana });
  const answers: Answer[] = [];
  await meeting(trouble, async () => answers.push(await studio.api.as(ana).get('/members')));

  expect(answers[0]?.status).toBe(200);
  expect(answers[0]?.body.data).toContainEqual(expect.objectContaining({ id: eve.id }));
});

it('the laws hold after all of it', async () => {
  expect(await violations((sql) => studio.sql(sql))).toEqual([]);
});
