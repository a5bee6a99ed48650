import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../support/api.js';
import { expectRefusal } from '../support/expectations.js';
import { Listener } from '../support/listener.js';
import '../support/matchers.js';
import { disconnect } from '../support/packages.js';
import { SubstituteStage } from '../support/substitutes.js';

describe('a substitute reaches', () => {
  let stage: SubstituteStage;
  const open: Listener[] = [];

  beforeAll(async () => {
    stage = await SubstituteStage.open();
  });
  beforeEach(() => stage.begin());
  afterEach(() => open.splice(0).forEach((listener) => listener.leave()));
  afterAll(() => stage.close());

  const idsIn = ({ body }: Answer) => body.data.map(({ id }: { id: number }) => id);
  const ana = () => stage.as(stage.ana);
  const untilEnded = async (listener: Listener) =>
    expect(await listener.untilNamed('end')).toEqual({ reason: 'access_ended' });
  const READS = ['', '/packages', '/sessions', '/history', '/owed-sessions'];

  it('the members of the coach by naming the coach, and their own as before', async () => {
    const { ben, tom, uma, studio } = stage;
    const own = await studio.given.member({ coach: stage.ana, remaining: 3 });
    expect(await ana().get(`/members/${tom.id}`)).toBeProblem('not_your_member');
    expect(await ana().get(`/members?coachId=${ben.id}`)).toBeProblem('forbidden');
    await stage.given();

    expect(idsIn(await ana().get('/members'))).toEqual([own.id]);
    expect(idsIn(await ana().get(`/members?coachId=${ben.id}`))).toEqual([tom.id, uma.id]);
    for (const read of READS) {
      const answer = await ana().get(`/members/${tom.id}${read}${stage.ofBen}`);
      expect(answer.status, answer.text).toBe(200);
    }
    const { body } = await ana().get(`/members/${tom.id}${stage.ofBen}`);
    expect(body.packages).toMatchObject([{ id: tom.packageId, coachId: ben.id, remaining: 5 }]);
    // Without a name it is what they have with the member themselves.
    expect((await ana().get(`/members/${tom.id}`)).body.packages).toEqual([]);
    expect(await ana().get(`/members/${own.id}${stage.ofBen}`)).toBeProblem('not_your_member');
    const stranger = await studio.given.member({ coach: stage.cleo });
    const path = `/members/${stranger.id}${stage.ofBen}`;
    expect(await ana().get(path)).toBeProblem('not_your_member');
  });

  it('nothing that the member has with a third coach', async () => {
    const { tom, cleo, studio } = stage;
    const { id } = await studio.given.package(tom, { coach: cleo, remaining: 4 });
    await stage.given();
    const { body } = await ana().get(`/members/${tom.id}/packages${stage.ofBen}`);
    expect(idsIn({ body } as Answer)).toEqual([tom.packageId]);
    const path = `/members/${tom.id}/packages?coachId=${cleo.id}`;
    expect(await ana().get(path)).toBeProblem('not_your_member');
    await expectRefusal(studio, 'package_not_found', () =>
      ana().addUsage(tom, { ...stage.forBen, packageId: id }),
    );
  });

  it('one member alone, where it is about one', async () => {
    const { tom, uma, studio } = stage;
    await stage.given({ memberId: tom.id });
    expect(idsIn(await ana().get(`/members${stage.ofBen}`))).toEqual([tom.id]);
    expect((await ana().addUsage(tom, stage.forBen)).status).toBe(201);
    await expectRefusal(studio, 'not_your_member', () => ana().addUsage(uma, stage.forBen));
    expect(await ana().get(`/members/${uma.id}${stage.ofBen}`)).toBeProblem('not_your_member');
    const { body } = await ana().activity();
    const members = body.data.map(({ memberId }: { memberId: number | null }) => memberId);
    expect(new Set(members)).toEqual(new Set([tom.id, null]));
  });

  it('them from the first minute of the first day to the last of the last one', async () => {
    const { clock } = stage.studio;
    await stage.given({ from: '2026-03-12', to: '2026-03-13' });
    const path = `/members/${stage.tom.id}${stage.ofBen}`;
    for (const [at, status] of [
      ['2026-03-11T22:59:59Z', 403],
      ['2026-03-11T23:00:00Z', 200],
      ['2026-03-13T22:59:59Z', 200],
      ['2026-03-13T23:00:00Z', 403],
    ] as const) {
      clock.set(at);
      expect((await ana().get(path)).status, at).toBe(status);
      const used = await ana().addUsage(stage.tom, { ...stage.forBen, again: true, reason: 'x' });
      expect(used.status, used.text).toBe(status === 200 ? 201 : 403);
    }
  });

  it('nobody any more as soon as it is ended', async () => {
    const id = await stage.given({ from: '2026-03-10' });
    expect((await ana().addUsage(stage.tom, stage.forBen)).status).toBe(201);
    await stage.end(id, '2026-03-09');
    await expectRefusal(stage.studio, 'not_your_member', () =>
      ana().addUsage(stage.tom, { ...stage.forBen, again: true, reason: 'x' }),
    );
    expect(await ana().get(`/members${stage.ofBen}`)).toBeProblem('forbidden');
    expect((await ana().activity()).body.data).toHaveLength(2);
  });

  it('no member whom the coach has lost, nor while switched off', async () => {
    const { tom, ana: substitute, studio } = stage;
    await stage.given();
    await disconnect(studio, { id: tom.packageId, memberId: tom.id });
    expect(await ana().get(`/members/${tom.id}${stage.ofBen}`)).toBeProblem('not_your_member');
    const admin = stage.as(await studio.given.admin());
    await admin.patch(`/people/${substitute.id}`, { disabled: true });
    expect((await ana().addUsage(stage.uma, stage.forBen)).status).toBe(401);
  });

  it('not whom the coach reaches by standing in for another one', async () => {
    const { ben, cleo, ana: substitute, studio } = stage;
    const hers = await studio.given.member({ coach: cleo, remaining: 3 });
    await stage.given({ substituteId: ben.id }, cleo);
    // Of one member, so that Ben is not away.
    await stage.given({ memberId: stage.tom.id });
    expect((await stage.as(ben).get(`/members/${hers.id}?coachId=${cleo.id}`)).status).toBe(200);
    const url = (id: number) => `/members/${hers.id}?coachId=${id}`;
    for (const coach of [cleo, ben, substitute]) {
      expect(await ana().get(url(coach.id))).toBeProblem('not_your_member');
    }
  });

  it('what the log says of the coach and these members, and of nobody else', async () => {
    const { tom, cleo, studio, desk } = stage;
    const other = await studio.given.package(tom, { coach: cleo, remaining: 4 });
    await stage.given();
    await desk.adjust(tom, { adjustment: 1, reason: 'x', packageId: tom.packageId });
    await desk.adjust(tom, { adjustment: 1, reason: 'x', packageId: other.id });
    for (const query of ['', `?memberId=${tom.id}`]) {
      const { body } = await ana().activity(query);
      const packages = body.data.map(({ packageId }: { packageId: number | null }) => packageId);
      expect(packages).toContain(tom.packageId);
      expect(packages).not.toContain(other.id);
    }
    const page = await ana().activity('?limit=2');
    const next = await ana().activity(`?limit=2&cursor=${page.body.nextCursor}`);
    expect(new Set([...idsIn(page), ...idsIn(next)]).size).toBe(4);
  });

  it('live updates of these members, in streams that end when that changes', async () => {
    const { tom, uma, desk } = stage;
    const before = await Listener.openAndSee(ana());
    open.push(before);
    expect(before.ids).toEqual([]);
    const id = await stage.given({ memberId: tom.id });
    await untilEnded(before);
    const listener = await Listener.openAndSee(ana());
    open.push(listener);
    expect(listener.ids).toEqual([tom.packageId]);
    await desk.adjust(uma, { adjustment: 1, reason: 'x' });
    const { body } = await desk.adjust(tom, { adjustment: 1, reason: 'x' });
    await listener.untilTold(tom.packageId, { version: body.package.version });
    expect(listener.ids).toEqual([tom.packageId]);
    await stage.end(id, '2026-03-09');
    await untilEnded(listener);
  });
});
