import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import type { TestPerson } from '../support/api.js';
import { logged } from '../support/expectations.js';
import '../support/matchers.js';
import { accessTokenOf } from '../support/sign-ins.js';
import { openStudio, type Studio } from '../support/studio.js';

const PASSWORD = 'correct horse battery';
const NOBODYS = '00000000-0000-4000-8000-000000000000';

describe('sign-ins', () => {
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
  const post = (path: string, body: object, userAgent = 'a test') => {
    requests += 1;
    ip = `10.3.${Math.floor(requests / 250)}.${(requests % 250) + 1}`;
    const headers = { 'X-Forwarded-For': ip, 'User-Agent': userAgent };
    return studio.api.post(path, body, { headers });
  };
  const refresh = (refreshToken: string) => post('/auth/refresh', { refreshToken });
  const newAccount = (role: TestPerson['role'] = 'coach') =>
    studio.given.person(role, 'Ana Silva', passwordHash);

  async function signIn({ email }: Pick<TestPerson, 'email'>, userAgent?: string) {
    const { body } = await post('/auth/login', { email, password: PASSWORD }, userAgent);
    const api = studio.api.withToken(body.accessToken);
    const { data } = (await api.get('/auth/sign-ins')).body as { data: Row[] };
    const id = data.find(({ current }) => current)?.id ?? '';
    return { api, id, refreshToken: body.refreshToken as string };
  }
  interface Row {
    readonly id: string;
    readonly current: boolean;
  }
  const end = (by: { api: Studio['api'] }, path: string, key?: string) =>
    by.api.request('DELETE', `/auth/sign-ins${path}`, key === undefined ? {} : { key });

  it('are listed with where and when, used last first', async () => {
    const ana = await newAccount();
    const phone = await signIn(ana, 'a phone');
    const phoneIp = ip;
    const started = studio.clock.now().toISOString();
    studio.clock.advance({ minutes: 5 });
    const laptop = await signIn(ana, 'a laptop');
    await signIn(await newAccount());

    const { status, body } = await laptop.api.get('/auth/sign-ins');
    expect(status).toBe(200);
    expect(body.data).toEqual([
      expect.objectContaining({ id: laptop.id, current: true, userAgent: 'a laptop' }),
      {
        ...{ id: phone.id, current: false, startedAt: started, lastUsedAt: started },
        ...{ endsAt: '2026-06-08T12:00:00.000Z', ipAddress: phoneIp, userAgent: 'a phone' },
        isNewDevice: false,
      },
    ]);
    studio.clock.advance({ minutes: 5 });
    await refresh(phone.refreshToken);
    const after = (await phone.api.get('/auth/sign-ins')).body.data as Row[];
    expect(after[0]).toMatchObject({
      ...{ id: phone.id, current: true, startedAt: started, ipAddress: ip, userAgent: 'a test' },
      ...{ lastUsedAt: studio.clock.now().toISOString(), endsAt: '2026-06-08T12:00:00.000Z' },
    });
  });

  it('are ended one by one, once, and the others go on', async () => {
    const ana = await newAccount();
    const [stolen, laptop] = [await signIn(ana), await signIn(ana)];
    const { answer, rows } = await logged(studio, () => end(laptop, `/${stolen.id}`));
    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      ...{ action: 'auth.sign_ins_ended', outcome: 'done', status: 204, actor_id: ana.id },
      before: { userId: ana.id, count: 1, signInIds: [stolen.id] },
    });
    expect(await refresh(stolen.refreshToken)).toBeProblem('refresh_token_invalid');
    expect(((await laptop.api.get('/auth/sign-ins')).body.data as Row[]).map((r) => r.id)).toEqual([
      laptop.id,
    ]);
    const again = await logged(studio, () => end(laptop, `/${stolen.id}`));
    expect(again.answer.status).toBe(204);
    expect(again.rows).toEqual([]);
    expect((await refresh(laptop.refreshToken)).status).toBe(200);
  });

  it('of others are not there, and none is asked for by what is no id', async () => {
    const [ana, eve] = [await signIn(await newAccount()), await signIn(await newAccount())];
    for (const id of [ana.id, NOBODYS]) {
      expect(await end(eve, `/${id}`)).toBeProblem('sign_in_not_found');
    }
    for (const id of ['1', NOBODYS.toUpperCase().replace('4', 'F'), `${NOBODYS}0`]) {
      expect(await end(eve, `/${id}`)).toBeProblem('validation_failed');
    }
    expect((await refresh(ana.refreshToken)).status).toBe(200);
  });

  it('end all at once, the one that asks included', async () => {
    const ana = await newAccount();
    const other = await signIn(await newAccount());
    const [phone, laptop] = [await signIn(ana), await signIn(ana)];
    const { body } = await refresh(phone.refreshToken);
    const { answer, rows } = await logged(studio, () => end(laptop, ''));
    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(rows).toMatchObject([
      { action: 'auth.sign_ins_ended', before: { userId: ana.id, count: 2 }, code: null },
    ]);
    for (const token of [body.refreshToken, laptop.refreshToken]) {
      expect(await refresh(token)).toBeProblem('refresh_token_invalid');
    }
    expect((await laptop.api.get('/auth/sign-ins')).body.data).toEqual([]);
    expect((await refresh(other.refreshToken)).status).toBe(200);
  });

  it('of others are an admin’s to see and to end, and nobody else’s', async () => {
    const ana = await newAccount();
    const admin = await newAccount('admin');
    const [phone, desk] = [await signIn(ana), await signIn(admin)];
    for (const role of ['staff', 'coach', 'member'] as const) {
      const eve = await signIn(await newAccount(role));
      expect(await eve.api.get(`/auth/sign-ins?userId=${ana.id}`)).toBeProblem('forbidden');
      expect(await end(eve, `?userId=${ana.id}`)).toBeProblem('forbidden');
      expect(await end(eve, `/${phone.id}?userId=${ana.id}`)).toBeProblem('forbidden');
      expect((await eve.api.get('/auth/sign-ins')).body.data).toHaveLength(1);
    }
    const listed = await desk.api.get(`/auth/sign-ins?userId=${ana.id}`);
    expect(listed.body.data).toMatchObject([{ id: phone.id, current: false }]);
    expect(await end(desk, `/${phone.id}`)).toBeProblem('sign_in_not_found');
    const { rows } = await logged(studio, () => end(desk, `/${phone.id}?userId=${ana.id}`));
    expect(rows).toMatchObject([{ actor_id: admin.id, before: { userId: ana.id, count: 1 } }]);
    const next = await signIn(ana);
    expect((await end(desk, `?userId=${ana.id}`)).status).toBe(204);
    for (const { refreshToken } of [phone, next]) {
      expect(await refresh(refreshToken)).toBeProblem('refresh_token_invalid');
    }
    expect((await refresh(desk.refreshToken)).status).toBe(200);
  });

  it('end with the password, whoever changed it, and the log says so', async () => {
    const ana = await newAccount();
    const [phone, laptop] = [await signIn(ana), await signIn(ana)];
    await studio.sql('UPDATE `user` SET password = ? WHERE id = ?', [
      await studio.app.get(Passwords).hash(PASSWORD),
      ana.id,
    ]);
    const later = await signIn(ana);
    const { answer, rows } = await logged(studio, () => refresh(phone.refreshToken));
    expect(answer).toBeProblem('refresh_token_invalid');
    expect(rows).toMatchObject([
      {
        ...{ action: 'auth.sign_ins_ended', outcome: 'done', code: 'password_changed' },
        ...{ actor_id: null, before: { userId: ana.id, count: 1, signInIds: [phone.id] } },
      },
      { action: 'auth.refreshed', outcome: 'refused', code: 'refresh_token_invalid' },
    ]);
    const listed = (await later.api.get('/auth/sign-ins')).body.data as Row[];
    expect(listed.map(({ id }) => id)).toEqual([later.id]);
    expect(await refresh(laptop.refreshToken)).toBeProblem('refresh_token_invalid');
    expect((await refresh(later.refreshToken)).status).toBe(200);
  });

  it('end however often they are used, and no access token outlasts them', async () => {
    const phone = await signIn(await newAccount());
    let { refreshToken: token } = phone;
    for (let day = 0; day < 75; day += 25) {
      studio.clock.advance({ days: 25 });
      token = (await refresh(token)).body.refreshToken;
    }
    studio.clock.advance({ days: 14, hours: 23, minutes: 50 });
    const { body } = await refresh(token);
    expect(body.expiresIn).toBe(600);
    studio.clock.advance({ minutes: 10 });
    expect(await refresh(body.refreshToken)).toBeProblem('refresh_token_invalid');
  });

  it('begun by a process of the release before get their row when they are used', async () => {
    const ana = await newAccount();
    const phone = await signIn(ana);
    await studio.sql('DELETE FROM coach_sign_in WHERE family = ?', [phone.id]);
    expect((await phone.api.get('/auth/sign-ins')).body.data).toEqual([]);
    const { body } = await refresh(phone.refreshToken);
    const api = studio.api.withToken(body.accessToken);
    expect((await api.get('/auth/sign-ins')).body.data).toMatchObject([{ id: phone.id }]);
    // One that has no row yet ends with the others, too.
    await studio.sql('DELETE FROM coach_sign_in WHERE family = ?', [phone.id]);
    const ofThen = { api: studio.api.as(ana) };
    expect((await end(ofThen, '')).status).toBe(204);
    expect(await refresh(body.refreshToken)).toBeProblem('refresh_token_invalid');
  });

  it('stay ended where a process of the release before renewed them at the same time', async () => {
    const phone = await signIn(await newAccount());
    const ended = 'UPDATE coach_sign_in SET ended_at = started_at WHERE family = ?';
    await studio.sql(ended, [phone.id]);
    expect(await refresh(phone.refreshToken)).toBeProblem('refresh_token_invalid');
  });

  it('end with their live updates, and get no ticket for others', async () => {
    const ana = await newAccount();
    const [phone, laptop] = [await signIn(ana), await signIn(ana)];
    const { body } = await phone.api.post('/events/tickets');
    expect((await phone.api.get('/events')).status).toBe(200);
    await end(laptop, `/${phone.id}`);
    expect(await studio.api.get(`/events?ticket=${body.ticket}`)).toBeProblem('not_signed_in');
    expect(await phone.api.get('/events')).toBeProblem('not_signed_in');
    expect(await phone.api.post('/events/tickets')).toBeProblem('not_signed_in');
    expect((await laptop.api.post('/events/tickets')).status).toBe(201);
  });

  it('are ended and used at once: whatever comes first, nothing goes on', async () => {
    const ana = await newAccount();
    for (let round = 0; round < 5; round += 1) {
      const [phone, laptop] = [await signIn(ana), await signIn(ana)];
      const [used] = await Promise.all([refresh(phone.refreshToken), end(laptop, '')]);
      for (const token of [phone.refreshToken, used.body.refreshToken ?? 'x'.repeat(43)]) {
        expect(await refresh(token)).toBeProblem('refresh_token_invalid');
      }
    }
  });

  it.each([7, true, '', 'x', `${NOBODYS}0`, {}])('have no such id as %j', async (sid) => {
    const ana = await newAccount();
    const token = accessTokenOf(studio, ana, sid as string);
    expect(await studio.api.withToken(token).get('/auth/me')).toBeProblem('not_signed_in');
  });

  it('ended under a key get the same answer again', async () => {
    const ana = await newAccount();
    const [phone, laptop] = [await signIn(ana), await signIn(ana)];
    await end(laptop, `/${phone.id}`, 'lost phone');
    const again = await end(laptop, `/${phone.id}`, 'lost phone');
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });
});
