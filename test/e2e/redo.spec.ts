import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { expectRefusal } from '../support/expectations.js';
import { violations } from '../support/laws.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

const AGAIN = { again: true, reason: 'Two trainings' };

describe('counting an undone session again', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set('2026-03-10T12:00:00Z'));
  afterAll(() => studio.close());

  /** A member whose workout of today was undone. */
  async function tomUndone(remaining = 5) {
    const { api, given } = studio;
    const coach = await given.coach('Ana Silva');
    const ana = api.as(coach);
    const tom = await given.member({ coach, remaining, expiresInDays: 30 });
    const usage = (await api.as(tom).startWorkout(tom)).body.usage as { id: number };
    await ana.undo(tom, usage.id, { reason: 'by mistake' });
    return { ana, coach, tom, usage };
  }

  it('takes it once more, by a row of its own that the undone one names', async () => {
    const { ana, coach, tom, usage } = await tomUndone();
    const answer = await ana.redo(tom, usage.id, { reason: 'Trained after all' });
    expect(answer.status).toBe(200);
    const { id } = answer.body.usage;
    expect(answer.body).toMatchObject({
      usage: {
        ...{ kind: 'manual', usageDate: '2026-03-10', amount: -1, balanceAfter: 4, undone: null },
        ...{ reason: 'Trained after all', createdBy: { id: coach.id }, again: false },
      },
      package: { id: tom.packageId, remaining: 4 },
    });
    const [again, before] = (await ana.history(tom)).body.data;
    expect(again).toMatchObject({ id, replacedById: null });
    expect(before).toMatchObject({ id: usage.id, replacedById: id, undone: { by: {} } });
    const [logged] = (await ana.activity(`?memberId=${tom.id}&limit=1`)).body.data;
    expect(logged).toMatchObject({
      ...{ action: 'session.redone', usageId: id, before: { remaining: 5 } },
      after: { remaining: 4, replaces: { usageId: usage.id, packageId: tom.packageId } },
    });
    expect((await ana.member(tom)).body).toMatchObject({ usedToday: true });
  });

  it('is a line of the history, and the newest leaves what the card says', async () => {
    const { ana, tom, usage } = await tomUndone();
    studio.clock.advance({ hours: 1 });
    await ana.redo(tom, usage.id);
    const { data } = (await ana.lines(tom)).body;
    expect(
      data.map((one: { line: string; amount: number; balanceAfter: number | null }) => [
        ...[one.line, one.amount, one.balanceAfter],
      ]),
    ).toEqual([
      ['made', -1, 4],
      ['undone', 1, 5],
      ['made', -1, null],
      ['made', 5, 5],
    ]);
  });

  it('is refused while it counts, and once it counts again', async () => {
    const { ana, tom, usage } = await tomUndone();
    const again = (await ana.redo(tom, usage.id)).body.usage;
    await expectRefusal(studio, 'not_undone', () => ana.redo(tom, again.id));
    await ana.undo(tom, again.id);
    await expectRefusal(studio, 'already_redone', () => ana.redo(tom, usage.id));
    expect((await ana.redo(tom, again.id)).body.package.remaining).toBe(4);
  });

  it('is refused where another session has the day, of whichever package', async () => {
    const { ana, coach, tom, usage } = await tomUndone();
    const other = await studio.given.package(tom, { coach, remaining: 3 });
    await ana.addUsage(tom, { packageId: other.id });
    await expectRefusal(studio, 'already_used_on_date', () => ana.redo(tom, usage.id));
  });

  it('takes the first place of a day of which only a further session is left', async () => {
    const { ana, tom, usage } = await tomUndone();
    const first = (await ana.redo(tom, usage.id)).body.usage;
    const second = (await ana.addUsage(tom, AGAIN)).body.usage;
    await ana.undo(tom, first.id);
    expect((await ana.redo(tom, first.id)).body.usage).toMatchObject({ again: false });
    await ana.undo(tom, second.id);
    expect((await ana.redo(tom, second.id)).body.usage).toMatchObject({ again: true });
  });

  it('needs a package as any session of that day does', async () => {
    const { ana, tom, usage } = await tomUndone(1);
    await ana.addUsage(tom, { usageDate: '2026-03-09' });
    await expectRefusal(studio, 'package_exhausted', () => ana.redo(tom, usage.id));
    const late = await tomUndone();
    studio.clock.set('2026-05-10T12:00:00Z');
    expect((await late.ana.redo(late.tom, late.usage.id)).body.package).toMatchObject({
      ...{ state: 'expired', remaining: 4 },
    });
    const gone = await tomUndone();
    const admin = studio.api.as(await studio.given.admin());
    const end = { disconnected: true };
    await admin.patch(`/members/${gone.tom.id}/packages/${gone.tom.packageId}`, end);
    await expectRefusal(studio, 'no_active_package', () => admin.redo(gone.tom, gone.usage.id));
  });

  it('keeps whether the member came', async () => {
    const { ana, tom } = await tomUndone();
    const added = await ana.addUsage(tom, { attendance: 'no_show' });
    await ana.undo(tom, added.body.usage.id);
    const again = await ana.redo(tom, added.body.usage.id);
    expect(again.body.usage.attendance).toBe('no_show');
  });

  it('knows sessions only, of packages with the coach who asks', async () => {
    const { ana, tom } = await tomUndone();
    const [, grant] = (await ana.history(tom)).body.data;
    await expectRefusal(studio, 'usage_not_found', () => ana.redo(tom, grant.id));
    await expectRefusal(studio, 'usage_not_found', () => ana.redo(tom, 999_999));
    const other = await tomUndone();
    await expectRefusal(studio, 'usage_not_found', () => ana.redo(tom, other.usage.id));
  });

  it('gives the limit of a coach back that the undo took', async () => {
    await set(studio, { coachGivesPerMemberMonth: 1 });
    const { ana, tom } = await tomUndone();
    const usage = (await ana.addUsage(tom)).body.usage;
    studio.clock.advance({ hours: 24 });
    await ana.undo(tom, usage.id, { reason: 'did not train' });
    const gift = () => ana.adjust(tom, { adjustment: 1, reason: 'a gift' });
    await expectRefusal(studio, 'approval_required', gift);
    await ana.redo(tom, usage.id);
    expect((await gift()).status).toBe(200);
    await set(studio, { coachGivesPerMemberMonth: null });
  });

  it('counts again where PHP has deleted the row that took its place', async () => {
    const { ana, tom, usage } = await tomUndone();
    const again = (await ana.redo(tom, usage.id)).body.usage;
    await studio.sql('DELETE FROM coach_usage_history WHERE id = ?', [again.id]);
    await studio.sql(
      'UPDATE coach_member_list SET remaining_sessions = remaining_sessions + 1 WHERE id = ?',
      [tom.packageId],
    );
    expect((await ana.redo(tom, usage.id)).body.package.remaining).toBe(4);
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.sql('DELETE FROM coach_usage_history WHERE coach_member_id = ?', [tom.packageId]);
    await studio.sql('DELETE FROM admin_activity_log WHERE package_id = ?', [tom.packageId]);
    await studio.sql('DELETE FROM coach_member_list WHERE id = ?', [tom.packageId]);
  });

  it('leaves books that add up', async () => {
    expect(await violations(studio.sql)).toEqual([]);
  });
});
