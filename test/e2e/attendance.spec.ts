import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { expectInvalid, expectRefusal } from '../support/expectations.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('whether the member came', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  async function tomOfAna() {
    const { api, given } = studio;
    const coach = await given.coach();
    return { ana: api.as(coach), tom: await given.member({ coach, remaining: 9 }) };
  }

  const lawsOf = async () => (await studio.app.get(VerifyService).verify()).text;

  it('is said when a session is used by hand, and costs the same', async () => {
    const { ana, tom } = await tomOfAna();
    const { body } = await ana.addUsage(tom, { attendance: 'no_show' });
    expect(body).toMatchObject({
      usage: { kind: 'manual', attendance: 'no_show', amount: -1 },
      package: { remaining: 8 },
    });
    const [logged] = (await ana.activity(`?memberId=${tom.id}&limit=1`)).body.data;
    expect(logged.after).toMatchObject({ remaining: 8, attendance: 'no_show' });
  });

  it('is "attended" where nobody says other, and nothing for what is no session', async () => {
    const { ana, tom } = await tomOfAna();
    await studio.api.as(tom).startWorkout(tom);
    await ana.addUsage(tom, { usageDate: '2026-03-01', attendance: 'attended' });
    const { data } = (await ana.history(tom)).body;
    const attendances = data.map((row: { attendance: string | null }) => row.attendance);
    expect(attendances).toEqual(['attended', 'attended', null]);
    const kept = await studio.sql(
      'SELECT id FROM coach_usage_history WHERE member_id = ? AND attended_as IS NOT NULL',
      [tom.id],
    );
    expect(kept).toEqual([]);
  });

  it('is one of three words', async () => {
    const { ana, tom } = await tomOfAna();
    await expectInvalid(studio, 'attendance', () => ana.addUsage(tom, { attendance: 'late' }));
  });

  it('is what histories can be narrowed to', async () => {
    const { ana, tom } = await tomOfAna();
    for (const [usageDate, attendance] of [
      ['2026-03-02', 'late_cancel'],
      ['2026-03-03', 'no_show'],
      ['2026-03-04', 'attended'],
    ]) {
      await ana.addUsage(tom, { usageDate, attendance });
    }
    const daysOf = async (word: string) => {
      const { data } = (await ana.history(tom, `?attendance=${word}`)).body;
      return data.map((row: { usageDate: string }) => row.usageDate);
    };
    expect(await daysOf('late_cancel')).toEqual(['2026-03-02']);
    expect(await daysOf('no_show')).toEqual(['2026-03-03']);
    expect(await daysOf('attended')).toEqual(['2026-03-04']);
    const { data } = (await ana.lines(tom, '?attendance=late_cancel')).body;
    expect(data).toMatchObject([{ balanceAfter: 8, usage: { usageDate: '2026-03-02' } }]);
  });

  it('is changed later, which costs nothing, and by whom and why is in the log', async () => {
    const { ana, tom } = await tomOfAna();
    const usage = (await studio.api.as(tom).startWorkout(tom)).body.usage as { id: number };
    const body = { attendance: 'late_cancel', reason: 'Called at nine' };
    const answer = await ana.patch(`/members/${tom.id}/sessions/${usage.id}`, body);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      usage: { id: usage.id, kind: 'automatic', attendance: 'late_cancel', balanceAfter: 8 },
      package: { remaining: 8, version: 3 },
    });
    const [logged] = (await ana.activity(`?memberId=${tom.id}&limit=1`)).body.data;
    expect(logged).toMatchObject({
      ...{ action: 'session.attendance_changed', usageId: usage.id, reason: 'Called at nine' },
      before: { remaining: 8, attendance: 'attended' },
      after: { remaining: 8, attendance: 'late_cancel' },
    });
    const back = await ana.patch(`/members/${tom.id}/sessions/${usage.id}`, {
      attendance: 'attended',
    });
    expect(back.body.usage.attendance).toBe('attended');
    expect(await lawsOf()).toContain('All laws hold.');
  });

  it('is not logged where nothing changes', async () => {
    const { ana, tom } = await tomOfAna();
    const { usage } = (await ana.addUsage(tom, { attendance: 'no_show' })).body;
    const url = `/members/${tom.id}/sessions/${usage.id}`;
    const same = await ana.patch(url, { attendance: 'no_show' });
    expect(same.body).toMatchObject({ usage: { id: usage.id }, package: { version: 2 } });
    const { data } = (await ana.activity(`?memberId=${tom.id}`)).body;
    expect(data).toHaveLength(2);
  });

  it('is said of sessions that count alone', async () => {
    const { ana, tom } = await tomOfAna();
    const { usage } = (await ana.addUsage(tom)).body;
    const [, grant] = (await ana.history(tom)).body.data;
    const change = (id: number, attendance: string) => () =>
      ana.patch(`/members/${tom.id}/sessions/${id}`, { attendance });
    await expectRefusal(studio, 'usage_not_found', change(grant.id, 'no_show'));
    await expectInvalid(studio, 'attendance', change(usage.id, 'late'));
    await ana.undo(tom, usage.id);
    await expectRefusal(studio, 'already_undone', change(usage.id, 'no_show'));
  });

  it('is as the log says: what somebody sets otherwise is found', async () => {
    const { ana, tom } = await tomOfAna();
    const { body } = await ana.addUsage(tom, { attendance: 'no_show' });
    const { id } = body.usage;
    expect(await lawsOf()).toContain('All laws hold.');
    const set = (what: string) =>
      studio.sql(`UPDATE coach_usage_history SET ${what} WHERE id = ?`, [id]);
    await set('attended_as = NULL');
    expect(await lawsOf()).toContain(`usage ${id} of package ${tom.packageId} is attended`);
    await set("attended_as = 'no_show', active_slot = 3");
    expect(await lawsOf()).toContain('has active_slot 3, not 1');
    await set('active_slot = 1, used_again = 1');
    expect(await lawsOf()).toContain('has active_slot 1, not 2, 3, 4, 5, 6, 7, 8, 9');
    await set('used_again = NULL');
    expect(await lawsOf()).toContain('All laws hold.');
  });
});
