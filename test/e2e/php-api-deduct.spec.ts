import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, TestPerson } from '../support/api.js';
import { booksOf, logged } from '../support/expectations.js';
import { COACH_API, expectSaid, OldApp } from '../support/old-app.js';
import { disconnect } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

const FOLDER = '/gym/api';
const BOTH_NEEDED = 'Member ID and Coach ID are required';
const NO_IDS = [undefined, null, '', 0, '0', -1, 1.5, 'abc', [1], { id: 1 }, true];

describe('a workout started by the member’s app', () => {
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
  async function expectAnswer(attempt: Promise<Answer>, body: object): Promise<void> {
    const answer = await attempt;
    expect([answer.status, answer.body]).toEqual([200, body]);
  }

  it('takes one session a day, and says so', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const first = await logged(studio, () => deduct(tom));
    expect([first.answer.status, first.answer.body]).toEqual([
      200,
      {
        success: true,
        message: 'Session deducted successfully',
        remaining_sessions: 4,
        already_used_today: false,
      },
    ]);
    expect(first.rows).toMatchObject([
      {
        action: 'session.deducted',
        outcome: 'done',
        actor_id: tom.id,
        member_id: tom.id,
        coach_id: ana.id,
        package_id: tom.packageId,
        route: `${COACH_API}/deduct-session`,
        status: 200,
      },
    ]);
    const second = await logged(studio, () => deduct(tom));
    expect([second.answer.status, second.answer.body]).toEqual([
      200,
      {
        success: true,
        message: 'Session already used today',
        remaining_sessions: 4,
        already_used_today: true,
      },
    ]);
    expect(second.rows).toEqual([]);
  });

  it('takes forms, the old folder, and fields in the query', async () => {
    const sends: ((app: OldApp, pair: object) => Promise<Answer>)[] = [
      (app, pair) => app.form(COACH_API, 'deduct-session', { ...pair }),
      (app, pair) => app.in(FOLDER).form(COACH_API, 'deduct-session', { ...pair }),
      (app, pair) => app.in(FOLDER).post(COACH_API, 'deduct-session', { ...pair }),
      (app, pair) => app.send('POST', COACH_API, 'deduct-session', { ...pair }),
    ];
    for (const send of sends) {
      const tom = await studio.given.member({ coach: ana, remaining: 5 });
      const { body } = await send(oldApp.as(tom), pairOf(tom));
      expect(body).toMatchObject({ success: true, remaining_sessions: 4 });
    }
  });

  it('counts the sessions of all usable packages of the pair', async () => {
    const { given } = studio;
    const tom = await given.member({ coach: ana, remaining: 1, expiresInDays: 3 });
    await given.package(tom, { coach: ana, remaining: 7 });
    await given.package(tom, { coach: ana, remaining: 20, approvals: { coach: 'pending' } });
    await given.package(tom, { coach: await given.coach(), remaining: 30 });
    expect((await deduct(tom)).body.remaining_sessions).toBe(7);
  });

  it.each([
    ['monthly', 'Monthly subscription'],
    ['per_session', 'Subscription active'],
  ] as const)('takes nothing from a %s subscription', async (rateType, kind) => {
    const tom = await studio.given.member({ coach: ana, rateType });
    const message = `${kind} - no session deduction needed`;
    const body = { success: true, message, remaining_sessions: 999 };
    await expectAnswer(deduct(tom), body);
    expect((await logged(studio, () => deduct(tom))).rows).toEqual([]);
  });

  it('refuses with 200, because the app drops the message of anything else', async () => {
    const { given } = studio;
    const ben = await given.coach();
    const refused = async (tom: TestPerson, message: string, code: string) => {
      const before = await booksOf(studio);
      const { answer, rows } = await logged(studio, () => deduct(tom));
      expectSaid(answer, 200, message);
      expect(await booksOf(studio)).toEqual(before);
      expect(rows).toMatchObject([{ outcome: 'refused', code, status: 200, member_id: tom.id }]);
    };
    const none = 'No active subscription found';
    await refused(await given.member(), none, 'no_active_package');
    await refused(await given.member({ coach: ben }), none, 'no_active_package');
    const pending = await given.member({ coach: ana, approvals: { staff: 'pending' } });
    await refused(pending, none, 'no_active_package');
    const ended = await given.member({ coach: ana });
    await disconnect(studio, { id: ended.packageId, memberId: ended.id });
    await refused(ended, none, 'no_active_package');
    const drained = await given.member({ coach: ana, remaining: 0 });
    await refused(drained, 'No sessions remaining in package', 'package_exhausted');
    const late = await given.member({ coach: ana, expiresInDays: 1 });
    studio.clock.advance({ days: 2 });
    await refused(late, 'Subscription expired', 'package_expired');
  });

  it('needs a member and a coach', async () => {
    const tom = await studio.given.member({ coach: ana });
    const send = (fields: object) =>
      oldApp.as(tom).post(COACH_API, 'deduct-session', { ...fields });
    for (const id of NO_IDS) {
      expectSaid(await send({ member_id: id, coach_id: ana.id }), 200, BOTH_NEEDED);
      expectSaid(await send({ member_id: tom.id, coach_id: id }), 200, BOTH_NEEDED);
    }
  });
});
