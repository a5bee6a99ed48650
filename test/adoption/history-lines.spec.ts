import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AdoptedMember,
  type AdoptedStudio,
  openAdoptedStudio,
  TODAY,
} from '../support/adoption/adopted-studio.js';
import { type AnsweredLine, contradictions, linesText } from '../support/history-lines.js';
import { everyPage } from '../support/pages.js';

describe('the lines of histories of an adopted database', () => {
  let studio: AdoptedStudio;
  let admin: ReturnType<AdoptedStudio['coachOf']>;

  beforeAll(async () => {
    studio = await openAdoptedStudio();
    admin = studio.api.as(await studio.given.admin());
  });
  afterAll(() => studio.close());

  const linesOf = (member: { id: number }) =>
    everyPage<AnsweredLine>(admin, `/members/${member.id}/history?`, 100);
  const cardsOf = async (member: { id: number }) => (await admin.member(member)).body.packages;
  const contradictionsOf = async (member: { id: number }) =>
    contradictions(await linesOf(member), await cardsOf(member));
  const newest = async (member: AdoptedMember, count: number) =>
    linesText((await linesOf(member)).slice(0, count)).map((text) => text.slice(6));

  it('add up for everybody, as they were taken over', async () => {
    const members = await everyPage<{ id: number }>(admin, '/members?', 100);
    expect(members.length).toBeGreaterThan(20);
    const found = [];
    for (const member of members) found.push(...(await contradictionsOf(member)));
    expect(found).toEqual([]);
  });

  it('add up before a workout of PHP is booked, and after', async () => {
    const tom = studio.nextMember();
    await studio.php.startWorkout(tom.id, tom.coach.id, TODAY);
    const left = tom.remaining - 1;
    expect(await newest(tom, 1)).toEqual([`automatic -1 = ${left}`]);
    expect(await contradictionsOf(tom)).toEqual([]);
    await studio.reconcileAll();
    expect(await newest(tom, 1)).toEqual([`automatic -1 = ${left}`]);
    expect(await contradictionsOf(tom)).toEqual([]);
  });

  it('say no balance while a count that PHP changed is not booked', async () => {
    const tom = studio.nextMember();
    await studio.php.change(tom.packageId, { remaining_sessions: tom.remaining + 2 });
    expect((await linesOf(tom)).every(({ balanceAfter }) => balanceAfter === null)).toBe(true);
    await studio.reconcileAll();
    expect(await newest(tom, 1)).toEqual([`external +2 = ${tom.remaining + 2}`]);
    expect(await contradictionsOf(tom)).toEqual([]);
  });

  it('hold an undo that PHP marked itself, as one of ours', async () => {
    const tom = studio.nextMember();
    const coach = studio.coachOf(tom);
    const { usage } = (await coach.startWorkout(tom)).body;
    studio.clock.advance({ hours: 1 });
    await studio.php.run(
      `UPDATE coach_session_usage SET undone_at = '${TODAY} 13:00:00' WHERE id = ?`,
      [usage.id],
    );
    await studio.php.change(tom.packageId, { remaining_sessions: tom.remaining });
    const lines = ['automatic undone +1', 'automatic -1'];
    const bare = async () =>
      (await newest(tom, 3))
        .filter((text) => text.startsWith('automatic'))
        .map((text) => text.replace(/ = .*/, ''));
    expect((await bare()).slice(0, 2)).toEqual(lines);
    expect(await contradictionsOf(tom)).toEqual([]);
    await studio.reconcileAll();
    expect((await bare()).slice(0, 2)).toEqual(lines);
    expect(await contradictionsOf(tom)).toEqual([]);
  });

  it('of rows that PHP deleted are gone, and the others add up without them', async () => {
    const tom = studio.nextMember();
    const coach = studio.coachOf(tom);
    const { usage } = (await coach.addUsage(tom, { usageDate: '2026-03-11' })).body;
    await coach.adjust(tom, { adjustment: 3, reason: 'A present' });
    await studio.php.run('DELETE FROM coach_session_usage WHERE id = ?', [usage.id]);
    await studio.php.change(tom.packageId, { remaining_sessions: tom.remaining + 3 });
    expect(await contradictionsOf(tom)).toEqual([]);
    await studio.reconcileAll();
    expect(await contradictionsOf(tom)).toEqual([]);
    expect((await studio.verify()).holds).toBe(true);
  });
});
