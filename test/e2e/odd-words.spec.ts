import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import { leniently } from '../support/database.js';
import '../support/matchers.js';
import { packageRow } from '../support/packages.js';
import { soldByPhp } from '../support/sold-by-php.js';
import { openStudio, type Studio } from '../support/studio.js';

/** A lenient server keeps '' where PHP writes a word that the column does not have. */
describe('a subscription with a word that is none', () => {
  let studio: Studio;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach();
  });
  afterAll(() => studio.close());

  async function sold(column: string, word: string, remaining: number | null = 18) {
    const member = await studio.given.person('member');
    const sale = { member, coach: ana, rateType: 'monthly', remaining } as const;
    const packageId = await soldByPhp(studio, sale);
    const change = `UPDATE coach_member_list SET ${column} = ? WHERE id = ?`;
    await studio.sql(leniently(change), [word, packageId]);
    return { ...member, packageId };
  }

  const verified = async () => (await studio.app.get(VerifyService).verify()).text;

  it.each([18, null])('rate type, with %s left: no free training', async (remaining) => {
    const tom = await sold('rate_type', '', remaining);
    const coach = studio.api.as(ana);
    const { body } = await coach.member(tom);
    expect(body.packages).toMatchObject([
      { rateType: 'hourly', state: 'expired', remaining: null },
    ]);
    expect(await coach.startWorkout(tom)).toBeProblem('package_expired');
    expect(await packageRow(studio, tom.packageId)).toMatchObject({ remaining, status: 'active' });
  });

  it('status: no free training', async () => {
    const tom = await sold('status', '');
    expect(await studio.api.as(ana).startWorkout(tom)).toBeProblem('package_expired');
  });

  it.each(['coach', 'staff'])('approval of the %s: pending', async (who) => {
    const tom = await sold(`${who}_approval`, '');
    const { body } = await studio.api.as(await studio.given.admin()).member(tom);
    expect(body.packages).toMatchObject([{ state: 'pending', approvals: { [who]: 'pending' } }]);
  });

  it('makes verify fail, which says what to do, until that is done', async () => {
    const text = await verified();
    expect(text).toMatch(/^Words .* BROKEN: 4/m);
    expect(text).not.toMatch(/Law . .*BROKEN/);
    const mends = text
      .split('\n')
      .filter((line) => line.startsWith('      UPDATE '))
      .map((line) => line.trim());
    expect(mends).toHaveLength(4);
    const ids = (mend: string) => {
      const column = /SET (\w+) = /.exec(mend)?.[1] ?? '';
      const about = text.split('\n').find((line) => line.includes(`unknown ${column}: id`)) ?? '';
      return about.split(': id ')[1] ?? '';
    };
    for (const mend of mends) await studio.sql(mend.replace('(…)', `(${ids(mend)})`));
    await studio.app.get(ReconciliationRun).reconcileAll();
    expect(await verified()).toContain('All laws hold.');
  });

  it('gives the sessions that are left once it is mended', async () => {
    const tom = await sold('rate_type', '');
    await studio.sql("UPDATE coach_member_list SET rate_type = 'package' WHERE id = ?", [
      tom.packageId,
    ]);
    const { body } = await studio.api.as(ana).startWorkout(tom);
    expect(body.package).toMatchObject({ rateType: 'package', remaining: 17, granted: 18 });
    expect(await verified()).toContain('All laws hold.');
  });
});
