import { hash as bcrypt } from '@node-rs/bcrypt';
import { afterEach, describe, expect, it } from 'vitest';
import { Cleanup } from '../../src/audit/cleanup.service.js';
import { Passwords } from '../../src/auth/passwords.service.js';
import { type SignOutOptions, signedOutBy } from '../../src/cli/sign-out.js';
import type { Answer, Api, TestPerson } from '../support/api.js';
import { booksOf, logged } from '../support/expectations.js';
import '../support/matchers.js';
import { signedIn } from '../support/sign-ins.js';
import { openStudio, type Studio, type StudioOptions } from '../support/studio.js';

const PASSWORD = 'correct horse battery';
const SECRET = 'another-secret-that-only-the-tests-know-012345';

/* What ends sign-ins besides the people themselves: settings, operators, PHP. */

const studios: Studio[] = [];
afterEach(async () => {
  for (const studio of studios.splice(0)) await studio.close();
});

async function open(options: StudioOptions = {}): Promise<Studio> {
  const studio = await openStudio(options);
  studios.push(studio);
  return studio;
}

async function account(studio: Studio, hash?: string): Promise<TestPerson> {
  const made = hash ?? (await studio.app.get(Passwords).hash(PASSWORD));
  return studio.given.person('coach', 'Ana Silva', made);
}

async function signIn({ api }: Studio, { email }: TestPerson): Promise<string> {
  const { body, text } = await api.post('/auth/login', { email, password: PASSWORD });
  if (!body.refreshToken) throw new Error(text);
  return body.refreshToken;
}

async function signedInAs(studio: Studio, { email }: TestPerson): Promise<Api> {
  const { body } = await studio.api.post('/auth/login', { email, password: PASSWORD });
  return studio.api.withToken(body.accessToken);
}

const refresh = ({ api }: { api: Api }, refreshToken: string): Promise<Answer> =>
  api.post('/auth/refresh', { refreshToken });

it('a new secret ends all sign-ins', async () => {
  const before = await open();
  const ana = await account(before);
  const token = await signIn(before, ana);
  const after = await open({ databaseUrl: before.databaseUrl, env: { JWT_SECRET: SECRET } });
  expect(await refresh(after, token)).toBeProblem('refresh_token_invalid');
  const rows = await after.sql('SELECT ended_reason FROM coach_sign_in');
  expect(rows).toEqual([{ ended_reason: 'password_changed' }]);
  expect((await refresh(after, await signIn(after, ana))).status).toBe(200);
});

it('a hash that we replace ourselves ends none, and PHP’s next one ends all', async () => {
  const beside = await open();
  const ana = await account(beside, (await bcrypt(PASSWORD, 4)).replace('$2b$', '$2y$'));
  const [first, second] = [await signIn(beside, ana), await signIn(beside, ana)];
  const after = await open({
    databaseUrl: beside.databaseUrl,
    env: { REHASH_LEGACY_PASSWORDS: 'true' },
  });
  const third = await signIn(after, ana);
  const [row] = await after.sql<{ password: string }>('SELECT password FROM `user` WHERE id = ?', [
    ana.id,
  ]);
  expect(row?.password).toMatch(/^\$argon2id/);
  const next = [];
  for (const token of [first, second, third]) {
    const { status, body } = await refresh(after, token);
    expect(status).toBe(200);
    next.push(body.refreshToken as string);
  }
  await after.sql('UPDATE `user` SET password = ? WHERE id = ?', ['$2y$04$another', ana.id]);
  for (const token of next) {
    expect(await refresh(after, token)).toBeProblem('refresh_token_invalid');
  }
});

it('a hash that two sign-ins replace at the same moment ends neither', async () => {
  const studio = await open({ env: { REHASH_LEGACY_PASSWORDS: 'true' } });
  const ana = await account(studio, (await bcrypt(PASSWORD, 4)).replace('$2b$', '$2y$'));
  const tokens = await Promise.all([signIn(studio, ana), signIn(studio, ana)]);
  for (const token of tokens) expect((await refresh(studio, token)).status).toBe(200);
});

describe('a new password', () => {
  it('ends changes of earlier sign-ins at once, and kept answers, unrenewed', async () => {
    const studio = await open();
    const ana = await account(studio);
    const tom = await studio.given.member({ coach: ana, remaining: 9 });
    const earlier = await signedInAs(studio, ana);
    const adjust = (api: Api, key = 'before') =>
      api.adjust(tom, { adjustment: 1, reason: 'one' }, { key });
    expect((await adjust(earlier)).status).toBe(200);
    const hash = await studio.app.get(Passwords).hash(PASSWORD);
    await studio.sql('UPDATE `user` SET password = ? WHERE id = ?', [hash, ana.id]);
    const before = await booksOf(studio);
    expect(await adjust(earlier)).toBeProblem('not_signed_in');
    expect(await adjust(earlier, 'another')).toBeProblem('not_signed_in');
    expect(await earlier.request('DELETE', '/auth/sign-ins')).toBeProblem('not_signed_in');
    expect(await booksOf(studio)).toEqual(before);
    const later = await signedInAs(studio, ana);
    expect((await adjust(later, 'another')).status).toBe(200);
  });

  it('is none where we replace the hash of the same one', async () => {
    const beside = await open();
    const ana = await account(beside, (await bcrypt(PASSWORD, 4)).replace('$2b$', '$2y$'));
    const tom = await beside.given.member({ coach: ana, remaining: 9 });
    const first = await signedInAs(beside, ana);
    const env = { REHASH_LEGACY_PASSWORDS: 'true' };
    const after = await open({ databaseUrl: beside.databaseUrl, env });
    const second = await signedInAs(after, ana);
    const [row] = await after.sql('SELECT password FROM `user` WHERE id = ?', [ana.id]);
    expect(row).toEqual({ password: expect.stringMatching(/^\$argon2id/) as string });
    expect((await first.startWorkout(tom)).status).toBe(201);
    expect((await second.startWorkout(tom)).status).toBe(200);
  });
});

