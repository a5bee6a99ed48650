import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Cleanup } from '../../src/audit/cleanup.service.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { Answer } from '../support/api.js';
import { Devices, named } from '../support/devices.js';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import { tokenWith } from '../support/forgeries.js';
import '../support/matchers.js';
import type { Studio } from '../support/studio.js';

const NOBODYS_ID = 2_000_000_001;
/** More than may wait for a connection, on either database. */
const CROWD = 2_100;

describe('device tokens end', () => {
  let studio: Studio;
  let devices: Devices;

  beforeAll(async () => {
    devices = await Devices.open();
    studio = devices.studio;
  });
  beforeEach(() => studio.clock.set(devices.now));
  afterAll(() => studio.close());

  describe('with being revoked', () => {
    it('at once, and for this device alone', async () => {
      const ana = await studio.given.coach('Ana Silva');
      const [lost, kept] = [await devices.of(ana, { label: 'Lost' }), await devices.of(ana)];
      expect((await lost.api.get('/members')).status).toBe(200);
      const { answer, rows } = await logged(studio, () => devices.revoke(lost));

      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        action: 'device_token.revoked',
        outcome: 'done',
        status: 204,
        actor_id: devices.admin.id,
        member_id: null,
        before: { id: lost.id, userId: ana.id, label: 'Lost', expiresAt: devices.day(365) },
        after: null,
      });
      await devices.expectClosed(lost.api);
      expect((await kept.api.get('/members')).status).toBe(200);
      expect((await studio.api.as(ana).get('/members')).status).toBe(200);
    });

    it('once: again is right, and changes nothing', async () => {
      const { api, clock, given } = studio;
      const lost = await devices.of(await given.member());
      await devices.revoke(lost);
      const before = await devices.listed(lost);
      expect(before).toMatchObject({ revokedAt: devices.now, revokedBy: named(devices.admin) });
      clock.advance({ minutes: 5 });
      const asOther = api.as(await given.person('admin'));
      for (const key of [undefined, 'again', 'again']) {
        const { answer, rows } = await logged(studio, () => devices.revoke(lost, asOther, key));
        expect(answer).toMatchObject({ status: 204, text: '' });
        expect(rows).toEqual([]);
      }
      expect(await devices.listed(lost)).toEqual(before);
    });

    it('under a key, whose repetition gets the same answer', async () => {
      const lost = await devices.of(await studio.given.member());
      const first = await devices.revoke(lost, devices.asAdmin, 'lost phone');
      const again = await devices.revoke(lost, devices.asAdmin, 'lost phone');
      for (const answer of [first, again]) expect(answer).toMatchObject({ status: 204, text: '' });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
    });

    it('by one of sixteen who do it at once, who alone is in the log', async () => {
      const lost = await devices.of(await studio.given.member());
      const answers: Answer[] = [];
      const { rows } = await logged(studio, async () => {
        const revocations = Array.from({ length: 16 }, () => devices.revoke(lost));
        answers.push(...(await Promise.all(revocations)));
        return devices.revoke(lost);
      });
      expect(answers.map(({ status }) => status)).toEqual(new Array(16).fill(204));
      expect(rows).toHaveLength(1);
    });

    it('only where there is one', async () => {
      const missing = { id: NOBODYS_ID };
      await expectRefusal(studio, 'device_token_not_found', () => devices.revoke(missing));
      for (const id of [0, -1, 1.5, 2_147_483_648]) {
        await expectInvalid(studio, 'deviceTokenId', () => devices.revoke({ id }));
      }
    });
  });

  describe('with their time', () => {
    it('as the database has it', async () => {
      const { clock, given } = studio;
      const phone = await devices.of(await given.coach(), { expiresInDays: 30 });
      clock.advance({ days: 29, hours: 23, minutes: 59 });
      expect((await phone.api.get('/members')).status).toBe(200);
      clock.advance({ minutes: 1 });
      await devices.expectClosed(phone.api, 'token_expired');
    });

    it('as they say themselves, whatever the database has', async () => {
      const { clock, given, sql } = studio;
      clock.advance({ days: -31 });
      const phone = await devices.of(await given.coach(), { expiresInDays: 30 });
      clock.set(devices.now);
      const later = "UPDATE coach_device_token SET expires_at = '2099-01-01 00:00:00.000'";
      await sql(`${later} WHERE id = ?`, [phone.id]);
      await devices.expectClosed(phone.api, 'token_expired');
    });

    it('and leave the list 90 days later, revoked or not; the log keeps them', async () => {
      const { app, clock, given, sql } = studio;
      const tom = await given.member();
      const [old, revoked] = [
        await devices.of(tom, { expiresInDays: 10 }),
        await devices.of(tom, { expiresInDays: 10 }),
      ];
      await devices.revoke(revoked);
      const young = await devices.of(tom, { expiresInDays: 11 });
      const ids = async () =>
        (await sql<{ id: number }>('SELECT id FROM coach_device_token WHERE user_id = ?', [tom.id]))
          .map(({ id }) => id)
          .toSorted((a, b) => a - b);

      clock.advance({ days: 100 });
      await app.get(Cleanup).runNow();
      expect(await ids()).toEqual([old.id, revoked.id, young.id]);
      clock.advance({ seconds: 1 });
      await app.get(Cleanup).runNow();
      expect(await ids()).toEqual([young.id]);
      await devices.expectClosed(old.api);
      const log = await devices.asAdmin.activity('?action=device_token.created&limit=100');
      const made = (log.body.data as { after: { id: number } }[]).map(({ after }) => after.id);
      expect(made).toContain(old.id);
    });
  });

  describe('with their person', () => {
    it('who became an admin, as long as that lasts', async () => {
      const eve = await studio.given.staff();
      const phone = await devices.of(eve);
      await devices.setRole(eve, 'admin');
      await devices.expectClosed(phone.api);
    });

    it('who is gone, and stay in the list', async () => {
      const ghost = await studio.given.coach();
      const phone = await devices.of(ghost);
      await studio.sql('DELETE FROM `user` WHERE id = ?', [ghost.id]);
      await devices.expectClosed(phone.api);
      const nobody = { id: ghost.id, name: null, role: null };
      expect(await devices.listed(phone)).toMatchObject({ user: nobody });
    });
  });

  /** The end that a token names, in seconds. */
  function expOf({ token }: { token: string }): number {
    const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    return (JSON.parse(claims) as { exp: number }).exp;
  }

  describe('where they are forged, even with the key of the studio', () => {
    /** A device claim in a token of this person that is right in every other respect. */
    const claiming = (userId: number, claims: object) => {
      const loot = { secret: studio.config.jwtSecret, adminId: userId, memberToken: '' };
      return studio.api.withToken(tokenWith(loot, { ...claims }));
    };

    it('with the device of somebody else', async () => {
      const { given } = studio;
      const [ana, eve] = [await given.coach(), await given.coach()];
      const phone = await devices.of(ana);
      for (const role of [undefined, 'coach', 'admin']) {
        await devices.expectClosed(claiming(eve.id, { role, device: phone.id }));
        await devices.expectClosed(claiming(devices.admin.id, { role, device: phone.id }));
      }
    });

    it('with a role of the forger’s choice, which counts for nothing', async () => {
      const tom = await studio.given.member();
      const phone = await devices.of(tom);
      const forged = claiming(tom.id, { role: 'admin', device: phone.id, exp: expOf(phone) });
      expect((await forged.get('/auth/me')).body.role).toBe('member');
      expect(await forged.get('/members')).toBeProblem('forbidden');
      await devices.revoke(phone);
      await devices.expectClosed(forged);
    });

    it('with the id of a device, and another time', async () => {
      const tom = await studio.given.member();
      const phone = await devices.of(tom);
      const claims = { role: undefined, device: phone.id };
      await devices.expectClosed(claiming(tom.id, { ...claims, exp: expOf(phone) + 1 }));
      await devices.expectClosed(claiming(tom.id, { ...claims, exp: expOf(phone) - 1 }));
    });

    it.each([
      ...[null, true, '', '1', 'abc', [], [1], {}, { id: 1 }],
      ...[0, -1, 1.5, 1e300, 2_147_483_648, NOBODYS_ID],
    ])('with the made-up device %j', async (device) => {
      await devices.of(await studio.given.coach());
      for (const role of [undefined, 'admin']) {
        await devices.expectClosed(claiming(devices.admin.id, { role, device }));
      }
    });
  });

  it('never because the database is busy: they wait, and others need not ask it', async () => {
    const { api, app, given } = studio;
    const tom = await given.member();
    const phone = await devices.of(tom);
    const unitOfWork = app.get(UnitOfWork);
    let leave: (value?: unknown) => void = () => undefined;
    const closing = new Promise((resolve) => (leave = resolve));
    let begin: (value?: unknown) => void = () => undefined;
    const hasBegun = new Promise((resolve) => (begin = resolve));
    const first = unitOfWork.read(() => {
      begin();
      return closing;
    });
    // Whoever comes before it has its turn would find a place once that is given.
    await hasBegun;
    const crowd = Array.from({ length: CROWD }, () => unitOfWork.read(() => closing));
    const gone = Promise.allSettled([first, ...crowd]);

    // Members are refused at the door, before anything is read for them.
    expect(await api.as(tom).get('/members')).toBeProblem('forbidden');
    const answer = await phone.api.get('/members');
    expect(answer).toBeProblem('unavailable');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    leave();
    await gone;
    expect(await phone.api.get('/members')).toBeProblem('forbidden');
  });
});
