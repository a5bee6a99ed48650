import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('what only a defect of ours leaves behind', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  async function activity(packageId: number | null, usageId: number | null): Promise<number> {
    await studio.sql(
      `INSERT INTO admin_activity_log (action, outcome, created_at, package_id, usage_id)
       VALUES ('session.used', 'done', '2026-03-10 12:00:00', ?, ?)`,
      [packageId, usageId],
    );
    const [row] = await studio.sql<{ id: number }>('SELECT MAX(id) AS id FROM admin_activity_log');
    return row?.id ?? 0;
  }

  it('is never booked away as gone', async () => {
    const ana = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const lea = await studio.given.member({ coach: ana, remaining: 5 });
    const { body } = await studio.api.as(ana).addUsage(tom, { usageDate: '2026-03-09' });
    const usage = (body as { usage: { id: number } }).usage.id;
    const defects = [
      await activity(null, usage),
      await activity(null, 2_000_000_000),
      await activity(lea.packageId, usage),
      await activity(lea.packageId, null),
    ];
    const told: string[] = [];
    const run = studio.app.get(ReconciliationRun);
    expect(await run.reconcileAll((what) => told.push(what))).toBe(0);
    expect(told).toEqual([]);
    const { text, holds } = await studio.app.get(VerifyService).verify();
    expect(holds).toBe(false);
    for (const id of defects)
      expect(text).toMatch(new RegExp(`Law 3: activity ${id} .* not there`));
  });
});
