import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type AdoptedMember,
  type AdoptedStudio,
  openAdoptedStudio,
  TODAY,
} from '../support/adoption/adopted-studio.js';

describe('what PHP deletes from a database taken over', () => {
  let studio: AdoptedStudio;

  beforeAll(async () => {
    studio = await openAdoptedStudio();
  });
  afterAll(() => studio.close());
  afterEach(async () => {
    expect(await studio.reconcileAll(), 'the second night').toBe(0);
    expect(await studio.verify()).toMatchObject({ holds: true, violations: [] });
  });

  async function expectBooked(packageIds: readonly number[]): Promise<void> {
    const { violations } = await studio.verify();
    for (const id of packageIds) {
      expect(violations.join('\n')).toMatch(
        new RegExp(`Law 6: .*package ${id}\\b.*not booked yet`),
      );
    }
    expect(violations.every((line) => line.startsWith('  Law 6'))).toBe(true);
    expect(await studio.reconcileAll()).toBe(packageIds.length);
  }

  /** The undo of its page: the row goes, the session comes back. */
  async function phpUndoes(usageId: number, { packageId }: AdoptedMember): Promise<void> {
    const deleted = await studio.php.run('DELETE FROM coach_session_usage WHERE id = ?', [usageId]);
    expect(deleted).toMatchObject({ affectedRows: 1 });
    await studio.php.run(
      'UPDATE coach_member_list SET remaining_sessions = remaining_sessions + 1 WHERE id = ?',
      [packageId],
    );
  }

  it('a workout of ours that we had undone', async () => {
    const tom = studio.nextMember();
    const coach = studio.coachOf(tom);
    const { body } = await coach.startWorkout(tom);
    await coach.undo(tom, body.usage.id);
    // PHP's view does not show it any more: as a page of before the view, or a person, deletes it.
    await studio.sql('DELETE FROM coach_usage_history WHERE id = ?', [body.usage.id]);
    await expectBooked([tom.packageId]);
    expect((await coach.member(tom)).body.packages[0].remaining).toBe(tom.remaining);
  });

  it('a workout of ours, undone by PHP', async () => {
    const tom = studio.nextMember();
    const { body } = await studio.coachOf(tom).startWorkout(tom);
    await phpUndoes(body.usage.id, tom);
    await expectBooked([tom.packageId]);
  });

  it('a package, whose usages go with it', async () => {
    const tom = studio.nextMember();
    await studio.coachOf(tom).startWorkout(tom);
    await studio.php.run('DELETE FROM coach_member_list WHERE id = ?', [tom.packageId]);
    const left = await studio.sql('SELECT id FROM coach_usage_history WHERE coach_member_id = ?', [
      tom.packageId,
    ]);
    expect(left).toEqual([]);
    await expectBooked([tom.packageId]);
  });

  it('a package that it had sold, before anybody booked it', async () => {
    const tom = studio.nextMember();
    const sold = await studio.php.sell(tom.id, tom.coach.id);
    await studio.php.noteUsage(sold, TODAY);
    await studio.php.run('DELETE FROM coach_member_list WHERE id = ?', [sold]);
    expect(await studio.verify()).toMatchObject({ holds: true });
  });

  it('a package alone, on an installation whose usages stay behind', async () => {
    const tom = studio.nextMember();
    const other = await studio.php.sell(tom.id, tom.coach.id, { rate_type: 'monthly' });
    await studio.php.noteUsage(other, TODAY);
    await studio.php.run('SET foreign_key_checks = 0');
    await studio.php.run('DELETE FROM coach_member_list WHERE id IN (?)', [[tom.packageId, other]]);
    await studio.php.run('SET foreign_key_checks = 1');
    await expectBooked([tom.packageId, other]);
  });

  it('old usages, to save room: none was given back, and none is', async () => {
    const [row] = await studio.sql<{ id: number; remaining: number; usages: number }>(
      `SELECT p.id, p.remaining_sessions AS remaining, COUNT(*) AS usages
         FROM coach_member_list p JOIN coach_session_usage u ON u.coach_member_id = p.id
        WHERE p.rate_type = 'package' GROUP BY p.id HAVING COUNT(*) > 2 ORDER BY p.id LIMIT 1`,
    );
    if (!row) throw new Error('no package was used');
    await studio.php.run('DELETE FROM coach_session_usage WHERE coach_member_id = ?', [row.id]);
    expect(await studio.reconcileAll()).toBe(2);
    const [now] = await studio.sql<{ remaining: number }>(
      'SELECT remaining_sessions AS remaining FROM coach_member_list WHERE id = ?',
      [row.id],
    );
    expect(now?.remaining).toBe(row.remaining);
  });

  it('a person: without a key nothing else goes, and with one the packages do', async () => {
    const [tom, lea] = [studio.nextMember(), studio.nextMember()];
    await studio.php.run('DELETE FROM user WHERE id = ?', [tom.id]);
    expect(await studio.verify()).toMatchObject({ holds: true });

    await studio.php.run('SET foreign_key_checks = 0');
    await studio.php.run(
      `ALTER TABLE coach_member_list ADD CONSTRAINT cml_member FOREIGN KEY (member_id)
         REFERENCES user (id) ON DELETE CASCADE`,
    );
    await studio.php.run('SET foreign_key_checks = 1');
    const second = await studio.php.sell(lea.id, lea.coach.id);
    await studio.reconcileAll();
    await studio.php.run('DELETE FROM user WHERE id = ?', [lea.id]);
    await expectBooked([lea.packageId, second]);
    const admin = studio.api.as(await studio.given.admin());
    const { body } = await admin.activity(`?packageId=${lea.packageId}&action=package.removed`);
    expect(body.data).toMatchObject([
      { action: 'package.removed', memberId: lea.id, memberName: null },
    ]);
    expect(body.data[0].reason).toMatch('its member too');
  });
});
