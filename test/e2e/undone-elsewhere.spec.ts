import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import { soldByPhp } from '../support/sold-by-php.js';
import { openStudio, type Studio } from '../support/studio.js';

const DAY = '2026-03-09';

describe('a usage of ours that another program marks as undone, while no count moves', () => {
  let studio: Studio;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach();
  });
  afterAll(() => studio.close());
  afterEach(async () => {
    expect(await bookAll(), 'the second night').toBe(0);
  });

  const bookAll = () => studio.app.get(ReconciliationRun).reconcileAll();
  const uses = (tom: { id: number }) => studio.api.as(ana).addUsage(tom, { usageDate: DAY });
  const marksUndone = (id: number) =>
    studio.sql('UPDATE coach_usage_history SET undone_at = created_at WHERE id = ?', [id]);

  async function expectLawsHold(): Promise<void> {
    const { text, holds } = await studio.app.get(VerifyService).verify();
    expect(holds, text).toBe(true);
  }

  it('is booked by the next run, and its day can be used again', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    await marksUndone((await uses(tom)).body.usage.id);
    expect(await bookAll(), 'the undo, and that it gave nothing back').toBe(2);
    await expectLawsHold();
    const { status, body } = await uses(tom);
    expect(status).toBe(201);
    expect(body.package.remaining).toBe(3);
  });

  it('gives its day back where the subscription has no count, too', async () => {
    const tom = await studio.given.person('member');
    const sale = { member: tom, coach: ana, rateType: 'monthly', remaining: null } as const;
    const packageId = await soldByPhp(studio, sale);
    await studio.sql(
      'INSERT INTO coach_usage_history (coach_member_id, usage_date, created_at) VALUES (?, ?, ?)',
      [packageId, DAY, `${DAY} 11:00:00`],
    );
    await bookAll();
    await marksUndone((await studio.api.as(ana).history(tom)).body.data[0].id);
    await bookAll();
    await expectLawsHold();
    await studio.given.package(tom, { coach: ana, remaining: 5 });
    expect((await uses(tom)).status).toBe(201);
  });
});
