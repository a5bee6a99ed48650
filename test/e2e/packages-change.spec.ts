import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import {
  expectInvalid,
  expectNothingDone,
  expectRefusal,
  logged,
} from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import { openStudio, type Studio } from '../support/studio.js';

const NOW = '2026-03-10T12:00:00Z';
const IN_MAY = '2026-05-31T21:59:59.000Z';

describe('packages are changed', () => {
  let studio: Studio;
  let ana: TestPerson;
  let staff: Api;
  let tom: GivenMember;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach();
    staff = studio.api.as(await studio.given.staff());
  });
  beforeEach(async () => {
    studio.clock.set(NOW);
    tom = await studio.given.member({ coach: ana, remaining: 5, expiresInDays: 30 });
  });
  afterAll(() => studio.close());

  function change(body: object, api = staff, packageId = tom.packageId) {
    return api.patch(`/members/${tom.id}/packages/${packageId}`, body);
  }

  it('approved, from when on sessions can be used', async () => {
    const approvals = { coach: 'approved', staff: 'pending' };
    const { id } = await studio.given.package(tom, { coach: ana, remaining: 3, approvals });
    const first = await change({ approvals: { staff: 'rejected' } }, staff, id);
    expect(first.body).toMatchObject({ state: 'disconnected', version: 2 });
    const { body } = await change({ approvals: { staff: 'approved' } }, staff, id);
    expect(body).toMatchObject({
      state: 'active',
      approvals: { coach: 'approved', staff: 'approved' },
      version: 3,
    });
    expect((await staff.addUsage(tom, { packageId: id })).status).toBe(201);
  });

  it('extended, and the log says from when to when and why', async () => {
    const { answer, rows } = await logged(studio, () =>
      change({ expiresAt: IN_MAY, reason: 'Was ill in March' }),
    );
    expect(answer.body).toMatchObject({ expiresAt: IN_MAY, state: 'active', version: 2 });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      action: 'package.changed',
      package_id: tom.packageId,
      reason: 'Was ill in March',
      before: { version: 1, remaining: 5, expiresAt: '2026-04-09T12:00:00.000Z' },
      after: { version: 2, remaining: 5, expiresAt: IN_MAY },
    });
  });

  it('extended after they expired, which makes them usable again', async () => {
    studio.clock.advance({ days: 31 });
    expect(await staff.startWorkout(tom)).toBeProblem('package_expired');
    const { body } = await change({ expiresAt: IN_MAY });
    expect(body).toMatchObject({ state: 'active', remaining: 5 });
    expect((await staff.startWorkout(tom)).status).toBe(201);
  });

  it('shortened by staff, even to the past, which ends them', async () => {
    expect((await change({ expiresAt: '2026-03-11T00:00:00Z' })).body.state).toBe('active');
    expect((await change({ expiresAt: '2026-03-09T00:00:00Z' })).body.state).toBe('expired');
    expect((await change({ expiresAt: null })).body).toMatchObject({
      state: 'active',
      expiresAt: null,
    });
  });

  it('disconnected, from when on the coach is nobody to the member, and reconnected', async () => {
    const coach = studio.api.as(ana);
    expect((await change({ disconnected: true })).body.state).toBe('disconnected');
    expect(await coach.member(tom)).toBeProblem('not_your_member');
    expect(await staff.startWorkout(tom)).toBeProblem('no_active_package');
    await expectNothingDone(studio, () => change({ disconnected: true }));

    expect((await change({ disconnected: false })).body.state).toBe('active');
    expect((await coach.member(tom)).status).toBe(200);
    await expectNothingDone(studio, () => change({ disconnected: false }));
  });

  it('disconnected and back, without forgetting that they were used up', async () => {
    await staff.adjust(tom, { adjustment: -5, reason: 'all gone' });
    await change({ disconnected: true });
    expect((await change({ disconnected: false })).body).toMatchObject({
      state: 'exhausted',
      remaining: 0,
    });
  });

  it('not where there is nothing to change', async () => {
    const same = { expiresAt: '2026-04-09T12:00:00Z', approvals: { coach: 'approved' } };
    for (const body of [{}, same, { reason: 'just so' }, { approvals: {} }]) {
      const { body: after } = await expectNothingDone(studio, () => change(body));
      expect(after.version).toBe(1);
    }
  });

  it('not where somebody else was faster', async () => {
    expect((await change({ expiresAt: IN_MAY, expectedVersion: 1 })).status).toBe(200);
    const answer = await expectRefusal(studio, 'package_changed', () =>
      change({ disconnected: true, expectedVersion: 1 }),
    );
    expect(answer.body.version).toBe(2);
    expect((await change({ disconnected: true, expectedVersion: 2 })).status).toBe(200);
  });

  it('by one of many at once who all decided on the same version', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => {
        const expiresAt = `2026-06-0${index + 1}T00:00:00Z`;
        return change({ expiresAt, expectedVersion: 1 });
      }),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(7);
    for (const answer of refused) expect(answer).toBeProblem('package_changed');
  });

  it('not where the member has no such package', async () => {
    const kim = await studio.given.member({ coach: ana });
    for (const id of [kim.packageId, 2_147_483_647]) {
      await expectRefusal(studio, 'package_not_found', () => change({}, staff, id));
    }
    const path = `/members/2147483646/packages/${tom.packageId}`;
    await expectRefusal(studio, 'member_not_found', () => staff.patch(path, {}));
  });

  describe('by their coach', () => {
    it('to a later date only', async () => {
      const coach = studio.api.as(ana);
      expect((await change({ expiresAt: IN_MAY, reason: 'ill' }, coach)).status).toBe(200);
      await expectNothingDone(studio, () => change({ expiresAt: IN_MAY }, coach));
      for (const body of [
        { expiresAt: '2026-05-30T00:00:00Z' },
        { expiresAt: null },
        { disconnected: true },
        { disconnected: false },
        { approvals: { coach: 'approved' } },
        { expiresAt: '2026-07-01T00:00:00Z', disconnected: false },
      ]) {
        await expectRefusal(studio, 'forbidden', () => change(body, coach));
      }
      await expectInvalid(studio, 'expiresAt', () => change({ expiresAt: NOW }, coach));
    });

    it('even if they expired or are used up', async () => {
      const coach = studio.api.as(ana);
      await staff.adjust(tom, { adjustment: -5, reason: 'all gone' });
      studio.clock.advance({ days: 40 });
      expect((await change({ expiresAt: IN_MAY }, coach)).body.state).toBe('exhausted');
    });

    it('but not to a date where they have none, which would be sooner', async () => {
      const { id } = await studio.given.package(tom, { coach: ana, remaining: 1 });
      const attempt = () => change({ expiresAt: IN_MAY }, studio.api.as(ana), id);
      await expectRefusal(studio, 'forbidden', attempt);
    });

    it('but not those with another coach', async () => {
      const ben = await studio.given.coach();
      const { id } = await studio.given.package(tom, { coach: ben, remaining: 1 });
      const coach = studio.api.as(ana);
      const attempt = () => change({ expiresAt: IN_MAY }, coach, id);
      await expectRefusal(studio, 'package_not_found', attempt);
      const eve = studio.api.as(await studio.given.coach());
      await expectRefusal(studio, 'not_your_member', () => change({ expiresAt: IN_MAY }, eve));
    });
  });

  it('not by members, or by nobody', async () => {
    const attempt = () => change({ expiresAt: IN_MAY }, studio.api.as(tom));
    await expectRefusal(studio, 'forbidden', attempt);
    expect(await change({ expiresAt: IN_MAY }, studio.api)).toBeProblem('not_signed_in');
  });

  it.each([
    ['expiresAt', { expiresAt: 'tomorrow' }],
    ['disconnected', { disconnected: 'true' }],
    ['disconnected', { disconnected: null }],
    ['expectedVersion', { expectedVersion: -1 }],
    ['expectedVersion', { expectedVersion: 2_147_483_648 }],
    ['approvals.staff', { approvals: { staff: null } }],
    ['reason', { reason: '' }],
    ['remaining', { remaining: 100 }],
    ['coachId', { coachId: 1 }],
  ])('not with a wrong %s: %j', async (field, body) => {
    await expectInvalid(studio, field, () => change(body));
  });

  it('and the books add up', async () => {
    expect(await violations(studio.sql)).toEqual([]);
  });
});
