import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Device, Devices, named } from '../support/devices.js';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import '../support/matchers.js';
import type { Studio } from '../support/studio.js';

const NOBODYS_ID = 2_000_000_001;
const PATH = '/auth/device-tokens';

describe('device tokens', () => {
  let studio: Studio;
  let devices: Devices;

  beforeAll(async () => {
    devices = await Devices.open();
    studio = devices.studio;
  });
  beforeEach(() => studio.clock.set(devices.now));
  afterAll(() => studio.close());

  const claimsOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;

  describe('are made by an admin', () => {
    it('for one device of a person, and say whose, what and until when', async () => {
      const { admin, asAdmin } = devices;
      const ana = await studio.given.coach('Ana Silva');
      const body = { userId: ana.id, label: '  Ana’s phone ', expiresInDays: 30 };
      const { answer, rows } = await logged(studio, () => asAdmin.post(PATH, body));

      expect(answer.status).toBe(201);
      const { id, token } = answer.body as Device;
      expect(answer.body).toEqual({
        id: expect.any(Number) as number,
        token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
        tokenType: 'Bearer',
        user: named(ana),
        label: 'Ana’s phone',
        createdAt: devices.now,
        createdBy: named(admin),
        expiresAt: devices.day(30),
      });
      expect(claimsOf(token)).toEqual({
        device: id,
        sub: String(ana.id),
        iss: 'coach-sessions',
        aud: 'coach-sessions-api',
        iat: expect.any(Number) as number,
        exp: Date.parse(devices.day(30)) / 1000,
      });
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        action: 'device_token.created',
        outcome: 'done',
        status: 201,
        actor_id: admin.id,
        member_id: null,
        before: null,
        after: { id, userId: ana.id, label: 'Ana’s phone', expiresAt: devices.day(30) },
      });
    });

    it('for a year where nothing is said, and for two at most', async () => {
      const tom = await studio.given.member();
      expect((await devices.of(tom)).answer.body.expiresAt).toBe(devices.day(365));
      const longest = await devices.of(tom, { expiresInDays: 730 });
      expect(longest.answer.body.expiresAt).toBe(devices.day(730));
    });

    it('anew at every request, because no answer is kept under a key', async () => {
      const body = { userId: (await studio.given.member()).id, label: 'A phone' };
      const records = () => studio.sql('SELECT * FROM coach_idempotency_key');
      const before = await records();
      const create = () => devices.asAdmin.post(PATH, body, { key: 'twice' });
      const [first, again] = [await create(), await create()];
      expect([first.status, again.status]).toEqual([201, 201]);
      expect(again.body.id).not.toBe(first.body.id);
      expect(again.headers.get('idempotency-replayed')).toBeNull();
      expect(await records()).toEqual(before);
    });

    it('but not for an admin, and not for nobody', async () => {
      for (const userId of [devices.admin.id, NOBODYS_ID]) {
        const body = { userId, label: 'A phone' };
        await expectInvalid(studio, 'userId', () => devices.asAdmin.post(PATH, body));
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
      const body = { userId: (await studio.given.member()).id, label: 'A phone', ...wrong };
      await expectInvalid(studio, field, () => devices.asAdmin.post(PATH, body));
    });

    it('and by nobody else, least of all with one of them', async () => {
      const { api, given } = studio;
      const [tom, staff, coach] = [await given.member(), await given.staff(), await given.coach()];
      const device = await devices.of(tom);
      const body = { userId: tom.id, label: 'One more' };
      const others = [api.as(staff), api.as(coach), device.api];
      for (const person of [staff, coach]) others.push((await devices.of(person)).api);
      for (const other of others) {
        await expectRefusal(studio, 'forbidden', () => other.post(PATH, body));
        await expectRefusal(studio, 'forbidden', () => devices.revoke(device, other));
        expect(await other.get(PATH)).toBeProblem('forbidden');
      }
      expect((await device.api.get('/auth/me')).status).toBe(200);
    });
  });

  describe('open what their person may do', () => {
    it('reads and changes, under the name of the person', async () => {
      const { given } = studio;
      const ana = await given.coach('Ana Silva');
      const tom = await given.member({ coach: ana, remaining: 5 });
      const phone = await devices.of(ana);

      expect((await phone.api.get('/auth/me')).body).toMatchObject({ id: ana.id, role: 'coach' });
      const { answer, rows } = await logged(studio, () => phone.api.startWorkout(tom));
      expect(answer.body.usage.createdBy).toEqual(named(ana));
      expect(rows).toMatchObject([
        { action: 'session.deducted', actor_id: ana.id, actor_role: 'coach', member_id: tom.id },
      ]);
      const foreign = await given.member({ coach: await given.coach(), remaining: 5 });
      expect(await phone.api.member(foreign)).toBeProblem('not_your_member');
    });

    it('for members and staff, too', async () => {
      const { given } = studio;
      const tom = await given.member({ coach: await given.coach(), remaining: 5 });
      const [phone, tablet] = [await devices.of(tom), await devices.of(await given.staff())];
      expect((await phone.api.startWorkout(tom)).body.deducted).toBe(true);
      expect(await phone.api.get('/members')).toBeProblem('forbidden');
      expect((await tablet.api.get('/members')).status).toBe(200);
    });

    it('in the role of today, not of the day they were made', async () => {
      const eve = await studio.given.coach();
      const phone = await devices.of(eve);
      expect((await phone.api.get('/members')).status).toBe(200);
      await devices.setRole(eve, 'member');
      expect(await phone.api.get('/members')).toBeProblem('forbidden');
      expect((await phone.api.get('/auth/me')).body.role).toBe('member');
      await devices.setRole(eve, 'staff');
      expect((await phone.api.get('/activity')).status).toBe(200);
    });
  });

  describe('are listed', () => {
    const idsOf = (body: { data: { id: number }[] }) => body.data.map((row) => row.id);

    it('with everything but the token, also those that open nothing any more', async () => {
      const { admin, asAdmin } = devices;
      const ana = await studio.given.coach('Ana Silva');
      const [used, lost] = [await devices.of(ana), await devices.of(ana, { expiresInDays: 1 })];
      await devices.revoke(lost);
      studio.clock.advance({ days: 2 });
      const { status, text, body } = await asAdmin.get(`${PATH}?userId=${ana.id}`);

      const shared = { user: named(ana), label: 'A phone', createdAt: devices.now };
      const revoked = { revokedAt: devices.now, revokedBy: named(admin) };
      const createdBy = named(admin);
      expect(status).toBe(200);
      expect(body).toEqual({
        data: [
          { id: lost.id, ...shared, createdBy, expiresAt: devices.day(1), ...revoked },
          {
            ...{ id: used.id, ...shared, createdBy, expiresAt: devices.day(365) },
            ...{ revokedAt: null, revokedBy: null },
          },
        ],
        nextCursor: null,
      });
      for (const { token } of [used, lost]) expect(text).not.toContain(token.split('.')[2]);
    });

    it('newest first, in pages that lose and repeat nothing', async () => {
      const { clock, given } = studio;
      const tom = await given.member();
      const made: number[] = [];
      for (const minutes of [0, 0, 0, 5, 5]) {
        clock.set(devices.now);
        clock.advance({ minutes });
        made.unshift((await devices.of(tom)).id);
      }
      await devices.of(await given.member());

      const whole = await devices.asAdmin.get(`${PATH}?userId=${tom.id}`);
      expect(idsOf(whole.body)).toEqual(made);
      for (const limit of [1, 2, 3, 5]) {
        const seen: number[] = [];
        for (let cursor: string | null = ''; cursor !== null;) {
          const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
          const query = `?userId=${tom.id}&limit=${limit}${next}`;
          const { body } = await devices.asAdmin.get(`${PATH}${query}`);
          expect(body.data.length).toBeLessThanOrEqual(limit);
          seen.push(...idsOf(body));
          cursor = body.nextCursor;
        }
        expect(seen).toEqual(made);
      }
    });

    it('of everybody, unless one person is asked for', async () => {
      const tom = await studio.given.member();
      const nothing = await devices.asAdmin.get(`${PATH}?userId=${tom.id}`);
      expect(nothing.body).toEqual({ data: [], nextCursor: null });
      const [one, other] = [await devices.of(tom), await devices.of(await studio.given.coach())];
      const all = idsOf((await devices.asAdmin.get(`${PATH}?limit=100`)).body);
      expect(all).toEqual(expect.arrayContaining([one.id, other.id]));
    });

    it.each(['userId=0', 'limit=101', 'cursor=x', 'revoked=true'])(
      'but not by %s',
      async (query) => {
        const [field = ''] = query.split('=');
        await expectInvalid(studio, field, () => devices.asAdmin.get(`${PATH}?${query}`));
      },
    );
  });
});
