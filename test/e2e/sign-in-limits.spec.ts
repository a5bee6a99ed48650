import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import type { Answer } from '../support/api.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

const PASSWORD = 'correct horse battery';

describe('guessing passwords', () => {
  let studio: Studio;

  beforeEach(async () => {
    studio = await openStudio({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterEach(() => studio.close());

  /** The proxy, which is trusted, says from where the request comes. */
  const signIn = (email: string, password: string, from = '203.0.113.1') =>
    studio.api.post('/auth/login', { email, password }, { headers: { 'X-Forwarded-For': from } });

  async function tryOften(times: number, attempt: (i: number) => Promise<Answer>) {
    const statuses: number[] = [];
    for (let i = 0; i < times; i += 1) statuses.push((await attempt(i)).status);
    return statuses;
  }

  async function account(): Promise<string> {
    const hash = await studio.app.get(Passwords).hash(PASSWORD);
    return (await studio.given.person('coach', 'Ana Silva', hash)).email;
  }

  it('ends after five tries a minute at one account, even for the right password', async () => {
    const email = await account();
    expect(await tryOften(5, () => signIn(email, 'a guess'))).toEqual([401, 401, 401, 401, 401]);

    const sixth = await signIn(email, PASSWORD);
    expect(sixth).toBeProblem('too_many_attempts');
    const seconds = Number(sixth.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it('counts tries that come at the same moment', async () => {
    const email = await account();
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(email, 'a guess')));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([
      ...[401, 401, 401, 401, 401],
      ...[429, 429, 429, 429, 429, 429, 429],
    ]);
  });

  it('leaves other accounts and other IP addresses alone', async () => {
    const [email, other] = [await account(), await account()];
    await tryOften(6, () => signIn(email, 'a guess'));
    expect((await signIn(other, PASSWORD)).status).toBe(200);
    expect((await signIn(email, PASSWORD, '203.0.113.2')).status).toBe(200);
  });

  it('gets no further tries for another spelling of the e-mail address', async () => {
    const email = await account();
    const spellings = [email, email.toUpperCase(), ` ${email}`, `${email} `, `\t${email}\n`];
    await tryOften(5, (i) => signIn(spellings[i] ?? email, 'a guess'));
    expect(await signIn(email, PASSWORD)).toBeProblem('too_many_attempts');
  });

  it('ends after sixty tries a minute from one IP address, whatever the accounts', async () => {
    const statuses = await tryOften(61, (i) => signIn(`guess${i}@example.com`, ''));
    expect(statuses.slice(0, 60)).toEqual(new Array(60).fill(400));
    expect(statuses[60]).toBe(429);
    const someoneElse = await signIn(await account(), PASSWORD, '203.0.113.2');
    expect(someoneElse.status).toBe(200);
  });

  it('cannot change its IP address where no proxy is trusted', async () => {
    const open = await openStudio({ databaseUrl: studio.databaseUrl });
    const email = await account();
    const headers = (i: number) => ({
      'X-Forwarded-For': `203.0.113.${i}`,
      'X-Real-IP': `10.0.0.${i}`,
    });
    const statuses = await tryOften(6, (i) =>
      open.api.post('/auth/login', { email, password: 'a guess' }, { headers: headers(i) }),
    );
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    await open.close();
  });

  it('does not lock anybody out of what they are signed in to', async () => {
    const email = await account();
    const { body } = await signIn(email, PASSWORD);
    await tryOften(6, () => signIn(email, 'a guess'));
    expect((await studio.api.withToken(body.accessToken).get('/auth/me')).status).toBe(200);
    const { refreshToken } = body as { refreshToken: string };
    expect((await studio.api.post('/auth/refresh', { refreshToken })).status).toBe(200);
  });
});
