import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/common/durations.js';
import type { TestPerson } from '../support/api.js';
import { booksOf, logged } from '../support/expectations.js';
import { COACH_API, expectSaid, OldApp } from '../support/old-app.js';
import { disconnect } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

const FOLDER = '/gym/api';

describe('what the member’s app asks for', () => {
  let studio: Studio;
  let oldApp: OldApp;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio({ env: { LEGACY_PREFIX: FOLDER } });
    oldApp = new OldApp(studio.api);
    ana = await studio.given.coach();
  });
  afterAll(() => studio.close());

  const pairOf = ({ id }: { id: number }) => ({ member_id: id, coach_id: ana.id });
  const deduct = (tom: TestPerson) => oldApp.as(tom).post(COACH_API, 'deduct-session', pairOf(tom));
  const ask = (action: string, tom: TestPerson) =>
    oldApp.as(tom).get(COACH_API, action, { user_id: tom.id, coach_id: ana.id });

  describe('get-remaining-sessions', () => {
    const left = async (tom: TestPerson) => (await ask('get-remaining-sessions', tom)).body;

    it('says how many are left, and nothing else', async () => {
      const { given } = studio;
      const tom = await given.member({ coach: ana, remaining: 5 });
      expect(await left(tom)).toEqual({ success: true, remaining_sessions: 5 });
      await given.package(tom, { coach: ana, remaining: 2 });
      expect(await left(tom)).toEqual({ success: true, remaining_sessions: 7 });
    });

    it('says 0 where there is nothing, and 999 where nothing is counted', async () => {
      const { given } = studio;
      const late = await given.member({ coach: ana, expiresInDays: 1 });
      studio.clock.advance({ days: 2 });
      for (const tom of [
        late,
        await given.member(),
        await given.member({ coach: ana, remaining: 0 }),
        await given.member({ coach: ana, approvals: { coach: 'rejected' } }),
      ]) {
        expect(await left(tom)).toEqual({ success: true, remaining_sessions: 0 });
      }
      const monthly = await given.member({ coach: ana, rateType: 'monthly' });
      expect(await left(monthly)).toEqual({ success: true, remaining_sessions: 999 });
    });
  });

  describe('check-session-availability', () => {
    const check = async (tom: TestPerson) => {
      const { status, body } = await ask('check-session-availability', tom);
      expect([status, Object.keys(body), body.success]).toEqual([200, ['success', 'data'], true]);
      return body.data;
    };

    it('answers field by field', async () => {
      const { given } = studio;
      const tom = await given.member({ coach: ana, remaining: 5, expiresInDays: 10 });
      const day = new Date(studio.clock.now().getTime() + 10 * DAY_MS);
      expect(await check(tom)).toEqual({
        can_start_workout: true,
        reason: 'Session package active (5 sessions, 10 days left)',
        remaining_sessions: 5,
        subscription_type: 'package',
        // Noon in UTC, and one hour later in the studio.
        expires_at: `${day.toISOString().slice(0, 10)} 13:00:00`,
      });
    });

    it.each([
      ['monthly', 'Monthly subscription active'],
      ['per_session', 'Subscription active'],
    ] as const)('calls a %s subscription that counts nothing monthly', async (rateType, reason) => {
      const tom = await studio.given.member({ coach: ana, rateType });
      expect(await check(tom)).toEqual({
        can_start_workout: true,
        reason,
        remaining_sessions: 999,
        subscription_type: 'monthly',
        expires_at: null,
      });
    });

    it('changes nothing, however often it is asked', async () => {
      const tom = await studio.given.member({ coach: ana, remaining: 5 });
      const before = await booksOf(studio);
      const { rows } = await logged(studio, () => ask('check-session-availability', tom));
      expect(rows).toEqual([]);
      expect(await booksOf(studio)).toEqual(before);
    });

    it('promises what the start of a workout keeps', async () => {
      const { api, given, clock } = studio;
      const trained = await given.member({ coach: ana, remaining: 1 });
      await deduct(trained);
      const undone = await given.member({ coach: ana, remaining: 1 });
      const { body } = await api.as(undone).startWorkout(undone);
      await api.as(ana).undo(undone, body.usage.id);
      const ended = await given.member({ coach: ana });
      await disconnect(studio, { id: ended.packageId, memberId: ended.id });
      const cases = [
        [trained, true],
        [undone, true],
        [ended, false],
        [await given.member(), false],
        [await given.member({ coach: ana, remaining: 3 }), true],
        [await given.member({ coach: ana, remaining: 0 }), false],
        [await given.member({ coach: ana, rateType: 'monthly' }), true],
        [await given.member({ coach: ana, rateType: 'monthly', expiresInDays: 0.001 }), false],
        [await given.member({ coach: ana, approvals: { coach: 'pending' } }), false],
      ] as const;
      clock.advance({ minutes: 5 });
      for (const [tom, canStart] of cases) {
        expect((await check(tom)).can_start_workout).toBe(canStart);
        expect((await deduct(tom)).body.success).toBe(canStart);
      }
    });
  });

  it.each(['get-remaining-sessions', 'check-session-availability'])(
    '%s needs a member and a coach',
    async (action) => {
      const tom = await studio.given.member({ coach: ana });
      const message = 'User ID and Coach ID required';
      const get = (fields: object) => oldApp.as(tom).get(COACH_API, action, { ...fields });
      for (const id of ['', '0', 'abc', '2147483648']) {
        expectSaid(await get({ user_id: id, coach_id: ana.id }), 200, message);
        expectSaid(await get({ user_id: tom.id, coach_id: id }), 200, message);
      }
      expectSaid(await get({ member_id: tom.id, coach_id: ana.id }), 200, message);
    },
  );

  it('tells a coach nothing about another coach’s packages', async () => {
    const { given } = studio;
    const ben = await given.coach();
    const tom = await given.member({ coach: ana });
    await given.package(tom, { coach: ben, remaining: 8 });
    const asAna = oldApp.as(ana);
    const words = 'Only your own packages with this member are yours.';
    const ofBen = { user_id: tom.id, coach_id: ben.id };
    expectSaid(await asAna.get(COACH_API, 'get-remaining-sessions', ofBen), 403, words);
    expectSaid(await asAna.get(COACH_API, 'check-session-availability', ofBen), 403, words);
    const taken = { member_id: tom.id, coach_id: ben.id };
    expectSaid(await asAna.post(COACH_API, 'deduct-session', taken), 403, words);
  });
});
