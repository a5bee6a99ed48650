import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../support/api.js';
import { expectRefusal, logged } from '../support/expectations.js';
import '../support/matchers.js';
import { set } from '../support/settings.js';
import { SubstituteStage, TODAY } from '../support/substitutes.js';

const WHY = { reason: 'A reason' };

describe('what a substitute does', () => {
  let stage: SubstituteStage;

  beforeAll(async () => {
    stage = await SubstituteStage.open();
  });
  beforeEach(() => stage.begin());
  afterAll(async () => {
    const { laws, text } = await stage.close();
    expect(laws).toEqual([]);
    expect(text).toContain('All laws hold.');
  });

  const ana = () => stage.as(stage.ana);
  const ben = () => stage.as(stage.ben);
  const who = () => ({ id: stage.ana.id, name: 'Ana Silva', role: 'coach' });
  const session = (id: number, what = '') => `/members/${stage.tom.id}/sessions/${id}${what}`;

  async function used(about: object = {}): Promise<Answer['body']['usage']> {
    const { status, text, body } = await ana().addUsage(stage.tom, { ...stage.forBen, ...about });
    if (status !== 201) throw new Error(text);
    return body.usage;
  }

  it('is told as trained by them, of the package with the coach', async () => {
    const { tom, studio } = stage;
    await stage.given();
    const { answer, rows } = await logged(studio, () => ana().addUsage(tom, stage.forBen));
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({
      usage: { packageId: tom.packageId, coachId: stage.ben.id, createdBy: who() },
      package: { coachName: 'Ben Adams', remaining: 4 },
    });
    expect(answer.body.usage.deliveredBy).toEqual(who());
    expect(rows).toMatchObject([{ action: 'session.used', coach_id: stage.ben.id }]);
    for (const [reader, query] of [
      [ana(), stage.ofBen],
      [ben(), ''],
      [stage.desk, ''],
    ] as const) {
      const { body } = await reader.lines(tom, query);
      expect(body.data[0].usage).toMatchObject({ kind: 'manual', deliveredBy: who() });
      expect(body.data.at(-1).usage.deliveredBy).toBeNull();
    }
    expect((await ben().addUsage(stage.uma)).body.usage.deliveredBy).toBeNull();
  });

  it('may be a workout that starts, one more of a day, and one of a day before', async () => {
    const { tom, studio } = stage;
    await stage.given();
    const started = await ana().startWorkout(tom, stage.forBen);
    expect(started.body.usage).toMatchObject({ kind: 'automatic', deliveredBy: who() });
    expect(await used({ again: true, ...WHY })).toMatchObject({ again: true, deliveredBy: who() });
    studio.clock.set('2026-03-12T11:00:00Z');
    expect(await used({ usageDate: '2026-03-11' })).toMatchObject({ deliveredBy: who() });
    const before = { ...stage.forBen, usageDate: '2026-03-09' };
    await expectRefusal(studio, 'outside_substitution', () => ana().addUsage(tom, before));
    const own = await stage.as(tom).startWorkout(tom);
    expect(own.body.usage.deliveredBy).toBeNull();
  });

  it('may be undone, counted again and moved, and still says who trained', async () => {
    const { tom, studio } = stage;
    const second = await studio.given.package(tom, { coach: stage.ben, remaining: 4 });
    await stage.given();
    const { id } = await used();
    const body = { ...stage.forBen, ...WHY };
    const patched = await ana().patch(session(id), { ...stage.forBen, attendance: 'no_show' });
    expect(patched.body.usage).toMatchObject({ attendance: 'no_show', deliveredBy: who() });
    expect((await ana().undo(tom, id, body)).status).toBe(200);
    const again = await ana().redo(tom, id, body);
    expect(again.body.usage).toMatchObject({ attendance: 'no_show', deliveredBy: who() });
    const moved = await ben().move(tom, again.body.usage.id, { packageId: second.id, ...WHY });
    expect(moved.body.usage).toMatchObject({ packageId: second.id, deliveredBy: who() });
    // Afterwards the coach puts right what the substitute did.
    const undone = await ben().undo(tom, moved.body.usage.id, WHY);
    expect(undone.body.usage).toMatchObject({
      deliveredBy: who(),
      undone: { by: { id: stage.ben.id } },
    });
  });

  it('is no session of before: that is the coach’s', async () => {
    const { tom, studio } = stage;
    const { body } = await ben().addUsage(tom, { usageDate: '2026-03-09' });
    const { id } = body.usage;
    await stage.given();
    const said = { ...stage.forBen, ...WHY };
    for (const attempt of [
      () => ana().undo(tom, id, said),
      () => ana().redo(tom, id, said),
      () => ana().move(tom, id, { ...said, packageId: tom.packageId }),
      () => ana().patch(session(id), { ...stage.forBen, attendance: 'no_show' }),
    ]) {
      await expectRefusal(studio, 'outside_substitution', attempt);
    }
    await expectRefusal(studio, 'substitute_not_allowed', () => ana().undo(tom, id, WHY));
  });

  it('may correct a count, as far as coaches may alone, each for themselves', async () => {
    const { tom, studio } = stage;
    await set(studio, { coachGivesPerMemberMonth: 2 });
    await stage.given();
    const more = { adjustment: 2, ...WHY };
    expect((await ben().adjust(tom, more)).status).toBe(200);
    const given = await ana().adjust(tom, { ...more, ...stage.forBen });
    expect(given.body.package.remaining).toBe(9);
    await expectRefusal(studio, 'approval_required', () =>
      ana().adjust(tom, { adjustment: 1, ...WHY, ...stage.forBen }),
    );
    await set(studio, { coachGivesPerMemberMonth: null });
  });

  it('may be owed, and is settled later as what they trained', async () => {
    const { tom, studio } = stage;
    await ben().adjust(tom, { adjustment: -5, ...WHY });
    const path = `/members/${tom.id}/owed-sessions`;
    await stage.given();
    const owed = await ana().post(path, { ...stage.forBen, ...WHY });
    expect(owed.body).toMatchObject({ coachId: stage.ben.id, deliveredBy: who() });
    const { body } = await ana().get(path + stage.ofBen);
    expect(body.data).toHaveLength(1);
    await studio.given.package(tom, { coach: stage.ben, remaining: 3 });
    studio.clock.set('2026-03-20T11:00:00Z');
    const settle = `${path}/${owed.body.id}/settle`;
    await expectRefusal(studio, 'not_your_member', () => ana().post(settle, stage.forBen));
    const settled = await ben().post(settle);
    expect(settled.body.usage).toMatchObject({ usageDate: TODAY, deliveredBy: who() });
  });

  it('may be settled or cancelled by them on their days', async () => {
    const { tom, studio } = stage;
    await ben().adjust(tom, { adjustment: -5, ...WHY });
    const path = `/members/${tom.id}/owed-sessions`;
    const old = await ben().post(path, { usageDate: '2026-03-09', ...WHY });
    await stage.given();
    const owed = await ana().post(path, { ...stage.forBen, ...WHY });
    const cancel = (id: number) => ana().post(`${path}/${id}/cancel`, { ...stage.forBen, ...WHY });
    await expectRefusal(studio, 'outside_substitution', () => cancel(old.body.id));
    expect((await cancel(owed.body.id)).status).toBe(200);
  });

  it('is nothing that is sold, extended, frozen, voided, transferred or paid', async () => {
    const { tom, studio, ben: coach, cleo } = stage;
    await set(studio, { coachSales: 'sell' });
    await stage.given();
    const one = `/members/${tom.id}/packages/${tom.packageId}`;
    const attempts: [path: string, body: object][] = [
      [`/members/${tom.id}/packages`, { coachId: coach.id, sessions: 3 }],
      [`${one}/freezes`, { from: TODAY, to: TODAY, ...WHY }],
      [`${one}/void`, WHY],
      [`${one}/transfer`, { toCoachId: cleo.id, ...WHY }],
      [`/members/${tom.id}/payments`, { packageId: tom.packageId, method: 'cash', amountMinor: 1 }],
    ];
    for (const [path, body] of attempts) {
      await expectRefusal(studio, 'substitute_not_allowed', () => ana().post(path, body));
    }
    const later = { expiresAt: '2027-01-01T00:00:00Z' };
    await expectRefusal(studio, 'substitute_not_allowed', () => ana().patch(one, later));
    expect(await ana().get(`/members/${tom.id}/payments`)).toBeProblem('substitute_not_allowed');
    await expectRefusal(studio, 'substitute_not_allowed', () => ana().addUsage(tom));
    // Who also has the member themselves does it with their own packages alone.
    await studio.given.package(tom, { coach: stage.ana, remaining: 2 });
    await expectRefusal(studio, 'package_not_found', () => ana().post(`${one}/void`, WHY));
    await expectRefusal(studio, 'not_your_member', () =>
      ana().post(`/members/${tom.id}/packages`, { coachId: coach.id, sessions: 3 }),
    );
  });

  it('is told of somebody at the desk who also coaches, while they stand in', async () => {
    const { tom, uma, studio, desk } = stage;
    const owner = await studio.given.person('admin', 'Olga Owner');
    const admin = stage.as(await studio.given.admin());
    const made = await admin.patch(`/people/${owner.id}`, { alsoCoach: true });
    expect(made.status, made.text).toBe(200);
    await stage.given({ substituteId: owner.id });
    const { body } = await stage.as(owner).addUsage(tom);
    expect(body.usage.deliveredBy).toMatchObject({ id: owner.id, name: 'Olga Owner' });
    const before = await stage.as(owner).addUsage(tom, { usageDate: '2026-03-09' });
    expect(before.body.usage.deliveredBy).toBeNull();
    const started = await stage.as(owner).startWorkout(uma);
    expect(started.body.usage.deliveredBy).toMatchObject({ id: owner.id });
    expect((await desk.addUsage(uma, { again: true, ...WHY })).body.usage.deliveredBy).toBeNull();
  });
});
