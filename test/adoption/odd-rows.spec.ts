import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../support/matchers.js';
import {
  type AdoptedStudio,
  openAdoptedStudio,
  TODAY,
} from '../support/adoption/adopted-studio.js';

/** On a server without strict mode, as shared hosts mostly are. */
describe('words, dates and counts that PHP writes after a database was taken over', () => {
  let studio: AdoptedStudio;

  beforeAll(async () => {
    studio = await openAdoptedStudio();
    await studio.php.run("SET SESSION sql_mode = ''");
  });
  afterAll(() => studio.close());

  /** The statements that verify prints, with the ids that it names. */
  async function mendAsItSays(): Promise<void> {
    const { violations } = await studio.verify();
    let ids = '';
    for (const line of violations) {
      ids = /: id ([\d, ]+)/.exec(line)?.[1] ?? ids;
      if (/^ {6}UPDATE /.test(line)) await studio.php.run(line.trim().replace('(…)', `(${ids})`));
    }
  }

  /** One law says it until it is mended as it says; then all hold, after a booking. */
  async function expectMended(what: RegExp): Promise<void> {
    await studio.reconcileAll();
    const { violations } = await studio.verify();
    expect(violations.filter((line) => line.startsWith('  Words'))).toEqual([
      expect.stringMatching(what),
    ]);
    await mendAsItSays();
    await studio.reconcileAll();
    expect(await studio.verify()).toMatchObject({ holds: true, violations: [] });
    expect(await studio.reconcileAll()).toBe(0);
  }

  it('nothing of what an installation usually holds', async () => {
    expect(await studio.verify()).toMatchObject({ holds: true });
  });

  it('a subscription sold as what its column does not have: no free training', async () => {
    const tom = studio.nextMember();
    await studio.php.change(tom.packageId, { status: 'disconnected' });
    const sold = await studio.php.sell(tom.id, tom.coach.id, { rate_type: 'gone' });
    const coach = studio.coachOf(tom);
    const { body } = await coach.member(tom);
    expect(body.packages[0]).toMatchObject({ id: sold, rateType: 'hourly', state: 'expired' });
    expect(await coach.startWorkout(tom)).toBeProblem('package_expired');
    await expectMended(new RegExp(`1 rows of coach_member_list .* rate_type: id ${sold}$`));
    const started = await coach.startWorkout(tom);
    expect(started.body.package).toMatchObject({ id: sold, rateType: 'package', remaining: 9 });
  });

  it.each(['status', 'coach_approval', 'staff_approval'])('%s that no word is', async (column) => {
    const tom = studio.nextMember();
    await studio.php.change(tom.packageId, { [column]: 'gone' });
    await expectMended(new RegExp(`unknown ${column}: id ${tom.packageId}$`));
  });

  it('a usage of a day that is none', async () => {
    const tom = studio.nextMember();
    await studio.php.takeSession(tom.packageId);
    await studio.php.noteUsage(tom.packageId, '2026-02-00');
    await expectMended(/1 rows of coach_usage_history have a usage_date that is no date: id \d+$/);
    const { data } = (await studio.coachOf(tom).history(tom, '?limit=1')).body;
    expect(data).toMatchObject([{ usageDate: TODAY }]);
  });

  it('a date of a subscription that is none', async () => {
    const tom = studio.nextMember();
    await studio.php.change(tom.packageId, { expires_at: '0000-00-00 00:00:00' });
    await expectMended(new RegExp(`a expires_at that is no date: id ${tom.packageId}$`));
  });

  it('a count below zero, on a server that knows no checks', async () => {
    const tom = studio.nextMember();
    await studio.php.run('SET check_constraint_checks = 0');
    await studio.php.change(tom.packageId, { remaining_sessions: -2 });
    await studio.php.run('SET check_constraint_checks = 1');
    const { violations } = await studio.verify();
    const what = new RegExp(
      `Words: 1 rows .* fewer than 0 sessions left: id ${tom.packageId}$`,
      'm',
    );
    expect(violations.join('\n')).toMatch(what);
    await mendAsItSays();
    expect(await studio.reconcileAll()).toBe(1);
    expect(await studio.verify()).toMatchObject({ holds: true, violations: [] });
    const { body } = await studio.coachOf(tom).member(tom);
    expect(body.packages).toMatchObject([{ remaining: 0, state: 'exhausted' }]);
  });
});
