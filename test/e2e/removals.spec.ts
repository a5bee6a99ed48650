import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import { logOf } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { soldByPhp } from '../support/sold-by-php.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('what is gone from the database, and not by the product', () => {
  let studio: Studio;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach();
  });
  afterAll(() => studio.close());
  afterEach(async () => {
    await bookAll();
    expect(await violations()).toEqual([]);
    expect(await bookAll(), 'the second night').toBe(0);
  });

  const bookAll = (tell?: (what: string) => void) =>
    studio.app.get(ReconciliationRun).reconcileAll(tell);

  async function violations(): Promise<string[]> {
    const { text } = await studio.app.get(VerifyService).verify();
    const [laws = ''] = text.split('To look at:\n');
    return laws.split('\n').filter((line) => line.startsWith('  '));
  }

  /** Not booked, it is said what to do; booked, it is told by name, and the laws hold. */
  async function expectBooked(entries: number, gone: RegExp): Promise<void> {
    const { text, holds } = await studio.app.get(VerifyService).verify();
    expect(holds).toBe(false);
    expect(text).toMatch('not booked yet');
    expect(text).toMatch('npm run verify -- --book-external');
    const told: string[] = [];
    expect(await bookAll((what) => told.push(what))).toBe(entries);
    expect(told).toEqual([expect.stringMatching(gone)]);
    expect(await violations()).toEqual([]);
  }

  const aMember = (remaining = 5) => studio.given.member({ coach: ana, remaining });

  async function uses(tom: GivenMember, usageDate = '2026-03-09'): Promise<number> {
    return (await studio.api.as(ana).addUsage(tom, { usageDate })).body.usage.id;
  }

  const deletesRow = (id: number) =>
    studio.sql('DELETE FROM coach_usage_history WHERE id = ?', [id]);

  async function deletesPackage(id: number): Promise<void> {
    await studio.sql('DELETE FROM coach_usage_history WHERE coach_member_id = ?', [id]);
    await studio.sql('DELETE FROM coach_member_list WHERE id = ?', [id]);
  }

  const logOfPackage = async (id: number) =>
    (await logOf(studio)).filter((row) => row.package_id === id);

  async function balanceOf(tom: GivenMember): Promise<unknown> {
    return (await studio.api.as(ana).member(tom)).body.packages[0].remaining;
  }

  it('a usage that we had undone', async () => {
    const tom = await aMember();
    const usage = await uses(tom);
    await studio.api.as(ana).undo(tom, usage);
    await deletesRow(usage);
    await expectBooked(1, new RegExp(`rows of the history of package ${tom.packageId} `));
    expect(await balanceOf(tom)).toBe(5);
    const { data } = (await studio.api.as(ana).history(tom, '?kind=external')).body;
    expect(data).toMatchObject([
      { amount: 0, balanceAfter: 5, reason: expect.stringMatching('product removes none') },
    ]);
    await uses(tom);
    expect(await balanceOf(tom)).toBe(4);
  });

  it('a usage whose session nobody gave back', async () => {
    const tom = await aMember();
    await deletesRow(await uses(tom));
    await expectBooked(2, new RegExp(`package ${tom.packageId} `));
    expect(await balanceOf(tom)).toBe(4);
    const rows = (await logOfPackage(tom.packageId)).slice(-2);
    expect(rows).toMatchObject([
      { action: 'balance.external', code: 'usages_removed', after: { remaining: 5 } },
      { action: 'balance.external', code: null, after: { remaining: 4 } },
    ]);
    expect(rows[1]?.reason).toMatch('not given back');
  });

  it('a usage of a subscription without a count', async () => {
    const tom = await studio.given.person('member');
    const sale = { member: tom, coach: ana, rateType: 'monthly', remaining: null } as const;
    const packageId = await soldByPhp(studio, sale);
    await studio.sql(
      'INSERT INTO coach_usage_history (coach_member_id, usage_date, created_at) VALUES (?, ?, ?)',
      [packageId, '2026-03-09', '2026-03-09 11:00:00'],
    );
    const { data } = (await studio.api.as(ana).history(tom)).body;
    expect((await studio.api.as(ana).undo(tom, data[0].id)).status).toBe(200);
    await deletesRow(data[0].id);
    await expectBooked(1, new RegExp(`package ${packageId} `));
  });

  it('the row of what was granted', async () => {
    const tom = await aMember();
    await studio.sql(
      "DELETE FROM coach_usage_history WHERE coach_member_id = ? AND adjustment_type = 'grant'",
      [tom.packageId],
    );
    await expectBooked(1, new RegExp(`package ${tom.packageId} `));
    expect(await balanceOf(tom)).toBe(5);
  });

  it.each([
    ['had added sessions, of which one is left', 2, 6, 1],
    ['had taken some', -2, 0, 3],
  ])('an entry that %s', async (_, adjustment, used, left) => {
    const tom = await aMember();
    await studio.api.as(ana).adjust(tom, { adjustment, reason: 'a mistake' });
    for (let day = 1; day <= used; day += 1) await uses(tom, `2026-03-0${day}`);
    expect(await balanceOf(tom)).toBe(left);
    await studio.sql(
      `DELETE FROM coach_usage_history
        WHERE coach_member_id = ? AND adjustment_type = 'adjustment'`,
      [tom.packageId],
    );
    await expectBooked(2, new RegExp(`package ${tom.packageId} `));
    expect(await balanceOf(tom)).toBe(left);
  });

  it('a package with its usages: the log has what is still known', async () => {
    const tom = await aMember();
    const usage = await uses(tom);
    await uses(tom, '2026-03-08');
    await studio.api.as(ana).undo(tom, usage);
    await deletesPackage(tom.packageId);
    const who = `package ${tom.packageId} .member ${tom.id} with coach ${ana.id}, 4 left.$`;
    await expectBooked(1, new RegExp(who));
    expect((await logOfPackage(tom.packageId)).at(-1)).toMatchObject({
      action: 'package.removed',
      actor_role: 'legacy',
      member_id: tom.id,
      coach_id: ana.id,
      usage_id: null,
      before: { remaining: 4, version: 4 },
      after: null,
      reason: 'The package is gone; the product removes none',
    });
  });

  it('a package, of which the pages of the product still tell', async () => {
    const tom = await aMember();
    await uses(tom);
    await deletesPackage(tom.packageId);
    await bookAll();
    const admin = studio.api.as(await studio.given.admin());
    const { status, body } = await admin.activity(`?memberId=${tom.id}`);
    expect(status).toBe(200);
    const actions = body.data.map(({ action }: { action: string }) => action);
    expect(actions.slice(0, 2)).toEqual(['package.removed', 'session.used']);
    const removed = await admin.activity('?action=package.removed&limit=1');
    expect(removed.body.data).toMatchObject([{ memberId: tom.id, actor: { role: 'legacy' } }]);
    const page = await admin.member(tom);
    expect(page.status).toBe(200);
    expect(page.body).toMatchObject({ packages: [], totals: { usages: 0 } });
    expect((await admin.history(tom)).body.data).toEqual([]);
    expect(
      await admin.adjust(tom, { packageId: tom.packageId, adjustment: 1, reason: 'x' }),
    ).toBeProblem('package_not_found');
  });

  it('a member with all packages', async () => {
    const tom = await aMember();
    const second = await studio.given.package(tom, { coach: ana, remaining: 3 });
    await uses(tom);
    for (const id of [tom.packageId, second.id]) await deletesPackage(id);
    await studio.sql('DELETE FROM `user` WHERE id = ?', [tom.id]);
    const told: string[] = [];
    expect(await bookAll((what) => told.push(what))).toBe(2);
    expect(told.map((what) => what.split(' (')[0])).toEqual([
      `package ${tom.packageId}`,
      `package ${second.id}`,
    ]);
    expect(told[0]).toMatch(/so is its member$/);
    const admin = studio.api.as(await studio.given.admin());
    const { body } = await admin.activity(`?packageId=${second.id}`);
    expect(body.data[0]).toMatchObject({ action: 'package.removed', memberName: null });
    expect(await admin.member(tom)).toBeProblem('member_not_found');
  });

  it('two runs at the same moment book it once', async () => {
    const [tom, lea] = [await aMember(), await aMember()];
    const usage = await uses(lea);
    await studio.api.as(ana).undo(lea, usage);
    await deletesRow(usage);
    await deletesPackage(tom.packageId);
    const booked = await Promise.all([bookAll(), bookAll(), bookAll()]);
    expect(booked.reduce((sum, entries) => sum + entries, 0)).toBe(2);
    const rows = await logOfPackage(tom.packageId);
    expect(rows.filter(({ action }) => action === 'package.removed')).toHaveLength(1);
  });

  it('a package that comes back from a backup, and goes again', async () => {
    const tom = await aMember();
    await uses(tom);
    const read = async (table: string, column: string) =>
      studio.sql(`SELECT * FROM ${table} WHERE ${column} = ? ORDER BY id`, [tom.packageId]);
    const [one] = await read('coach_member_list', 'id');
    const history = await read('coach_usage_history', 'coach_member_id');
    const write = async (table: string, row: Record<string, unknown> = {}) =>
      studio.sql(
        `INSERT INTO ${table} (${Object.keys(row).join(', ')})
         VALUES (${Object.keys(row)
           .map(() => '?')
           .join(', ')})`,
        Object.values(row),
      );
    await deletesPackage(tom.packageId);
    expect(await bookAll()).toBe(1);
    await write('coach_member_list', one);
    for (const row of history) await write('coach_usage_history', row);
    expect(await violations()).toEqual([]);
    await uses(tom, '2026-03-08');
    expect(await violations()).toEqual([]);
    await deletesPackage(tom.packageId);
    expect(await bookAll()).toBe(1);
  });
});
