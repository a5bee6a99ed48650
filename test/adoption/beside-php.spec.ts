import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type AdoptedStudio,
  historyOf,
  legacyActivities,
  openAdoptedStudio,
  TODAY,
} from '../support/adoption/adopted-studio.js';

const LAWS_HOLD = { holds: true, violations: [] };
const DOUBLE = 'likely_double_deduction';

describe('what PHP changes on an adopted database, booked by verify --book-external', () => {
  let studio: AdoptedStudio;

  beforeAll(async () => {
    studio = await openAdoptedStudio();
  });
  afterAll(() => studio.close());
  afterEach(async () => {
    expect(await studio.reconcileAll(), 'a second time there is nothing to book').toBe(0);
    expect(await studio.verify()).toMatchObject(LAWS_HOLD);
  });

  /** Not booked, verify fails and names the package; booked, there are as many entries. */
  async function expectBooked(packageId: number, entries: number): Promise<void> {
    const before = await studio.verify();
    expect(before.holds).toBe(false);
    expect(before.violations.join('\n')).toMatch(new RegExp(`package ${packageId}\\b.*not booked`));
    expect(before.violations.every((line) => line.startsWith('  Law 6'))).toBe(true);
    expect(await studio.reconcileAll()).toBe(entries);
  }

  async function memberOf(member: { id: number }) {
    return (await studio.api.as(await studio.given.admin()).member(member)).body;
  }

  it('a workout', async () => {
    const tom = studio.nextMember();
    const left = tom.remaining - 1;
    expect(await studio.php.startWorkout(tom.id, tom.coach.id, TODAY)).toBe('taken');
    expect(await studio.php.startWorkout(tom.id, tom.coach.id, TODAY)).toBe('already used');
    await expectBooked(tom.packageId, 1);
    expect(await historyOf(studio, tom)).toEqual([`automatic -1=${left}`]);
    expect(await legacyActivities(studio, tom.packageId)).toEqual([
      `session.deducted ${tom.remaining}>${left}`,
    ]);
  });

  it('the last sessions of a package, which PHP then calls expired', async () => {
    const tom = studio.nextMember();
    await studio.php.change(tom.packageId, { remaining_sessions: 1 });
    await studio.reconcileAll();
    await studio.php.startWorkout(tom.id, tom.coach.id, TODAY);
    expect(await studio.php.startWorkout(tom.id, tom.coach.id, TODAY)).toBe('no subscription');
    await expectBooked(tom.packageId, 1);
    expect((await memberOf(tom)).packages).toMatchObject([{ state: 'exhausted', remaining: 0 }]);
  });

  it('a count that was raised, and one that was lowered by many', async () => {
    const tom = studio.nextMember();
    const { remaining, packageId } = tom;
    await studio.php.change(packageId, { remaining_sessions: remaining + 200 });
    await expectBooked(packageId, 1);
    await studio.php.change(packageId, { remaining_sessions: remaining });
    await expectBooked(packageId, 1);
    expect(await historyOf(studio, tom)).toEqual([
      `external 200=${remaining + 200}`,
      `external -200=${remaining}`,
    ]);
    expect(await legacyActivities(studio, packageId)).toEqual([
      `balance.external ${remaining}>${remaining + 200}`,
      `balance.external ${remaining + 200}>${remaining}`,
    ]);
    expect((await studio.verify()).toLookAt).toEqual([]);
  });

  it('a count that was raised, used and lowered between two touches', async () => {
    const tom = studio.nextMember();
    await studio.php.change(tom.packageId, { remaining_sessions: 0 });
    await studio.reconcileAll();
    await studio.php.change(tom.packageId, { remaining_sessions: 4 });
    await studio.php.startWorkout(tom.id, tom.coach.id, TODAY);
    await studio.php.takeSession(tom.packageId);
    await expectBooked(tom.packageId, 2);
    expect((await legacyActivities(studio, tom.packageId)).slice(1)).toEqual([
      'balance.external 0>3',
      'session.deducted 3>2',
    ]);
  });

  it('a usage for which no session was taken', async () => {
    const tom = studio.nextMember();
    await studio.php.change(tom.packageId, { remaining_sessions: 0 });
    await studio.reconcileAll();
    await studio.php.takeSession(tom.packageId);
    await studio.php.noteUsage(tom.packageId, TODAY);
    await expectBooked(tom.packageId, 2);
    expect((await legacyActivities(studio, tom.packageId)).slice(1)).toEqual([
      'balance.external 0>1',
      'session.deducted 1>0',
    ]);
    expect(await memberOf(tom)).toMatchObject({ usedToday: true, packages: [{ remaining: 0 }] });
  });

  it('a package that it sold, and one that it used already', async () => {
    const [tom, lea] = [studio.nextMember(), studio.nextMember()];
    const sold = await studio.php.sell(tom.id, tom.coach.id);
    await expectBooked(sold, 1);
    expect(await legacyActivities(studio, sold)).toEqual(['package.adopted 10>10']);

    const used = await studio.php.sell(lea.id, lea.coach.id, { requested_at: null });
    await studio.php.run('UPDATE coach_member_list SET status = ? WHERE id = ?', [
      'disconnected',
      lea.packageId,
    ]);
    await studio.php.startWorkout(lea.id, lea.coach.id, '2026-03-11');
    await studio.php.startWorkout(lea.id, lea.coach.id, TODAY);
    await expectBooked(used, 1);
    expect(await legacyActivities(studio, used)).toEqual(['package.adopted 8>8']);
    const { packages, usedToday } = await memberOf(lea);
    expect(usedToday).toBe(true);
    expect(packages.find((one: { id: number }) => one.id === used)).toMatchObject({
      granted: 10,
      remaining: 8,
      state: 'active',
    });
  });

  it('a count that is unknown, and one that becomes known', async () => {
    const tom = studio.nextMember();
    const { packageId, remaining } = tom;
    await studio.php.change(packageId, { remaining_sessions: null });
    await expectBooked(packageId, 1);
    await studio.php.change(packageId, { remaining_sessions: 3 });
    await expectBooked(packageId, 1);
    const sold = await studio.php.sell(tom.id, tom.coach.id, { remaining_sessions: null });
    await expectBooked(sold, 1);
    await studio.php.change(sold, { remaining_sessions: 7 });
    await expectBooked(sold, 1);
    expect(await legacyActivities(studio, packageId)).toHaveLength(2);
    expect(await historyOf(studio, tom)).toEqual([
      `external ${-remaining}=0`,
      'external 3=3',
      'external 7=7',
    ]);
  });

  it('a subscription that becomes a package', async () => {
    const tom = studio.nextMember();
    const sold = await studio.php.sell(tom.id, tom.coach.id, { rate_type: 'monthly' });
    await studio.php.change(sold, { rate_type: 'package', remaining_sessions: 6 });
    await expectBooked(sold, 1);
    const admin = studio.api.as(await studio.given.admin());
    const { body } = await admin.post(`/members/${tom.id}/packages`, {
      coachId: tom.coach.id,
      rateType: 'monthly',
    });
    await studio.php.change(body.id, { rate_type: 'package', remaining_sessions: 6 });
    await expectBooked(body.id, 1);
    expect(await legacyActivities(studio, body.id)).toEqual(['package.adopted 6>6']);
  });

  it('usages of a subscription that counts none', async () => {
    const tom = studio.nextMember();
    const sold = await studio.php.sell(tom.id, tom.coach.id, { rate_type: 'monthly' });
    await studio.php.noteUsage(sold, TODAY);
    await expectBooked(sold, 0);
    expect(await memberOf(tom)).toMatchObject({ usedToday: true });
  });

  it('a session of a second package, on a day on which the first was used', async () => {
    const tom = studio.nextMember();
    const { body } = await studio.coachOf(tom).startWorkout(tom);
    expect(body.deducted).toBe(true);
    const second = await studio.php.sell(tom.id, tom.coach.id);
    await studio.reconcileAll();
    expect(await studio.php.startWorkout(tom.id, tom.coach.id, TODAY)).toBe('taken');
    await expectBooked(second, 1);
    expect(await historyOf(studio, tom)).toEqual([
      `automatic -1=${tom.remaining - 1}`,
      'external -1=9',
    ]);
    expect((await legacyActivities(studio, second)).slice(1)).toEqual([
      `balance.external 10>9 ${DOUBLE}`,
    ]);
    const { toLookAt } = await studio.verify();
    expect(toLookAt.join()).toMatch(new RegExp(`on ${TODAY}: member ${tom.id} .*${second}`));
  });

  it('nothing, where approvals, dates or the status are all that it changes', async () => {
    const tom = studio.nextMember();
    await studio.php.change(tom.packageId, {
      staff_approval: 'pending',
      expires_at: '2026-12-31 23:59:59',
      payment_received: 0,
      status: 'expired',
    });
    expect(await studio.verify()).toMatchObject(LAWS_HOLD);
    expect((await memberOf(tom)).packages).toMatchObject([{ state: 'pending' }]);
    await studio.php.change(tom.packageId, { staff_approval: 'approved' });
    const { body, status } = await studio.coachOf(tom).startWorkout(tom);
    expect(status).toBe(201);
    expect(body.package.remaining).toBe(tom.remaining - 1);
    expect(await legacyActivities(studio, tom.packageId)).toEqual([]);
  });
});