it('SIGN_IN_DAYS says for how long', async () => {
  const studio = await open({ env: { SIGN_IN_DAYS: '2' } });
  const [used, lost] = [await account(studio), await account(studio)];
  const [token, unused] = [await signIn(studio, used), await signIn(studio, lost)];
  studio.clock.advance({ days: 1, hours: 23 });
  const { body } = await refresh(studio, token);
  studio.clock.advance({ hours: 1 });
  for (const one of [body.refreshToken, unused]) {
    expect(await refresh(studio, one)).toBeProblem('refresh_token_invalid');
  }
});

it('a row goes once its sign-in would have ended by itself', async () => {
  const studio = await open();
  await signIn(studio, await account(studio));
  await signedOutBy(studio.app, { all: true });
  const rows = () => studio.sql('SELECT family FROM coach_sign_in');
  studio.clock.advance({ days: 30 });
  await studio.app.get(Cleanup).runNow();
  expect(await rows()).toHaveLength(1);
  studio.clock.advance({ seconds: 1 });
  await studio.app.get(Cleanup).runNow();
  expect(await rows()).toEqual([]);
});

describe('an operator', () => {
  const call = (studio: Studio, options: SignOutOptions) => signedOutBy(studio.app, options);

  it('signs a person out by id or e-mail address, and leaves device tokens alone', async () => {
    const studio = await open();
    const [ana, ben] = [await account(studio), await account(studio)];
    const { api: admin } = await signedIn(studio, await studio.given.admin());
    const device = { userId: ana.id, label: 'Old app' };
    const phone = studio.api.withToken(
      (await admin.post('/auth/device-tokens', device)).body.token,
    );
    const [anas, bens] = [await signIn(studio, ana), await signIn(studio, ben)];
    const byId = await logged(studio, () => call(studio, { user: String(ana.id) }));
    expect(byId.answer).toMatch(/^Signed out: 1 person\./);
    expect(byId.answer).toMatch(/--device-tokens/);
    expect(byId.rows).toMatchObject([
      {
        ...{ action: 'auth.sign_ins_ended', outcome: 'done', code: 'operator', actor_id: null },
        before: { userId: ana.id, count: 1 },
      },
    ]);
    expect(await refresh(studio, anas)).toBeProblem('refresh_token_invalid');
    expect(await call(studio, { user: ben.email.toUpperCase() })).toMatch(
      /^Signed out: 1 person\./,
    );
    expect(await refresh(studio, bens)).toBeProblem('refresh_token_invalid');
    expect(await call(studio, { user: ben.email })).toMatch(/^Signed out: 0 people\./);
    expect((await phone.get('/members')).status).toBe(200);

    const revoked = await logged(studio, () =>
      call(studio, { user: String(ana.id), deviceTokens: true }),
    );
    expect(revoked.answer).toMatch(/^Revoked: 1 device token\.$/m);
    expect(revoked.rows).toMatchObject([{ action: 'device_token.revoked', actor_id: null }]);
    expect(await phone.get('/members')).toBeProblem('not_signed_in');
  });

  it('signs everybody out, also who has a device token alone', async () => {
    const studio = await open();
    const people = [await account(studio), await account(studio), await account(studio)];
    const tokens: string[] = [];
    for (const one of people) tokens.push(await signIn(studio, one));
    const member = await studio.given.member();
    const { api: admin } = await signedIn(studio, await studio.given.admin());
    const made = await admin.post('/auth/device-tokens', { userId: member.id, label: 'Old app' });
    const said = await call(studio, { all: true, deviceTokens: true });
    // The admin is one of them.
    expect(said).toMatch(/^Signed out: 4 people\./);
    expect(said).toMatch(/^Revoked: 1 device token\.$/m);
    for (const token of tokens) {
      expect(await refresh(studio, token)).toBeProblem('refresh_token_invalid');
    }
    const phone = studio.api.withToken(made.body.token);
    expect(await phone.get('/members')).toBeProblem('not_signed_in');
  });

  it.each<[SignOutOptions, RegExp]>([
    [{}, /Say whom/],
    [{ user: '3', all: true }, /Say whom/],
    [{ user: 'nobody@example.com' }, /neither an id nor/],
    [{ user: 'ana' }, /neither an id nor/],
    [{ user: '0' }, /neither an id nor/],
    [{ user: '9999999999' }, /neither an id nor/],
  ])('is asked again for %j', async (options, why) => {
    await expect(call(await open(), options)).rejects.toThrow(why);
  });
});
