import { afterAll, beforeAll, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { Passwords } from '../../src/auth/passwords.service.js';
import { createDatabase } from '../support/database.js';
import '../support/matchers.js';
import { migrate, openDatabase } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

/* Who was signed in before sign-ins had rows of their own stays signed in. */

const [ANA, BEN, CHI] = [101, 102, 103];
const hashOf = async (token: string) => {
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(token).digest('hex');
};
const day = (n: number) => `2026-03-${String(n).padStart(2, '0')} 12:00:00.000`;

let studio: Studio;

/** A refresh token as the release before kept it. */
interface Old {
  readonly userId: number;
  readonly family: string;
  readonly created: string;
  readonly expires: string;
  readonly used?: string;
  readonly revoked?: string;
}

beforeAll(async () => {
  const url = await createDatabase();
  const { dataSource, sql, close } = await openDatabase(url, MIGRATIONS.slice(0, 14));
  await dataSource.runMigrations({ transaction: 'each' });
  for (const id of [ANA, BEN, CHI]) {
    await sql(
      `INSERT INTO \`user\` (id, user_type_id, email, password, fname, lname)
       VALUES (?, 3, ?, ?, ?, ?)`,
      [id, `p${id}@example.com`, `hash of ${id}`, 'P', String(id)],
    );
  }
  const add = async (name: string, one: Old) => {
    await sql(
      `INSERT INTO coach_refresh_token
         (token_hash, user_id, family, created_at, expires_at, used_at, revoked_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[await hashOf(name), one.userId, one.family, one.created, one.expires],
        ...[one.used ?? null, one.revoked ?? null],
      ],
    );
  };
  const [expires, created] = ['2026-04-08 12:00:00.000', day(9)];
  const used = { created: day(1), expires: '2026-03-31 12:00:00.000', used: day(9) };
  await add('ana-1', { userId: ANA, family: 'ana', ...used });
  await add('ana-2', { userId: ANA, family: 'ana', created, expires });
  await add('ben', { userId: BEN, family: 'ben', created, expires });
  await add('chi', { userId: CHI, family: 'chi', created, expires, revoked: day(9) });
  await add('gone', { userId: 999, family: 'gone', created, expires });
  await close();
  await migrate(url);
  studio = await openStudio({ databaseUrl: url });
});
afterAll(() => studio.close());

const refresh = (refreshToken: string) => studio.api.post('/auth/refresh', { refreshToken });

it('each sign-in that goes on has a row, with the days that are known of it', async () => {
  const rows = await studio.sql(
    `SELECT family, user_id, ends_at, ended_at, ip FROM coach_sign_in ORDER BY family`,
  );
  const unknown = { ends_at: null, ended_at: null, ip: null };
  expect(rows).toEqual([
    { family: 'ana', user_id: ANA, ...unknown },
    { family: 'ben', user_id: BEN, ...unknown },
    { family: 'gone', user_id: 999, ...unknown },
  ]);
  const admin = studio.api.as(await studio.given.admin());
  const { body } = await admin.get(`/auth/sign-ins?userId=${ANA}`);
  expect(body.data).toEqual([
    {
      ...{ id: 'ana', current: false, isNewDevice: false, ipAddress: null, userAgent: null },
      ...{ startedAt: '2026-03-01T12:00:00.000Z', lastUsedAt: '2026-03-09T12:00:00.000Z' },
      endsAt: '2026-04-08T12:00:00.000Z',
    },
  ]);
});

it('nobody is signed out, and the end counts from the first use', async () => {
  expect((await refresh('ana-2')).status).toBe(200);
  const admin = studio.api.as(await studio.given.admin());
  const { body } = await admin.get(`/auth/sign-ins?userId=${ANA}`);
  expect(body.data).toMatchObject([
    { startedAt: '2026-03-01T12:00:00.000Z', endsAt: '2026-06-08T12:00:00.000Z' },
  ]);
  expect(await refresh('chi')).toBeProblem('refresh_token_invalid');
});

it('a password that was changed since the migration ends them before their first use', async () => {
  const password = await studio.app.get(Passwords).hash('another password');
  await studio.sql('UPDATE `user` SET password = ? WHERE id = ?', [password, BEN]);
  expect(await refresh('ben')).toBeProblem('refresh_token_invalid');
});
