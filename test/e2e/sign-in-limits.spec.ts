import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import '../support/matchers.js';
import { guessed, Guessing } from '../support/guesses.js';
import { openStudio, type Studio } from '../support/studio.js';

/** Where Ana signs in, and where nobody does whom the studio knows. */
const HOME = '198.51.100.7';
const strangers = (n: number) => `203.0.${113 + Math.floor(n / 250)}.${n % 250}`;

describe('guessing passwords', () => {
  let guessing: Guessing;
  let studio: Studio;

  beforeEach(async () => {
    guessing = await Guessing.open();
    ({ studio } = guessing);
  });
  afterEach(() => studio.close());

  it('ends after ten at an account, from however many addresses', async () => {
    const email = await guessing.account();
    expect(await guessing.guesses(120, email, strangers)).toEqual(guessed(10, 110));

    const right = await guessing.enter(email, strangers(121));
    expect(right).toBeProblem('too_many_attempts');
    expect(right.headers.get('retry-after')).toBe('60');
    studio.clock.advance({ seconds: 60 });
    expect((await guessing.enter(email, strangers(121))).status).toBe(200);
  });

  it('has longer pauses the longer it goes on', async () => {
    const email = await guessing.account();
    await guessing.guesses(10, email, strangers);
    for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const refused = await guessing.guess(email, strangers(11));
      expect(refused.headers.get('retry-after')).toBe(String(minutes * 60));
      expect(refused.body.detail).toContain(minutes === 1 ? 'a minute' : `${minutes} minutes`);
      studio.clock.advance({ minutes, seconds: -1 });
      expect(await guessing.guess(email, strangers(12))).toBeProblem('too_many_attempts');
      studio.clock.advance({ seconds: 1 });
      expect(await guessing.guess(email, strangers(13))).toBeProblem('sign_in_failed');
    }
  });

  it('keeps nobody out who signs in from where they did before', async () => {
    const email = await guessing.account();
    expect((await guessing.enter(email, HOME)).status).toBe(200);
    expect(await guessing.guesses(12, email, strangers)).toEqual(guessed(10, 2));
    expect((await guessing.enter(email, HOME)).status).toBe(200);
    // Nor does that give the guesser more.
    expect(await guessing.enter(email, strangers(1))).toBeProblem('too_many_attempts');

    // Also when a sign-in ends that was renewed all the while.
    studio.clock.advance({ days: studio.config.signInDays });
    expect(await guessing.guesses(10, email, strangers)).toEqual(guessed(10, 0));
    expect((await guessing.enter(email, HOME)).status).toBe(200);

    studio.clock.advance({ days: studio.config.signInDays + 30 });
    await guessing.guesses(10, email, strangers);
    expect(await guessing.enter(email, HOME)).toBeProblem('too_many_attempts');
  });

  it('from where somebody signs in pauses for minutes, and there alone', async () => {
    const email = await guessing.account();
    await guessing.enter(email, HOME);
    expect(await guessing.guesses(11, email, () => HOME)).toEqual(guessed(10, 1));
    expect((await guessing.enter(email, strangers(1))).status).toBe(200);
    for (const minutes of [1, 2, 4, 5, 5]) {
      const refused = await guessing.enter(email, HOME);
      expect(refused.headers.get('retry-after')).toBe(String(minutes * 60));
      studio.clock.advance({ minutes });
      await guessing.guess(email, HOME);
    }
  });

  it('begins anew after a success, and after an hour', async () => {
    const email = await guessing.account();
    expect(await guessing.guesses(9, email, strangers)).toEqual(guessed(9, 0));
    expect((await guessing.enter(email, HOME)).status).toBe(200);
    expect(await guessing.guesses(9, email, strangers)).toEqual(guessed(9, 0));
    studio.clock.advance({ hours: 1 });
    expect(await guessing.guesses(9, email, strangers)).toEqual(guessed(9, 0));
  });

  it('begins anew after a success from a known network, there alone', async () => {
    const email = await guessing.account();
    for (let round = 0; round < 2; round += 1) {
      expect((await guessing.enter(email, HOME)).status).toBe(200);
      expect(await guessing.guesses(9, email, () => HOME)).toEqual(guessed(9, 0));
    }
  });

  it('counts no right password of somebody who is kept out', async () => {
    const email = await guessing.account();
    await studio.sql("INSERT INTO usertype (id, type_name) VALUES (5, 'supplier')");
    await studio.sql('UPDATE `user` SET user_type_id = 5 WHERE email = ?', [email]);
    expect(await guessing.guesses(9, email)).toEqual(guessed(9, 0));
    for (let n = 0; n < 3; n += 1) {
      expect(await guessing.enter(email)).toBeProblem('account_not_active');
    }
    expect((await guessing.kept()).elsewhere).toEqual([]);
  });

  it('counts no success: three tills on one account and address, six times a minute', async () => {
    const email = await guessing.account();
    for (let round = 0; round < 6; round += 1) {
      const tills = await Promise.all([1, 2, 3].map(() => guessing.enter(email, HOME)));
      expect(tills.map(({ status }) => status)).toEqual([200, 200, 200]);
    }
    expect((await guessing.kept()).elsewhere).toEqual([]);
  });

  it('lets two in that come at once from a new network, after a typing error', async () => {
    for (let round = 0; round < 4; round += 1) {
      const email = await guessing.account();
      await guessing.guess(email, HOME);
      const before = (await guessing.kept()).networks.length;
      const both = await Promise.all([1, 2].map(() => guessing.enter(email, HOME)));
      expect(both.map(({ status }) => status)).toEqual([200, 200]);
      expect((await guessing.kept()).networks).toHaveLength(before + 1);
    }
  });

  it('counts tries that come at the same moment', async () => {
    const email = await guessing.account();
    // Two are looked at at once, so that after an odd one they would be eleven.
    const statuses = await guessing.guesses(1, email);
    for (let left = 31; left > 0;) {
      const all = Array.from({ length: left }, (_, n) => guessing.guess(email, strangers(n)));
      // Whom the lane has refused guesses again.
      const looked = (await Promise.all(all)).filter(({ status }) => status !== 503);
      statuses.push(...looked.map(({ status }) => status));
      left -= looked.length;
    }
    expect(statuses.toSorted()).toEqual(guessed(10, 22));
  });

  it('gets no further tries for another spelling of the e-mail address', async () => {
    const email = await guessing.account();
    const spellings = [email, email.toUpperCase(), ` ${email}`, `${email} `, `\t${email}\n`];
    for (let n = 0; n < 10; n += 1) await guessing.guess(spellings[n % 5] ?? email, strangers(n));
    expect(await guessing.enter(email)).toBeProblem('too_many_attempts');
  });

  it('leaves other accounts alone', async () => {
    const [email, other] = [await guessing.account(), await guessing.account()];
    await guessing.guesses(11, email);
    expect((await guessing.enter(other)).status).toBe(200);
  });

  it('takes the addresses of one IPv6 network for one', async () => {
    const email = await guessing.account();
    const within = (n: number) => `2001:db8:1:2::${(n % 8) + 1}`;
    expect((await guessing.enter(email, within(0))).status).toBe(200);
    await guessing.guesses(10, email, strangers);
    expect((await guessing.enter(email, within(5))).status).toBe(200);
    expect(await guessing.guesses(12, email, within)).toEqual(guessed(10, 2));
    expect(await guessing.enter(email, '2001:db8:1:3::1')).toBeProblem('too_many_attempts');
  });

  it.each([
    ['one IP address', () => '203.0.113.1', '203.0.113.2'],
    ['one IPv6 network', (n: number) => `2001:db8::${n + 1}`, '2001:db8:0:1::1'],
  ])('ends after sixty tries a minute from %s', async (_, from, elsewhere) => {
    const statuses: number[] = [];
    for (let n = 0; n < 61; n += 1) {
      const body = { email: `guess${n}@example.com`, password: '' };
      const headers = { 'X-Forwarded-For': from(n) };
      statuses.push((await studio.api.post('/auth/login', body, { headers })).status);
    }
    expect(statuses.slice(0, 60)).toEqual(new Array(60).fill(400));
    expect(statuses[60]).toBe(429);
    expect((await guessing.enter(await guessing.account(), elsewhere)).status).toBe(200);
  });

  it('cannot change its IP address where no proxy is trusted', async () => {
    const email = await guessing.account();
    await guessing.enter(email, HOME);
    const open = await openStudio({ databaseUrl: studio.databaseUrl });
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      const headers = { 'X-Forwarded-For': HOME, 'X-Real-IP': HOME };
      const body = { email, password: 'a guess' };
      statuses.push((await open.api.post('/auth/login', body, { headers })).status);
    }
    expect(statuses).toEqual(guessed(10, 2));
    await open.close();
    // None of it counted as from there.
    expect((await guessing.enter(email, HOME)).status).toBe(200);
  });

  it('does not lock anybody out of what they are signed in to', async () => {
    const email = await guessing.account();
    const { body } = await guessing.enter(email, HOME);
    await guessing.guesses(11, email, () => HOME);
    expect((await studio.api.withToken(body.accessToken).get('/auth/me')).status).toBe(200);
    const { refreshToken } = body as { refreshToken: string };
    expect((await studio.api.post('/auth/refresh', { refreshToken })).status).toBe(200);
  });
});
