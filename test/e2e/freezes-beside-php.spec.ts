import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Tasks } from '../../src/jobs/tasks.service.js';
import { TermsChanges } from '../../src/packages/terms-changes.service.js';
import { FreezeStage, WHY } from '../support/freezes.js';
import '../support/matchers.js';
import { COACH_API, OldApp, PAGE } from '../support/old-app.js';

/** PHP's statement by which a session is taken of what it found to be active. */
const FIND = `SELECT id FROM coach_member_list
  WHERE member_id = ? AND status = 'active' AND coach_approval = 'approved'
    AND staff_approval = 'approved' ORDER BY requested_at DESC, id DESC LIMIT 1`;
const TAKE = `UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1
  WHERE id = ? AND status = 'active' AND remaining_sessions > 0`;

describe('beside PHP, a package that is frozen', () => {
  let stage: FreezeStage;

  beforeAll(async () => {
    stage = await FreezeStage.open();
  });
  beforeEach(async () => stage.begin());
  afterAll(async () => {
    expect(await stage.close()).toContain('All laws hold.');
  });

  const findByPhp = () => stage.studio.sql(FIND, [stage.tom.id]);
  /** The task as it runs when its time has come. */
  const night = async () => {
    const runs = await stage.studio.app.get(Tasks).startDue();
    await Promise.all(runs.map((run) => run.done));
  };

  it('is none of which PHP takes a session', async () => {
    expect(await findByPhp()).toHaveLength(1);
    await stage.freeze('2026-03-10', '2026-03-12');
    expect(await findByPhp()).toEqual([]);
    await stage.studio.sql(TAKE, [stage.tom.packageId]);
    expect((await stage.package()).remaining).toBe(5);
  });

  it('is hidden from PHP with its first day, and shown behind its last one', async () => {
    await night();
    await stage.freeze('2026-03-12', '2026-03-13');
    expect(await stage.status()).toBe('active');
    // Berlin's day begins an hour before that of UTC.
    for (const [now, status] of [
      ['2026-03-11T22:59:59Z', 'active'],
      ['2026-03-11T23:00:00Z', 'expired'],
      ['2026-03-13T22:59:59Z', 'expired'],
      ['2026-03-13T23:00:00Z', 'active'],
    ] as const) {
      const { version } = await stage.package();
      stage.studio.clock.set(now);
      await night();
      expect(await stage.status()).toBe(status);
      expect((await stage.package()).version).toBe(version);
    }
    expect((await stage.use()).status).toBe(201);
  });

  it('has no other terms than the log tells before that is written', async () => {
    await stage.freeze('2026-03-10', '2026-03-12');
    stage.on('2026-03-13');
    expect(await stage.status()).toBe('expired');
    expect(await stage.studio.app.get(TermsChanges).bookAll()).toBe(0);
    expect((await stage.package()).state).toBe('active');
    // Whatever is done to it puts its status right as well.
    await stage.coach.adjust(stage.tom, { adjustment: 1, ...WHY });
    expect(await stage.status()).toBe('active');
  });

  it('is an expired one to the old app', async () => {
    await stage.freeze('2026-03-10', '2026-03-12');
    const { tom, ana, studio } = stage;
    const pair = { member_id: tom.id, coach_id: ana.id };
    const app = new OldApp(studio.api);
    const deducted = await app.as(tom).post(COACH_API, 'deduct-session', pair);
    expect(deducted.body).toMatchObject({ success: false, message: 'Subscription expired' });
    const added = await app.as(ana).post(PAGE, 'add-session-usage', pair);
    expect(added.body).toMatchObject({
      ...{ success: false, message: 'No active session package found for this member-coach pair' },
    });
    const asked = { user_id: tom.id, coach_id: ana.id };
    const available = await app.as(tom).get(COACH_API, 'check-session-availability', asked);
    expect(JSON.stringify(available.body)).toContain('Subscription expired');
    expect((await stage.package()).remaining).toBe(5);
  });
});
