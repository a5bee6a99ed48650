import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type AdoptedMember,
  type AdoptedStudio,
  historyOf,
  legacyActivities,
  openAdoptedStudio,
  TODAY,
} from '../support/adoption/adopted-studio.js';

const DOUBLE = 'likely_double_deduction';

describe('a deduction of PHP and one of ours at the same moment', () => {
  let studio: AdoptedStudio;

  beforeAll(async () => {
    studio = await openAdoptedStudio();
  });
  afterAll(() => studio.close());
  afterEach(async () => {
    await studio.reconcileAll();
    expect(await studio.verify()).toMatchObject({ holds: true, violations: [] });
  });

  /** What verify lists of a member. */
  async function toLookAt(member: { id: number }): Promise<string[]> {
    const { toLookAt: lines } = await studio.verify();
    return lines.filter((line) => line.includes(`member ${member.id} `));
  }

  async function expectOneUsageToday({ packageId }: AdoptedMember): Promise<void> {
    const rows = await studio.sql(
      `SELECT id FROM coach_session_usage WHERE coach_member_id = ? AND usage_date = ?`,
      [packageId, TODAY],
    );
    expect(rows).toHaveLength(1);
  }

  async function phpMeetsOurUsage(tom: AdoptedMember): Promise<void> {
    expect(await studio.php.hasUsage(tom.packageId, TODAY)).toBe(false);
    expect((await studio.coachOf(tom).startWorkout(tom)).status).toBe(201);
    await studio.php.takeSession(tom.packageId);
    await studio.php.noteUsage(tom.packageId, TODAY);
  }

  it('PHP looks before ours and takes after it: one usage, and an entry to look at', async () => {
    const tom = studio.nextMember();
    const left = tom.remaining - 2;
    await phpMeetsOurUsage(tom);
    expect(await studio.reconcileAll()).toBe(1);

    await expectOneUsageToday(tom);
    expect((await historyOf(studio, tom)).toSorted()).toEqual([
      `automatic -1=${left + 1}`,
      `external -1=${left}`,
    ]);
    expect(await legacyActivities(studio, tom.packageId)).toEqual([
      `balance.external ${left + 1}>${left} ${DOUBLE}`,
    ]);
    expect(await toLookAt(tom)).toHaveLength(1);
  });

  it('PHP takes before ours and writes after it', async () => {
    const tom = studio.nextMember();
    const left = tom.remaining - 2;
    await studio.php.takeSession(tom.packageId);
    const { status, body } = await studio.coachOf(tom).startWorkout(tom);
    await studio.php.noteUsage(tom.packageId, TODAY);

    expect(status).toBe(201);
    expect(body.package.remaining).toBe(left);
    await expectOneUsageToday(tom);
    expect(await studio.reconcileAll()).toBe(0);
    expect(await legacyActivities(studio, tom.packageId)).toEqual([
      `balance.external ${tom.remaining}>${left + 1} ${DOUBLE}`,
    ]);
    expect(await toLookAt(tom)).toHaveLength(1);
  });

  it('the same with the very first session of a package', async () => {
    const tom = studio.nextMember();
    await studio.php.change(tom.packageId, { status: 'disconnected' });
    const sold = await studio.php.sell(tom.id, tom.coach.id);
    await studio.reconcileAll();
    await studio.php.takeSession(sold);
    expect((await studio.coachOf(tom).startWorkout(tom)).body.package.id).toBe(sold);
    await studio.php.noteUsage(sold, TODAY);
    expect(await toLookAt(tom)).toHaveLength(1);
  });

  it('two of PHP at once', async () => {
    const tom = studio.nextMember();
    await studio.php.takeSession(tom.packageId);
    await studio.php.takeSession(tom.packageId);
    await studio.php.noteUsage(tom.packageId, TODAY);
    await studio.php.noteUsage(tom.packageId, TODAY);
    expect(await studio.reconcileAll()).toBe(2);

    await expectOneUsageToday(tom);
    expect(await legacyActivities(studio, tom.packageId)).toEqual([
      `session.deducted ${tom.remaining}>${tom.remaining - 1}`,
      `balance.external ${tom.remaining - 1}>${tom.remaining - 2} ${DOUBLE}`,
    ]);
    expect(await toLookAt(tom)).toHaveLength(1);
  });

  it('a change of ours between the two statements of PHP: nothing is listed', async () => {
    const tom = studio.nextMember();
    await studio.php.takeSession(tom.packageId);
    const { body } = await studio.coachOf(tom).adjust(tom, { adjustment: -1, reason: 'a loan' });
    expect(body.package.remaining).toBe(tom.remaining - 2);
    expect(await toLookAt(tom)).toHaveLength(1);
    await studio.php.noteUsage(tom.packageId, TODAY);

    expect(await studio.reconcileAll()).toBe(2);
    const activities = await legacyActivities(studio, tom.packageId);
    expect(activities.at(-1)).toBe(`session.deducted ${tom.remaining - 1}>${tom.remaining - 2}`);
    expect(await toLookAt(tom)).toEqual([]);
  });

  it('is listed until a coach gives it back, each one for itself', async () => {
    const tom = studio.nextMember();
    await phpMeetsOurUsage(tom);
    await studio.reconcileAll();
    await studio.php.takeSession(tom.packageId);
    await studio.reconcileAll();
    expect(await toLookAt(tom)).toHaveLength(2);

    const coach = studio.coachOf(tom);
    const giveBack = { adjustment: 1, reason: 'Taken twice' };
    const { status, body } = await coach.adjust(tom, giveBack);
    expect(status).toBe(200);
    expect(body.package.remaining).toBe(tom.remaining - 2);
    expect(await toLookAt(tom)).toHaveLength(1);
    await coach.adjust(tom, giveBack);
    expect(await toLookAt(tom)).toEqual([]);
  });
});
