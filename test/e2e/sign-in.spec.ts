import { hash as bcrypt } from '@node-rs/bcrypt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import type { Role } from '../../src/common/actor.js';
import type { TestPerson } from '../support/api.js';
import { logged } from '../support/expectations.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

const PASSWORD = 'correct horse battery';
/** As PHP's password_hash wrote it, from PHP's own manual. */
const PHP_HASH = '$2y$10$.vGA1O9wmRjrwAVXD98HNOgsNpDczlqm3Jq7KnEd1rVAGv3Fykk1a';
const PHP_PASSWORD = 'rasmuslerdorf';

describe('signing in', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio({
      hashesAtFullCost: true,
      env: { TRUSTED_PROXIES: '127.0.0.1' },
    });
  });
  afterAll(() => studio.close());

  /** Each try comes from another IP address, because a single one may not try often. */
  let ip = '';
  let tries = 0;

  const post = (body: object) => {
    tries += 1;
    ip = `10.1.${Math.floor(tries / 250)}.${(tries % 250) + 1}`;
    return studio.api.post('/auth/login', body, { headers: { 'X-Forwarded-For': ip } });
  };
  const signIn = (email: string, password: string) => post({ email, password });

  async function account(role: Role = 'coach', password = PASSWORD): Promise<TestPerson> {
    const hash = await studio.app.get(Passwords).hash(password);
    return studio.given.person(role, 'Ana Silva', hash);
  }

  it('gives out tokens and says whose they are', async () => {
    const ana = await account();
    const { status, body } = await signIn(ana.email, PASSWORD);
    expect(status).toBe(200);
    expect(body).toEqual({
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refreshToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresIn: 900,
      tokenType: 'Bearer',
      user: {
        ...{ id: ana.id, role: 'coach', locale: null },
        ...{ firstName: 'Ana', lastName: 'Silva', email: ana.email },
      },
    });
    const me = await studio.api.withToken(body.accessToken).get('/auth/me');
    expect(me.body).toEqual({ ...body.user, phone: null });
  });

  it.each(['admin', 'staff', 'coach', 'member'] as const)('knows a person as %s', async (role) => {
    const one = await account(role);
    const { body } = await signIn(one.email, PASSWORD);
    expect(body.user.role).toBe(role);
    expect((await studio.api.withToken(body.accessToken).get('/auth/me')).body.role).toBe(role);
  });

  it('forgives capitals and spaces around the e-mail address, not in the password', async () => {
    const ana = await account();
    expect((await signIn(`  ${ana.email.toUpperCase()} `, PASSWORD)).status).toBe(200);
    expect(await signIn(ana.email, ` ${PASSWORD}`)).toBeProblem('sign_in_failed');
    expect(await signIn(ana.email, PASSWORD.toUpperCase())).toBeProblem('sign_in_failed');
  });

  it('takes a password as it was chosen, letters of the world and spaces included', async () => {
    const password = ' пароль 密码 🔑 ';
    const ana = await account('coach', password);
    expect((await signIn(ana.email, password)).status).toBe(200);
    expect(await signIn(ana.email, password.trim())).toBeProblem('sign_in_failed');
  });

  it('is in the activity log, with where it came from', async () => {
    const ana = await account();
    const { rows } = await logged(studio, () => signIn(ana.email, PASSWORD));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      action: 'auth.signed_in',
      outcome: 'done',
      actor_id: ana.id,
      actor_role: 'coach',
      route: '/api/v1/auth/login',
      ip,
    });
  });

  describe('with what is wrong', () => {
    it('answers the same for a wrong password and for an unknown e-mail address', async () => {
      const ana = await account();
      const wrong = await signIn(ana.email, 'not the password');
      const unknown = await signIn('nobody.knows@example.com', 'not the password');
      expect(wrong).toBeProblem('sign_in_failed');
      const { requestId: _, ...body } = unknown.body as Record<string, unknown>;
      expect(wrong.body).toMatchObject(body);
      const names = (headers: Headers) => [...headers.keys()];
      expect(names(wrong.headers)).toEqual(names(unknown.headers));
    });

    it('takes as long for an unknown e-mail address as for a wrong password', async () => {
      const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
      for (let round = 0; round < 7; round += 1) {
        const ana = await account();
        times.known.push(await duration(() => signIn(ana.email, 'wrong')));
        times.unknown.push(await duration(() => signIn(`nobody${round}@example.com`, 'wrong')));
      }
      const ratio = median(times.known) / median(times.unknown);
      // Without a hash to check, the answer would come twenty times sooner.
      expect(ratio).toBeGreaterThan(1 / 3);
      expect(ratio).toBeLessThan(3);
    });

    it('logs a refusal, also at an account that is not there', async () => {
      const ana = await account();
      const known = await logged(studio, () => signIn(ana.email, 'wrong'));
      expect(known.rows).toHaveLength(1);
      expect(known.rows[0]).toMatchObject({
        action: 'auth.signed_in',
        outcome: 'refused',
        code: 'sign_in_failed',
        status: 401,
        actor_id: ana.id,
        request_id: known.answer.body.requestId,
      });
      const unknown = await logged(studio, () => signIn('nobody@example.com', 'wrong'));
      expect(unknown.rows).toMatchObject([
        { outcome: 'refused', code: 'sign_in_failed', actor_id: null, actor_role: 'anonymous' },
      ]);
    });

    it.each([
      ['a lock', '!'],
      ['nothing', ''],
      ['the password itself', PASSWORD],
      ['MD5', 'd41d8cd98f00b204e9800998ecf8427e'],
      ['a damaged argon2id hash', '$argon2id$v=19$m=19456,t=2,p=1$damaged'],
      ['a damaged bcrypt hash', '$2y$10$damaged'],
      ['an absurd bcrypt cost', PHP_HASH.replace('$10$', '$99$')],
    ])('an account that holds %s for a hash cannot be signed in to', async (_, stored) => {
      const one = await studio.given.person('coach', 'Ana Silva', stored);
      for (const password of [PASSWORD, stored || 'x', PHP_PASSWORD]) {
        expect(await signIn(one.email, password)).toBeProblem('sign_in_failed');
      }
    });

    it('an e-mail address that only resembles another is another account', async () => {
      const ana = await account();
      for (const odd of ['cöach', 'ｃoach', 'co\u00adach', 'co\u200bach', 'coach\u0301']) {
        const email = ana.email.replace('coach', odd);
        expect(await signIn(email, PASSWORD)).toBeProblem('sign_in_failed');
      }
    });

    it.each([
      ['email', { password: PASSWORD }],
      ['email', { email: { $ne: null }, password: PASSWORD }],
      ['email', { email: ['a@b.cd'], password: PASSWORD }],
      ['password', { email: 'a@b.cd' }],
      ['password', { email: 'a@b.cd', password: true }],
      ['password', { email: 'a@b.cd', password: 'x'.repeat(201) }],
      ['password', { email: 'a@b.cd', password: 'nul\u0000nul' }],
      ['role', { email: 'a@b.cd', password: PASSWORD, role: 'admin' }],
    ])('names the field %s that is not valid', async (field, body) => {
      const answer = await post(body);
      expect(answer).toBeProblem('validation_failed');
      expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    });
  });

  describe('with a password of the legacy system', () => {
    const legacyAccount = (stored = PHP_HASH) => studio.given.person('member', 'Old Timer', stored);
    const storedOf = async (one: TestPerson, { sql } = studio) => {
      const rows = await sql<{ password: string }>('SELECT password FROM `user` WHERE id = ?', [
        one.id,
      ]);
      return rows[0]?.password;
    };

    it('accepts what PHP stored, and leaves it for PHP to read', async () => {
      const one = await legacyAccount();
      expect((await signIn(one.email, PHP_PASSWORD)).status).toBe(200);
      expect(await storedOf(one)).toBe(PHP_HASH);
      expect(await signIn(one.email, 'rasmuslerdorF')).toBeProblem('sign_in_failed');
    });

    it.each(['$2y$', '$2b$', '$2a$'])('accepts the prefix %s', async (prefix) => {
      const stored = (await bcrypt(PASSWORD, 4)).replace(/^\$2.\$/, prefix);
      const one = await legacyAccount(stored);
      expect((await signIn(one.email, PASSWORD)).status).toBe(200);
      expect(await signIn(one.email, `${PASSWORD}!`)).toBeProblem('sign_in_failed');
    });

    it('stores it anew where the operator says that PHP is gone', async () => {
      const later = await openStudio({
        hashesAtFullCost: true,
        databaseUrl: studio.databaseUrl,
        env: { REHASH_LEGACY_PASSWORDS: 'true' },
      });
      const one = await legacyAccount();
      const credentials = { email: one.email, password: PHP_PASSWORD };

      const wrong = await later.api.post('/auth/login', { ...credentials, password: 'wrong' });
      expect(wrong).toBeProblem('sign_in_failed');
      expect(await storedOf(one)).toBe(PHP_HASH);

      expect((await later.api.post('/auth/login', credentials)).status).toBe(200);
      const renewed = await storedOf(one);
      expect(renewed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);

      expect((await later.api.post('/auth/login', credentials)).status).toBe(200);
      expect(await storedOf(one)).toBe(renewed);
      await later.close();
    });
  });

  describe('who am I', () => {
    it('reads the account as it is now, not as the token was given out', async () => {
      const { api, given, sql } = studio;
      const ana = await given.coach('Ana Silva');
      await sql('UPDATE `user` SET lname = ? WHERE id = ?', ['Souza', ana.id]);
      expect((await api.as(ana).get('/auth/me')).body).toMatchObject({
        id: ana.id,
        lastName: 'Souza',
      });
    });
  });
});

async function duration(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
