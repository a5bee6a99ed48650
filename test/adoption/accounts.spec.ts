import type { Connection } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import { DeviceTokenBatches } from '../../src/auth/device-token-batches.service.js';
import { deviceTokensFor } from '../../src/cli/device-tokens.js';
import type { Role } from '../../src/common/actor.js';
import { AccountsStage, OUT, PASSWORD } from '../support/adoption/accounts-stage.js';
import { createMigratedDatabase } from '../support/database.js';
import { expectInvalid, logged } from '../support/expectations.js';
import { Listener } from '../support/listener.js';
import '../support/matchers.js';
import { askForDeviceToken, signedIn } from '../support/sign-ins.js';
import { openStudio, type Studio } from '../support/studio.js';

const ADMIN = { id: 1, role: 'admin' } as const;
const LABEL = 'Old app';

describe('whom PHP keeps out', () => {
  let stage: AccountsStage;
  let studio: Studio;
  let php: Connection;

  beforeAll(async () => {
    stage = await AccountsStage.open();
    ({ studio, php } = stage);
  });
  beforeEach(() => stage.letAllIn());
  afterAll(() => stage.close());

  const letAllIn = () => stage.letAllIn();
  const personOf = (role: Role) => stage.personOf(role);
  const signIn = (id: number, password?: string) => stage.signIn(id, password);
  const refresh = (refreshToken: unknown) => studio.api.post('/auth/refresh', { refreshToken });
  const asAdmin = () => studio.api.as(ADMIN);
  const deviceOf = (userId: number) => askForDeviceToken(studio, ADMIN, { userId, label: LABEL });

  it.each(OUT)(
    '%s: cannot sign in, and learns it with the right password only',
    async (_, role, sql) => {
      const id = await personOf(role);
      expect((await signIn(id)).status).toBe(200);
      await php.query(sql, [id]);
      const { answer, rows } = await logged(studio, () => signIn(id));
      expect(answer).toBeProblem('account_not_active');
      expect(rows).toMatchObject([
        { action: 'auth.signed_in', outcome: 'refused', code: 'account_not_active', actor_id: id },
      ]);

      const wrong = await signIn(id, 'not the password');
      expect(wrong).toBeProblem('sign_in_failed');
      const unknown = await signIn(9_000 + id, 'not the password');
      expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });

      await letAllIn();
      expect((await signIn(id)).status).toBe(200);
    },
  );

  it.each(OUT)(
    '%s: gets no new tokens, and the old ones when let in again',
    async (_, role, sql) => {
      const id = await personOf(role);
      const { body } = await signIn(id);
      await php.query(sql, [id]);
      expect(await refresh(body.refreshToken)).toBeProblem('account_not_active');
      // As with any right that is lost: minutes.
      expect((await studio.api.withToken(body.accessToken).get('/auth/me')).status).toBe(200);
      await letAllIn();
      const next = await refresh(body.refreshToken);
      expect(next.status).toBe(200);
      await php.query(sql, [id]);
      // Who asks again for a lost answer gets nothing more than others do.
      expect(await refresh(body.refreshToken)).toBeProblem('account_not_active');
      await letAllIn();
      expect((await refresh(next.body.refreshToken)).status).toBe(200);
      await php.query(sql, [id]);
      // A thief is found out, whoever it was stolen from.
      expect(await refresh(body.refreshToken)).toBeProblem('refresh_token_reused');
    },
  );

  it.each(OUT)('%s: a device token opens nothing, from the next call on', async (_, role, sql) => {
    const id = await personOf(role);
    const { body } = await deviceOf(id);
    const device = studio.api.withToken(body.token);
    expect((await device.get('/auth/me')).status).toBe(200);
    await php.query(sql, [id]);
    const refused = await device.get('/auth/me');
    expect(refused).toBeProblem('not_signed_in');
    expect(refused.body.detail).toContain('not active');
    await letAllIn();
    expect((await device.get('/auth/me')).status).toBe(200);
  });

  it.each(OUT)('%s: is given no device token, alone or among many', async (_, role, sql) => {
    const id = await personOf(role);
    await php.query(sql, [id]);
    const { api } = await signedIn(studio, ADMIN);
    const device = { userId: id, label: LABEL };
    await expectInvalid(studio, 'userId', () => api.post('/auth/device-tokens', device));
    const batches = studio.app.get(DeviceTokenBatches);
    const plan = await batches.plan({ role }, LABEL);
    expect(plan.holders.map((one) => one.id)).not.toContain(id);
    expect(plan.out).toBe(1);
    expect(await batches.plan({ userIds: [id, 151] }, LABEL)).toMatchObject({
      holders: [{ id: 151 }],
      refused: [id],
    });
    const call = (more: object) =>
      deviceTokensFor(studio.app, { admin: 'p1@example.com', label: LABEL, ...more });
    expect(await call({ role })).toMatch(/^1 more get none: PHP lets them not sign in/m);
    await expect(call({ users: String(id) })).rejects.toThrow(`not active: ${id}`);
  });

  it('nobody makes tokens in the name of an admin who is out', async () => {
    await studio.sql("UPDATE user SET account_status = 'rejected' WHERE id = 1");
    expect(await studio.app.get(DeviceTokenBatches).adminOf('p1@example.com')).toBeUndefined();
  });

  it.each(OUT)('%s: the streams end, and none can be opened', async (_, role, sql) => {
    const id = await personOf(role);
    const { body } = await signIn(id);
    const api = studio.api.withToken(body.accessToken);
    const listeners = [
      await Listener.openAndSee(api),
      await Listener.openAndSee(studio.api.withToken((await deviceOf(id)).body.token)),
    ];
    const { ticket } = (await api.request('POST', '/events/tickets')).body as { ticket: string };
    await php.query(sql, [id]);
    for (const one of listeners) {
      expect(await one.untilNamed('end')).toEqual({ reason: 'access_ended' });
      await one.untilClosed();
    }
    expect(await api.request('POST', '/events/tickets')).toBeProblem('not_signed_in');
    expect(await api.get('/events')).toBeProblem('not_signed_in');
    expect(await studio.api.get(`/events?ticket=${ticket}`)).toBeProblem('not_signed_in');
  });

  it('a coach who takes no new members now is not out', async () => {
    const coach = await personOf('coach');
    expect((await signIn(coach)).status).toBe(200);
  });

  it('nobody is out since no day, as a lenient server leaves it', async () => {
    const zero = '0000-00-00 00:00:00';
    await php.query('UPDATE user SET deleted_at = ?, deactivated_at = ?', [zero, zero]);
    await php.query('UPDATE coaches SET deactivated_at = ?', [zero]);
    expect((await signIn(await personOf('coach'))).status).toBe(200);
  });

  it('of two accounts with one e-mail address, the one that is let in signs in', async () => {
    const both = 'UPDATE user SET account_status = ? WHERE id = ?';
    for (const [out, id] of [
      [100, 101],
      [101, 100],
    ]) {
      await letAllIn();
      await studio.sql(both, ['rejected', out]);
      expect((await signIn(100)).body).toMatchObject({ user: { id } });
    }
  });

  it('whom the product adds is approved, or PHP would delete them and their packages', async () => {
    const body = { firstName: 'Ida', lastName: 'Neu', email: 'ida.neu@example.com' };
    const { id } = (await asAdmin().post('/members', body)).body as { id: number };
    const rows = await studio.sql('SELECT account_status FROM user WHERE id = ?', [id]);
    expect(rows).toEqual([{ account_status: 'approved' }]);
    expect((await deviceOf(id)).status).toBe(201);
  });
});

describe('a database without such columns', () => {
  it('keeps nobody out, and needs no approval', async () => {
    const studio = await openStudio({ databaseUrl: await createMigratedDatabase() });
    const hash = await studio.app.get(Passwords).hash(PASSWORD);
    const ana = await studio.given.person('coach', 'Ana Silva', hash);
    const { status, body } = await studio.api.post('/auth/login', {
      email: ana.email,
      password: PASSWORD,
    });
    expect(status).toBe(200);
    const { refreshToken } = body as { refreshToken: string };
    expect((await studio.api.post('/auth/refresh', { refreshToken })).status).toBe(200);
    await studio.close();
  });
});
