import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import '../support/matchers.js';
import { SubstituteStage, TODAY } from '../support/substitutes.js';

describe('a coach who is away', () => {
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

  it('gets a substitute, which is logged for both coaches', async () => {
    const { ben, ana, studio } = stage;
    const { answer, rows } = await logged(studio, () => stage.set({ reason: 'A broken arm' }));
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toEqual({
      ...{ id: expect.any(Number), coachId: ben.id, coachName: 'Ben Adams' },
      ...{ substituteId: ana.id, substituteName: 'Ana Silva', memberId: null, memberName: null },
      ...{ from: TODAY, to: '2026-03-14', reason: 'A broken arm', reasonCode: null },
      createdAt: '2026-03-10T11:00:00.000Z',
    });
    const after = { substitutionId: answer.body.id, coachId: ben.id, substituteId: ana.id };
    const common = { action: 'substitution.set', outcome: 'done', member_id: null };
    expect(rows).toMatchObject([
      { ...common, coach_id: ben.id, code: null, reason: 'A broken arm', after },
      { ...common, coach_id: ana.id, code: 'stands_in', reason: null, after },
    ]);
    for (const coach of [ben, ana]) {
      const { body } = await stage.as(coach).activity();
      const mine = body.data.filter(({ action }: { action: string }) => action.startsWith('subst'));
      expect(mine).toMatchObject([{ coachId: coach.id, after }]);
    }
    const { body: strangers } = await stage.as(stage.cleo).activity();
    expect(strangers.data).toEqual([]);
  });

  it('is listed for the desk, and for both coaches while it is not over', async () => {
    const { ben, ana, cleo, desk } = stage;
    const id = await stage.given({ reason: 'A broken arm' });
    const coming = await stage.given({ from: '2026-03-20', to: '2026-03-20' });
    await stage.end(await stage.given({ from: '2026-03-25', to: '2026-03-26' }), '2026-03-24');
    const { body } = await desk.get(`/people/${ben.id}/substitutions`);
    expect(body.data.map((one: { to: string }) => one.to)).toEqual([
      ...['2026-03-24', '2026-03-20', '2026-03-14'],
    ]);
    const own = async (coach: typeof ben) =>
      (await stage.as(coach).get('/substitutions')).body.data;
    expect(await own(ben)).toMatchObject([{ id, reason: 'A broken arm' }, { id: coming }]);
    expect(await own(ana)).toMatchObject([{ id, reason: null }, { id: coming }]);
    expect(await own(cleo)).toEqual([]);
    stage.studio.clock.set('2026-03-14T22:59:59Z');
    expect(await own(ana)).toHaveLength(2);
    stage.studio.clock.set('2026-03-14T23:00:00Z');
    expect(await own(ana)).toMatchObject([{ id: coming }]);
  });

  it('is changed: longer, shorter, ended now, and taken back', async () => {
    const { studio, ben, desk } = stage;
    const id = await stage.given();
    expect((await stage.end(id, '2026-03-20')).body).toMatchObject({ id, to: '2026-03-20' });
    expect((await stage.end(id, '2026-03-20')).status).toBe(200);
    const shorter = await logged(studio, () => stage.end(id, TODAY));
    expect(shorter.rows.map(({ action }) => action)).toEqual([
      ...['substitution.changed', 'substitution.changed'],
    ]);
    const ended = await logged(studio, () => stage.end(id, '2026-03-09'));
    expect(ended.rows).toMatchObject([
      { action: 'substitution.ended', before: { to: TODAY }, after: { to: '2026-03-09' } },
      { action: 'substitution.ended', code: 'stands_in' },
    ]);
    await expectRefusal(studio, 'substitution_over', () => stage.end(id, '2026-03-12'));
    const coming = await stage.given({ from: '2026-03-15', to: '2026-03-20' });
    expect((await stage.end(coming, '2026-03-14')).status).toBe(200);
    const other = `/people/${stage.ana.id}/substitutions/${id}`;
    await expectRefusal(studio, 'substitution_not_found', () => desk.patch(other, { to: TODAY }));
    const none = `/people/${ben.id}/substitutions/2000000001`;
    await expectRefusal(studio, 'substitution_not_found', () => desk.patch(none, { to: TODAY }));
  });

  it.each<[field: string, about: object]>([
    ['from', { from: '2026-03-09' }],
    ['from', { from: '2026-06-09', to: '2026-06-09' }],
    ['from', { from: '2026-02-30' }],
    ['from', { from: null }],
    ['to', { to: '2026-03-09' }],
    ['to', { to: undefined }],
    ['to', { to: 'for ever' }],
    ['substituteId', { substituteId: 0 }],
    ['substituteId', { substituteId: 'Ana' }],
    ['memberId', { memberId: -1 }],
    ['reason', { reason: 'x'.repeat(501) }],
    ['coachId', { coachId: 3 }],
  ])('is refused for what %s says', async (field, about) => {
    await expectInvalid(stage.studio, field, () => stage.set(about));
  });

  it('is refused with a code that says why', async () => {
    const { studio, ben, ana, cleo, tom } = stage;
    const stranger = await studio.given.member({ coach: cleo });
    const off = await studio.given.coach();
    const admin = stage.as(await studio.given.admin());
    await admin.patch(`/people/${off.id}`, { disabled: true });
    for (const [code, about, coach] of [
      ['same_coach', { substituteId: ben.id }, ben],
      ['coach_not_found', { substituteId: 2_000_000_001 }, ben],
      ['coach_not_found', { substituteId: tom.id }, ben],
      ['coach_not_found', {}, tom],
      ['person_not_active', { substituteId: off.id }, ben],
      ['substitution_too_long', { to: '2026-06-08' }, ben],
      ['substitution_too_long', { to: '2066-03-10' }, ben],
      ['member_not_found', { memberId: 2_000_000_001 }, ben],
      ['member_not_found', { memberId: stranger.id }, ben],
      ['member_not_found', { memberId: ana.id }, ben],
      ['reason_code_unknown', { reasonCode: 'of_nobody' }, ben],
    ] as const) {
      await expectRefusal(studio, code, () => stage.set(about, coach));
    }
    expect((await stage.set({ to: '2026-06-07' })).status).toBe(201);
    for (const who of [ben, ana]) {
      const path = `/people/${ben.id}/substitutions`;
      await expectRefusal(studio, 'forbidden', () => stage.as(who).post(path, {}));
      expect(await stage.as(who).get(path)).toBeProblem('forbidden');
    }
    const nobody = '/people/2000000001/substitutions';
    expect(await stage.desk.get(nobody)).toBeProblem('coach_not_found');
  });

  it('has one substitute at a time, for all members or for one', async () => {
    const { studio, cleo, tom, uma } = stage;
    const id = await stage.given({ memberId: tom.id });
    const again = { substituteId: cleo.id };
    await expectRefusal(studio, 'already_substituted', () => stage.set(again));
    const same = { ...again, memberId: tom.id, from: '2026-03-14', to: '2026-03-15' };
    await expectRefusal(studio, 'already_substituted', () => stage.set(same));
    await stage.given({ ...again, memberId: uma.id });
    const next = await stage.given({ ...same, from: '2026-03-15' });
    await expectRefusal(studio, 'already_substituted', () => stage.end(id, '2026-03-15'));
    await stage.end(next, '2026-03-14');
    expect((await stage.end(id, '2026-03-15')).status).toBe(200);
  });

  it('is not replaced by whoever is away, nor while standing in for somebody', async () => {
    const { studio, ana, cleo } = stage;
    await stage.given({ substituteId: cleo.id }, ana);
    await expectRefusal(studio, 'substitute_away', () => stage.set());
    const later = { from: '2026-03-15', to: '2026-03-20' };
    const id = await stage.given(later);
    const busy = { substituteId: cleo.id, ...later };
    await expectRefusal(studio, 'substitute_away', () => stage.set(busy, ana));
    // Of a single member somebody who stands in may be relieved.
    const single = await studio.given.member({ coach: ana });
    const relieved = await stage.given({ ...busy, memberId: single.id }, ana);
    await stage.end(relieved, '2026-03-14', ana);
    await stage.end(id, '2026-03-14');
    expect((await stage.set(busy, ana)).status).toBe(201);
    await expectRefusal(studio, 'substitute_away', () => stage.set(later));
  });

  it('is asked once, however often the request comes', async () => {
    const { studio, ben } = stage;
    const path = `/people/${ben.id}/substitutions`;
    const body = { substituteId: stage.ana.id, from: TODAY, to: TODAY };
    const first = await stage.desk.post(path, body, { key: 'the same' });
    const second = await stage.desk.post(path, body, { key: 'the same' });
    expect(second.text).toBe(first.text);
    const later = { ...body, from: '2026-03-11', to: '2026-03-11' };
    const answers = await Promise.all(Array.from({ length: 16 }, () => stage.set(later)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(15).fill(409)]);
    const sql = 'SELECT COUNT(*) AS n FROM coach_substitution WHERE coach_id = ?';
    expect(Number((await studio.sql(sql, [ben.id]))[0]?.n)).toBe(2);
  });
});
