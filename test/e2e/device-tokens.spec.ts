import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Housekeeping } from '../../src/audit/housekeeping.service.js';
import { USER_TYPE_IDS, type Role } from '../../src/common/actor.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { Answer, Api, TestPerson } from '../support/api.js';
import { booksOf, expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import { tokenWith } from '../support/forgeries.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

// The library that checks tokens asks the real clock when they end.
const NOW = new Date().toISOString();
const NOBODYS_ID = 2_000_000_001;

interface Device {
  readonly id: number;
  readonly token: string;
  readonly api: Api;
  readonly answer: Answer;
}

describe('device tokens', () => {
  let studio: Studio;
  let admin: TestPerson;
  let asAdmin: Api;

  beforeAll(async () => {
    studio = await openStudio({ now: NOW });
    admin = await studio.given.admin();
    asAdmin = studio.api.as(admin);
  });
  beforeEach(() => studio.clock.set(NOW));
  afterAll(() => studio.close());

  async function deviceOf({ id: userId }: { id: number }, more: object = {}): Promise<Device> {
    const body = { userId, label: 'A phone', ...more };
    const answer = await asAdmin.post('/auth/device-tokens', body);
    if (answer.status !== 201) throw new Error(`no device token: ${answer.text}`);
    const { id, token } = answer.body as { id: number; token: string };
    return { id, token, api: studio.api.withToken(token), answer };
  }

  const revoke = ({ id }: { id: number }, by = asAdmin, key?: string) =>
    by.request('DELETE', `/auth/device-tokens/${id}`, key === undefined ? {} : { key });

  async function listed({ id }: { id: number }): Promise<Record<string, unknown> | undefined> {
    const { body } = await asAdmin.get('/auth/device-tokens?limit=100');
    return (body.data as { id: number }[]).find((row) => row.id === id);
  }

  const setRole = ({ id }: TestPerson, role: Role) =>
    studio.sql('UPDATE `user` SET user_type_id = ? WHERE id = ?', [USER_TYPE_IDS[role], id]);

  const claimsOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;

  const atSecond = (daysLater = 0) =>
    new Date(Math.floor(Date.parse(NOW) / 1000) * 1000 + daysLater * 86_400_000).toISOString();

  const named = ({ id, name, role }: TestPerson) => ({ id, name, role });

  describe('are made by an admin', () => {
    it('for one device of a person, and say whose, what and until when', async () => {
      const ana = await studio.given.coach('Ana Silva');
      const body = { userId: ana.id, label: '  Ana’s phone ', expiresInDays: 30 };
      const { answer, rows } = await logged(studio, () =>
        asAdmin.post('/auth/device-tokens', body),
      );

      expect(answer.status).toBe(201);
      const { id, token } = answer.body as Device;
      expect(answer.body).toEqual({
        id: expect.any(Number) as number,
        token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
        tokenType: 'Bearer',
        user: named(ana),
        label: 'Ana’s phone',
        createdAt: atSecond(),
        createdBy: named(admin),
        expiresAt: atSecond(30),
      });
      expect(claimsOf(token)).toEqual({
        device: id,
        sub: String(ana.id),
        iss: 'coach-sessions',
        aud: 'coach-sessions-api',
        iat: expect.any(Number) as number,
        exp: Date.parse(atSecond(30)) / 1000,
      });
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        action: 'device_token.created',
        outcome: 'done',
        status: 201,
        actor_id: admin.id,
        member_id: null,
        before: null,
        after: { id, userId: ana.id, label: 'Ana’s phone', expiresAt: atSecond(30) },
      });
    });

    it('for a year where nothing is said, and for two at most', async () => {
      const tom = await studio.given.member();
      const { answer } = await deviceOf(tom);
      expect(answer.body.expiresAt).toBe(atSecond(365));
      const longest = await deviceOf(tom, { expiresInDays: 730 });
      expect(longest.answer.body.expiresAt).toBe(atSecond(730));
    });

    it('anew at every request, because no answer is kept under a key', async () => {
      const body = { userId: (await studio.given.member()).id, label: 'A phone' };
      const [{ n: before } = {}] = await studio.sql(
        'SELECT COUNT(*) AS n FROM coach_idempotency_key',
      );
      const create = () => asAdmin.post('/auth/device-tokens', body, { key: 'twice' });
      const [first, again] = [await create(), await create()];
      expect([first.status, again.status]).toEqual([201, 201]);
      expect(again.body.id).not.toBe(first.body.id);
      expect(again.headers.get('idempotency-replayed')).toBeNull();
      const [{ n: after } = {}] = await studio.sql(
        'SELECT COUNT(*) AS n FROM coach_idempotency_key',
      );
      expect(after).toEqual(before);
    });

    it('but not for an admin, and not for nobody', async () => {
      for (const userId of [admin.id, NOBODYS_ID]) {
        const body = { userId, label: 'A phone' };
        await expectInvalid(studio, 'userId', () => asAdmin.post('/auth/device-tokens', body));
      }
    });

    it.each([
      ['userId', { userId: undefined }],
      ['userId', { userId: '7' }],
      ['label', { label: undefined }],
      ['label', { label: '   ' }],
      ['label', { label: 'x'.repeat(101) }],
      ['expiresInDays', { expiresInDays: 0 }],
      ['expiresInDays', { expiresInDays: 731 }],
      ['expiresInDays', { expiresInDays: 1.5 }],
      ['expiresInDays', { expiresInDays: null }],
      ['role', { role: 'admin' }],
      ['expiresAt', { expiresAt: '2030-01-01T00:00:00Z' }],
    ])('with a right %s: %j is refused', async (field, wrong) => {
      const body = { userId: 1, label: 'A phone', ...wrong };
      await expectInvalid(studio, field, () => asAdmin.post('/auth/device-tokens', body));
    });

    it('and by nobody else, least of all with one of them', async () => {
      const tom = await studio.given.member();
      const staff = await studio.given.staff();
      const coach = await studio.given.coach();
      const device = await deviceOf(tom);
      const body = { userId: tom.id, label: 'One more' };
      const others = [studio.api.as(staff), studio.api.as(coach)];
      for (const person of [staff, coach, tom]) others.push((await deviceOf(person)).api);
      for (const api of others) {
        await expectRefusal(studio, 'forbidden', () => api.post('/auth/device-tokens', body));
        await expectRefusal(studio, 'forbidden', () => revoke(device, api));
        expect(await api.get('/auth/device-tokens')).toBeProblem('forbidden');
      }
    });
  });

  describe('open what their person may do', () => {
    it('reads and changes, under the name of the person', async () => {
      const { api, given } = studio;
      const ana = await given.coach('Ana Silva');
      const tom = await given.member({ coach: ana, remaining: 5 });
      const phone = await deviceOf(ana);

      expect((await phone.api.get('/auth/me')).body).toMatchObject({ id: ana.id, role: 'coach' });
      const { answer, rows } = await logged(studio, () => phone.api.startWorkout(tom));
      expect(answer.body.usage.createdBy).toEqual(named(ana));
      expect(rows).toMatchObject([
        { action: 'session.deducted', actor_id: ana.id, actor_role: 'coach', member_id: tom.id },
      ]);
      const foreign = await given.member({ coach: await given.coach(), remaining: 5 });
      expect(await phone.api.member(foreign)).toBeProblem('not_your_member');
      expect((await api.as(ana).member(tom)).body.totals.usages).toBe(1);
    });

    it('for members and staff, too', async () => {
      const { given } = studio;
      const tom = await given.member({ coach: await given.coach(), remaining: 5 });
      const [phone, tablet] = [await deviceOf(tom), await deviceOf(await given.staff())];
      expect((await phone.api.startWorkout(tom)).body.deducted).toBe(true);
      expect(await phone.api.get('/members')).toBeProblem('forbidden');
      expect((await tablet.api.get('/members')).status).toBe(200);
    });

    it('in the role of today, not of the day they were made', async () => {
      const { given } = studio;
      const eve = await given.coach();
      const phone = await deviceOf(eve);
      expect((await phone.api.get('/members')).status).toBe(200);
      await setRole(eve, 'member');
      expect(await phone.api.get('/members')).toBeProblem('forbidden');
      expect((await phone.api.get('/auth/me')).body.role).toBe('member');
      await setRole(eve, 'staff');
      expect((await phone.api.get('/activity')).status).toBe(200);
    });

    it('and nothing while the person is an admin', async () => {
      const { given } = studio;
      const eve = await given.staff();
      const phone = await deviceOf(eve);
      await setRole(eve, 'admin');
      await expectClosed(phone.api);
    });

    it('and nothing once the account is gone', async () => {
      const ghost = await studio.given.coach();
      const phone = await deviceOf(ghost);
      await studio.sql('DELETE FROM `user` WHERE id = ?', [ghost.id]);
      await expectClosed(phone.api);
      expect(await listed(phone)).toMatchObject({ user: { id: ghost.id, name: null, role: null } });
    });
  });

  /** A read and a change are refused, nothing is written, and nothing is learned. */
  async function expectClosed(api: Api, code: 'not_signed_in' | 'token_expired' = 'not_signed_in') {
    const before = await booksOf(studio);
    const newMember = { firstName: 'Mal', lastName: 'Lory', email: 'mallory@example.com' };
    for (const answer of [
      await api.get('/auth/me'),
      await api.get('/members'),
      await api.post('/members', newMember),
    ]) {
      expect(answer).toBeProblem(code);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(await booksOf(studio)).toEqual(before);
  }

  describe('end', () => {
    it('with being revoked, at once and for this device alone', async () => {
      const ana = await studio.given.coach('Ana Silva');
      const [lost, kept] = [await deviceOf(ana, { label: 'Lost phone' }), await deviceOf(ana)];
      expect((await lost.api.get('/members')).status).toBe(200);
      const { answer, rows } = await logged(studio, () => revoke(lost));

      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        action: 'device_token.revoked',
        outcome: 'done',
        status: 204,
        actor_id: admin.id,
        member_id: null,
        before: { id: lost.id, userId: ana.id, label: 'Lost phone', expiresAt: atSecond(365) },
        after: null,
      });
      await expectClosed(lost.api);
      expect((await kept.api.get('/members')).status).toBe(200);
      expect((await studio.api.as(ana).get('/members')).status).toBe(200);
    });

    it('with being revoked once: again is right, and changes nothing', async () => {
      const { clock, given } = studio;
      const lost = await deviceOf(await given.member());
      await revoke(lost);
      const before = await listed(lost);
      expect(before).toMatchObject({ revokedAt: atSecond(), revokedBy: named(admin) });
      clock.advance({ minutes: 5 });
      const second = await given.person('admin');
      for (const key of [undefined, 'again', 'again']) {
        const { answer, rows } = await logged(studio, () =>
          revoke(lost, studio.api.as(second), key),
        );
        expect(answer).toMatchObject({ status: 204, text: '' });
        expect(rows).toEqual([]);
      }
      expect(await listed(lost)).toEqual(before);
    });

    it('with being revoked under a key, whose repetition gets the same answer', async () => {
      const lost = await deviceOf(await studio.given.member());
      const first = await revoke(lost, asAdmin, 'lost phone');
      const again = await revoke(lost, asAdmin, 'lost phone');
      expect(again).toMatchObject({ status: first.status, text: first.text });
      expect(first).toMatchObject({ status: 204, text: '' });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
    });

    it('for one of 16 who revoke it at once, who alone is in the log', async () => {
      const lost = await deviceOf(await studio.given.member());
      const { answer, rows } = await logged(studio, async () => {
        const answers = await Promise.all(Array.from({ length: 16 }, () => revoke(lost)));
        expect(answers.map(({ status }) => status)).toEqual(new Array(16).fill(204));
        return answers[0] as Answer;
      });
      expect(answer.status).toBe(204);
      expect(rows).toHaveLength(1);
    });

    it('with their time', async () => {
      const { clock, given } = studio;
      const phone = await deviceOf(await given.coach(), { expiresInDays: 30 });
      clock.advance({ days: 29, hours: 23, minutes: 59 });
      expect((await phone.api.get('/members')).status).toBe(200);
      clock.advance({ minutes: 1 });
      await expectClosed(phone.api, 'token_expired');
    });

    it('with the time that stands in them, whatever the database says', async () => {
      const { clock, given, sql } = studio;
      clock.advance({ days: -31 });
      const phone = await deviceOf(await given.coach(), { expiresInDays: 30 });
      clock.set(NOW);
      await sql(
        "UPDATE coach_device_token SET expires_at = '2099-01-01 00:00:00.000' WHERE id = ?",
        [phone.id],
      );
      await expectClosed(phone.api, 'token_expired');
    });

    it('only where there is one', async () => {
      await expectRefusal(studio, 'device_token_not_found', () => revoke({ id: NOBODYS_ID }));
    });

    it.each([0, -1, 1.5, Number.NaN, 2_147_483_648])('not where %d is no id', async (id) => {
      await expectInvalid(studio, 'deviceTokenId', () => revoke({ id }));
    });
  });
});
