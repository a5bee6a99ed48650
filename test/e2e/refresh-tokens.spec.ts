import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import type { TestPerson } from '../support/api.js';
import { logged } from '../support/expectations.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

const PASSWORD = 'correct horse battery';

describe('refresh tokens', () => {
  let studio: Studio;
  let passwordHash: string;

  beforeAll(async () => {
    studio = await openStudio({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    passwordHash = await studio.app.get(Passwords).hash(PASSWORD);
  });
  afterAll(() => studio.close());

  /** Each request comes from another IP address, because a single one may not try often. */
  let ip = '';
  let requests = 0;

  const post = (path: string, body: object) => {
    requests += 1;
    ip = `10.2.${Math.floor(requests / 250)}.${(requests % 250) + 1}`;
    return studio.api.post(path, body, { headers: { 'X-Forwarded-For': ip } });
  };
  const refresh = (refreshToken: string) => post('/auth/refresh', { refreshToken });
  const signOut = (refreshToken: string) => post('/auth/logout', { refreshToken });
  const newAccount = () => studio.given.person('coach', 'Ana Silva', passwordHash);

  async function signIn({ email }: Pick<TestPerson, 'email'>): Promise<string> {
    const { body } = await post('/auth/login', { email, password: PASSWORD });
    return body.refreshToken as string;
  }

  it('are changed for a new pair', async () => {
    const ana = await newAccount();
    const first = await signIn(ana);
    const { answer, rows } = await logged(studio, () => refresh(first));

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      tokenType: 'Bearer',
      expiresIn: 900,
      user: { id: ana.id },
    });
    expect(answer.body.refreshToken).not.toBe(first);
    expect(rows).toMatchObject([
      { action: 'auth.refreshed', outcome: 'done', actor_id: ana.id, ip },
    ]);
    const me = await studio.api.withToken(answer.body.accessToken).get('/auth/me');
    expect(me.body.id).toBe(ana.id);
  });

  it('go on as long as each is used once', async () => {
    let token = await signIn(await newAccount());
    const seen = new Set([token]);
    for (let round = 0; round < 5; round += 1) {
      const { status, body } = await refresh(token);
      expect(status).toBe(200);
      token = body.refreshToken;
      seen.add(token);
    }
    expect(seen.size).toBe(6);
  });

  it('sent again within a minute give the same successor, and are logged once', async () => {
    const first = await signIn(await newAccount());
    const { body } = await refresh(first);

    studio.clock.advance({ seconds: 58 });
    const { answer, rows } = await logged(studio, () => refresh(first));
    expect(answer.status).toBe(200);
    expect(answer.body.refreshToken).toBe(body.refreshToken);
    expect(rows).toEqual([]);
    const me = await studio.api.withToken(answer.body.accessToken).get('/auth/me');
    expect(me.status).toBe(200);
    expect((await refresh(body.refreshToken)).status).toBe(200);
  });

  it.each([
    ['after that minute', () => studio.clock.advance({ seconds: 62 })],
    ['when its successor was used', refresh],
  ])('end with all their successors where one is used %s', async (_, meanwhile) => {
    const ana = await newAccount();
    const stolen = await signIn(ana);
    const { body } = await refresh(stolen);
    await meanwhile(body.refreshToken);

    const { answer, rows } = await logged(studio, () => refresh(stolen));
    expect(answer).toBeProblem('refresh_token_reused');
    expect(rows.map((row) => [row.action, row.outcome, row.code, row.actor_id])).toEqual([
      ['auth.signed_out', 'done', null, ana.id],
      ['auth.refreshed', 'refused', 'refresh_token_reused', ana.id],
    ]);
    expect(await refresh(body.refreshToken)).toBeProblem('refresh_token_invalid');
    expect(await refresh(stolen)).toBeProblem('refresh_token_invalid');
  });

  it('of other sign-ins of the same person go on', async () => {
    const ana = await newAccount();
    const [phone, laptop, tablet] = [await signIn(ana), await signIn(ana), await signIn(ana)];
    const { body } = await refresh(phone);
    await refresh(body.refreshToken);
    expect(await refresh(phone)).toBeProblem('refresh_token_reused');
    expect((await signOut(tablet)).status).toBe(204);
    expect((await refresh(laptop)).status).toBe(200);
  });

  it.each([1, 2, 3])('used by 32 at once have one successor (round %i)', async () => {
    const token = await signIn(await newAccount());
    const work = () => Promise.all(Array.from({ length: 32 }, () => refresh(token)));
    const { answer: answers, rows } = await logged(studio, work);

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const successors = new Set(answers.map(({ body }) => body.refreshToken));
    expect(successors.size).toBe(1);
    expect(rows.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['auth.refreshed', 'done'],
    ]);
    expect((await refresh([...successors][0])).status).toBe(200);
  });

  it('and their successors end with signing out, which may be repeated', async () => {
    const ana = await newAccount();
    const first = await signIn(ana);
    const { body } = await refresh(first);
    const { answer, rows } = await logged(studio, () => signOut(body.refreshToken));

    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(answer.headers.get('clear-site-data')).toBe('"cache"');
    expect(rows).toMatchObject([{ action: 'auth.signed_out', outcome: 'done', actor_id: ana.id }]);
    expect(await refresh(body.refreshToken)).toBeProblem('refresh_token_invalid');
    const again = await logged(studio, () => signOut(body.refreshToken));
    expect(again.answer.status).toBe(204);
    expect(again.rows).toEqual([]);
  });

  it('may be signed out with an earlier one of the family, too', async () => {
    const first = await signIn(await newAccount());
    const { body } = await refresh(first);
    expect((await signOut(first)).status).toBe(204);
    expect(await refresh(body.refreshToken)).toBeProblem('refresh_token_invalid');
  });

  it('that nobody knows are refused, and need no signing out', async () => {
    expect(await refresh('x'.repeat(43))).toBeProblem('refresh_token_invalid');
    expect((await signOut('x'.repeat(43))).status).toBe(204);
  });

  it('are not access tokens, nor the other way round', async () => {
    const { email } = await newAccount();
    const { body } = await post('/auth/login', { email, password: PASSWORD });
    const asThief = studio.api.withToken(body.refreshToken);
    expect(await asThief.get('/auth/me')).toBeProblem('not_signed_in');
    const swapped = await refresh(body.accessToken);
    expect(['validation_failed', 'refresh_token_invalid']).toContain(swapped.body.code);
  });

  it('expire after thirty days', async () => {
    const [kept, late] = [await signIn(await newAccount()), await signIn(await newAccount())];
    studio.clock.advance({ days: 29, hours: 23, minutes: 59 });
    expect((await refresh(kept)).status).toBe(200);
    studio.clock.advance({ minutes: 1 });
    expect(await refresh(late)).toBeProblem('refresh_token_invalid');
  });

  it('give out what the account is by now', async () => {
    const ana = await newAccount();
    const token = await signIn(ana);
    await studio.sql('UPDATE `user` SET user_type_id = 4 WHERE id = ?', [ana.id]);
    const { body } = await refresh(token);
    expect(body.user.role).toBe('member');
    const asMember = studio.api.withToken(body.accessToken);
    expect(await asMember.get('/members')).toBeProblem('forbidden');
  });

  it('of a person who is gone are refused', async () => {
    const ana = await newAccount();
    const token = await signIn(ana);
    await studio.sql('DELETE FROM `user` WHERE id = ?', [ana.id]);
    expect(await refresh(token)).toBeProblem('refresh_token_invalid');
    expect((await signOut(token)).status).toBe(204);
  });

  it.each([
    [{}],
    [{ refreshToken: 7 }],
    [{ refreshToken: '' }],
    [{ refreshToken: 'x'.repeat(201) }],
  ])('must be text: %j is refused', async (body) => {
    for (const path of ['/auth/refresh', '/auth/logout']) {
      const answer = await post(path, body);
      expect(answer).toBeProblem('validation_failed');
      expect(answer.body.errors[0]).toMatchObject({ in: 'body', pointer: '/refreshToken' });
    }
  });
});
