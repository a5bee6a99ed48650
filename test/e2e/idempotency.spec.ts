import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, TestPerson } from '../support/api.js';
import { booksOf, expectNothingDone, expectRefusal, logOf } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { signedIn } from '../support/sign-ins.js';
import { openStudio, type Studio } from '../support/studio.js';

/** Whether an answer is the kept one of an earlier request. */
function isReplay({ headers }: Answer): boolean {
  return headers.get('idempotency-replayed') === 'true';
}

describe('the same request sent again with its key', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;
  let count = 0;
  let key = '';

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  beforeEach(async () => {
    const { given } = studio;
    ana = await given.coach();
    tom = await given.member({ coach: ana, remaining: 10 });
    count += 1;
    key = `key-${count}`;
  });

  const present = { adjustment: 2, reason: 'a present' };
  const adjust = (body: object = present, withKey = key, member = tom) =>
    studio.api.as(ana).adjust(member, body, { key: withKey });
  const remaining = async (member = tom): Promise<number> => {
    const { body } = await studio.api.as(await studio.given.admin()).member(member);
    return body.packages[0].remaining;
  };

  it('is answered the same, and changes nothing', async () => {
    const first = await adjust();
    const before = [await booksOf(studio), await logOf(studio)];
    const again = await adjust();

    expect(first.status).toBe(200);
    expect(isReplay(first)).toBe(false);
    expect(again.status).toBe(200);
    expect(isReplay(again)).toBe(true);
    expect(again.text).toBe(first.text);
    expect([await booksOf(studio), await logOf(studio)]).toEqual(before);
    expect(await remaining()).toBe(12);
  });

  it('is answered as it was then, even where much has happened since', async () => {
    const first = await adjust();
    await adjust({ adjustment: -5, reason: 'something else' }, `${key}-other`);
    expect((await adjust()).text).toBe(first.text);
    expect(await remaining()).toBe(7);
  });

  it.each<[string, number, (asAna: Studio['api'], asAdmin: Studio['api']) => Promise<Answer>]>([
    ['a workout', 201, (asAna) => asAna.startWorkout(tom, {}, { key })],
    ['a manual usage', 201, (asAna) => asAna.addUsage(tom, {}, { key })],
    ['an adjustment', 200, () => adjust()],
    [
      'a change of a package',
      200,
      (_, asAdmin) =>
        asAdmin.patch(
          `/members/${tom.id}/packages/${tom.packageId}`,
          { expiresAt: '2027-01-01T00:00:00Z' },
          { key },
        ),
    ],
    [
      'a grant',
      201,
      (_, asAdmin) =>
        asAdmin.post(`/members/${tom.id}/packages`, { coachId: ana.id, sessions: 5 }, { key }),
    ],
    [
      'a new member',
      201,
      (_, asAdmin) =>
        asAdmin.post(
          '/members',
          { firstName: 'Uma', lastName: 'New', email: `${key}@example.com` },
          { key },
        ),
    ],
    [
      'a changed member',
      200,
      (_, asAdmin) => asAdmin.patch(`/members/${tom.id}`, { firstName: 'Tim' }, { key }),
    ],
  ])('works for %s', async (_, status, send) => {
    const { api, given } = studio;
    const [asAna, asAdmin] = [api.as(ana), api.as(await given.admin())];
    const first = await send(asAna, asAdmin);
    const before = [await booksOf(studio), await logOf(studio)];
    const again = await send(asAna, asAdmin);
    expect(first.status).toBe(status);
    expect([again.status, again.text, isReplay(again)]).toEqual([status, first.text, true]);
    expect([await booksOf(studio), await logOf(studio)]).toEqual(before);
  });

  it('works for an undo, which would be refused the second time', async () => {
    const asAna = studio.api.as(ana);
    const { body } = await asAna.startWorkout(tom);
    const first = await asAna.undo(tom, body.usage.id, {}, { key });
    const again = await asAna.undo(tom, body.usage.id, {}, { key });
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(await asAna.undo(tom, body.usage.id)).toBeProblem('already_undone');
    expect(await remaining()).toBe(10);
  });

  it('is recognised whatever the order of its fields', async () => {
    const first = await adjust({ adjustment: 2, reason: 'a present', packageId: tom.packageId });
    const again = await adjust({ packageId: tom.packageId, reason: 'a present', adjustment: 2 });
    expect([isReplay(again), again.text]).toEqual([true, first.text]);
  });

  it('is recognised whatever the spaces in its JSON', async () => {
    await adjust();
    const raw = ` {\n "reason" : "a present", "adjustment": 2.0 } `;
    const again = await studio.api.as(ana).adjust(tom, {}, { key, raw });
    expect(isReplay(again)).toBe(true);
  });

  it.each([
    ['another body', () => adjust({ ...present, adjustment: 3 })],
    ['one more field', () => adjust({ ...present, expectedBalance: 12 })],
    ['another type of value', () => adjust({ ...present, adjustment: '2' })],
    ['another action', () => studio.api.as(ana).startWorkout(tom, {}, { key })],
  ])('must be the same: %s is refused', async (_, other) => {
    await adjust();
    await expectRefusal(studio, 'idempotency_key_reused', other);
  });

  it('must be for the same member', async () => {
    const uma = await studio.given.member({ coach: ana, remaining: 3 });
    await adjust();
    await expectRefusal(studio, 'idempotency_key_reused', () => adjust(present, key, uma));
    expect(await remaining(uma)).toBe(3);
  });

  it('keeps its answer although an impostor came in between', async () => {
    const first = await adjust();
    await adjust({ ...present, adjustment: 3 });
    expect((await adjust()).text).toBe(first.text);
  });

  it('needs the key letter by letter: capitals make another one', async () => {
    await adjust(present, `${key}-abc`);
    expect(isReplay(await adjust(present, `${key}-ABC`))).toBe(false);
    expect(isReplay(await adjust(present, `${key}-abc `))).toBe(true);
    expect(await remaining()).toBe(14);
  });

  it('is recognised for the same person only', async () => {
    const { api, given } = studio;
    await adjust();
    const byAdmin = await api.as(await given.admin()).adjust(tom, present, { key });
    const byStaff = await api.as(await given.staff()).adjust(tom, { ...present }, { key });
    expect([byAdmin, byStaff].map((a) => [a.status, isReplay(a)])).toEqual([
      [200, false],
      [200, false],
    ]);
    expect(await remaining()).toBe(16);
  });

  it('is recognised by another process of the same studio', async () => {
    const first = await adjust();
    const other = await openStudio({ databaseUrl: studio.databaseUrl });
    const again = await other.api.as(ana).adjust(tom, present, { key });
    expect([isReplay(again), again.text]).toEqual([true, first.text]);
    await other.close();
  });

  it('is tried afresh where it was refused before', async () => {
    const tooMuch = { adjustment: -11, reason: 'too much' };
    await expectRefusal(studio, 'balance_below_zero', () => adjust(tooMuch));
    await adjust({ adjustment: 1, reason: 'one more' }, `${key}-more`);
    const retried = await adjust(tooMuch);
    expect([retried.status, isReplay(retried)]).toEqual([200, false]);
    expect(isReplay(await adjust(tooMuch))).toBe(true);
    expect(await remaining()).toBe(0);
  });

  it('may be another one where the first was refused', async () => {
    await adjust({ adjustment: -11, reason: 'too much' });
    await adjust({ adjustment: 0, reason: 'not valid' });
    expect((await adjust()).status).toBe(200);
  });

  it('is answered the same where nothing had to be done', async () => {
    const asAna = studio.api.as(ana);
    await asAna.startWorkout(tom);
    const first = await asAna.startWorkout(tom, {}, { key });
    const again = await expectNothingDone(studio, () => asAna.startWorkout(tom, {}, { key }));
    expect(first.body).toMatchObject({ deducted: false, reason: 'already_used_today' });
    expect([isReplay(first), isReplay(again), again.text]).toEqual([false, true, first.text]);
  });

  it('is answered for 48 hours, and is a new request then', async () => {
    await adjust();
    studio.clock.advance({ hours: 47, minutes: 59, seconds: 59 });
    expect(isReplay(await adjust())).toBe(true);
    studio.clock.advance({ seconds: 1 });
    const later = await adjust();
    expect([later.status, isReplay(later)]).toEqual([200, false]);
    expect(isReplay(await adjust())).toBe(true);
    expect(await remaining()).toBe(14);
  });

  it('may be quite another one after 48 hours', async () => {
    await adjust();
    studio.clock.advance({ hours: 48 });
    expect((await adjust({ adjustment: -1, reason: 'another matter' })).status).toBe(200);
    expect(await remaining()).toBe(11);
  });

  it('may be quite another one after 48 hours, also where entities are changed', async () => {
    const giveBack = async (label: string) => {
      const { api: admin } = await signedIn(studio, await studio.given.admin());
      const { body } = await admin.post('/auth/device-tokens', { userId: ana.id, label });
      return admin.request('DELETE', `/auth/device-tokens/${body.id}`, { key });
    };
    expect((await giveBack('the first phone')).status).toBe(204);
    studio.clock.advance({ hours: 48 });
    expect((await giveBack('the second phone')).status).toBe(204);
  });
});
