import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { soldByPhp } from '../support/sold-by-php.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('which rows PHP sees', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;

  /** A usage that counts, one that we undid, an adjustment, a grant, and one that PHP undid. */
  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 9 });
    const coach = studio.api.as(ana);
    await coach.startWorkout(tom);
    for (const usageDate of ['2026-03-03', '2026-03-04']) await coach.addUsage(tom, { usageDate });
    await coach.undo(tom, await usageOf('2026-03-03'), { reason: 'Not there' });
    await coach.adjust(tom, { adjustment: 2, reason: 'A gift' });
    await studio.sql('UPDATE coach_usage_history SET undone_at = created_at WHERE id = ?', [
      await usageOf('2026-03-04'),
    ]);
    await studio.sql(
      `INSERT INTO coach_usage_history (coach_member_id, usage_date, created_at)
       VALUES (?, '2026-03-05', '2026-03-05 10:00:00')`,
      [tom.packageId],
    );
  });
  afterAll(() => studio.close());

  async function usageOf(day: string): Promise<number> {
    const rows = await studio.sql<{ id: number }>(
      'SELECT id FROM coach_usage_history WHERE usage_date = ?',
      [day],
    );
    return rows[0]?.id ?? 0;
  }

  const verified = async () => (await studio.app.get(VerifyService).verify()).text;
  const marks = () =>
    studio.sql<{ id: number; hidden: number }>(
      'SELECT id, hidden_from_php AS hidden FROM coach_usage_history ORDER BY id',
    );

  it('is right for all that the product and PHP do, before a booking and after', async () => {
    expect(await verified()).not.toMatch(/^View .*BROKEN/m);
    await studio.app.get(ReconciliationRun).reconcileAll();
    expect(await verified()).toMatch(/^View .* holds \(2 kinds of odd rows\)$/m);
    expect(await verified()).toContain('All laws hold.');
  });

  it('is proved row by row, and each is mended as it says', async () => {
    const right = await marks();
    for (const { id, hidden } of right) {
      const what = hidden === 1 ? 'are shown to PHP' : 'are hidden from PHP';
      const change = 'UPDATE coach_usage_history SET hidden_from_php = ? WHERE id = ?';
      await studio.sql(change, [1 - hidden, id]);
      const text = await verified();
      expect(text).toMatch(new RegExp(`^ {2}View: 1 rows .* ${what}.*: id ${id}$`, 'm'));
      expect(text).toMatch(/^Violations: 1$/m);
      const [mend = ''] = /UPDATE coach_usage_history SET hidden.*/.exec(text) ?? [];
      await studio.sql(mend.replace('(…)', `(${id})`));
    }
    expect(await marks()).toEqual(right);
    expect(await verified()).toContain('All laws hold.');
  });

  it('does not say what was granted with a package of PHP, until it is booked', async () => {
    const member = await studio.given.person('member');
    await soldByPhp(studio, { member, coach: ana, rateType: 'package', remaining: 10 });
    const coach = studio.api.as(ana);
    expect((await coach.member(member)).body.packages).toMatchObject([
      { remaining: 10, granted: null, version: 0 },
    ]);
    await studio.app.get(ReconciliationRun).reconcileAll();
    expect((await coach.member(member)).body.packages).toMatchObject([
      { remaining: 10, granted: 10, version: 1 },
    ]);
  });
});
