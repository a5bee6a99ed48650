import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import { expectRefusal, logged } from '../support/expectations.js';
import { END, FreezeStage, WHY } from '../support/freezes.js';
import '../support/matchers.js';
import type { Studio } from '../support/studio.js';

describe('a package that is frozen', () => {
  let stage: FreezeStage;
  let studio: Studio;
  let ana: TestPerson;
  let coach: Api;
  let desk: Api;

  beforeAll(async () => {
    stage = await FreezeStage.open();
    ({ studio, ana, coach, desk } = stage);
  });
  beforeEach(async () => stage.begin());
  afterAll(async () => {
    expect(await stage.close()).toContain('All laws hold.');
  });

  it('ends later by its days, in one line of the log', async () => {
    const { answer, rows } = await logged(studio, () => stage.freeze('2026-03-10', '2026-03-14'));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      ...{ state: 'frozen', remaining: 5, expiresAt: '2026-04-05T21:59:59.000Z', version: 3 },
      freeze: { from: '2026-03-10', to: '2026-03-14' },
    });
    expect(rows).toMatchObject([
      {
        ...{ action: 'package.frozen', actor_id: ana.id, package_id: stage.tom.packageId, ...WHY },
        before: { expiresAt: END, status: 'active', version: 2 },
        after: { expiresAt: '2026-04-05T21:59:59.000Z', status: 'expired', version: 3 },
      },
    ]);
    expect(rows[0]?.after).toMatchObject({ frozenFrom: '2026-03-10', frozenTo: '2026-03-14' });
    expect(await stage.package()).toEqual(answer.body);
    expect(await stage.freezes()).toMatchObject([
      { from: '2026-03-10', to: '2026-03-14', daysAdded: 5, ...WHY, reasonCode: null },
    ]);
    expect(await stage.status()).toBe('expired');
  });

  it('is used before and after, and on none of its days', async () => {
    await stage.freeze('2026-03-11', '2026-03-14');
    expect((await stage.use()).status).toBe(201);
    for (const day of ['2026-03-11', '2026-03-14']) {
      stage.on(day);
      const refused = await coach.startWorkout(stage.tom);
      expect(refused).toBeProblem('package_frozen');
      expect(refused.body.until).toBe('2026-03-14');
      await expectRefusal(studio, 'package_frozen', () => stage.use());
    }
    // A day before it can be told while it lasts, and one of it not when it is over.
    expect((await stage.use('2026-03-09')).status).toBe(201);
    stage.on('2026-03-16');
    expect(await stage.use('2026-03-13')).toBeProblem('package_frozen');
    expect((await stage.use('2026-03-15')).status).toBe(201);
    expect((await coach.startWorkout(stage.tom)).body.deducted).toBe(true);
    expect(await stage.status()).toBe('active');
  });

  it('goes by the days of the studio', async () => {
    await stage.freeze('2026-03-11', '2026-03-11');
    studio.clock.set('2026-03-10T22:59:59Z');
    expect((await stage.package()).state).toBe('active');
    studio.clock.set('2026-03-10T23:00:00Z');
    expect((await stage.package()).state).toBe('frozen');
    studio.clock.set('2026-03-11T22:59:59Z');
    expect((await stage.package()).state).toBe('frozen');
    studio.clock.set('2026-03-11T23:00:00Z');
    expect(await stage.package()).toMatchObject({ state: 'active', freeze: null });
  });

  it('leaves the session to another package', async () => {
    await stage.freeze('2026-03-10', null);
    const other = await studio.given.package(stage.tom, { coach: ana, remaining: 2 });
    expect((await coach.startWorkout(stage.tom)).body.package.id).toBe(other.id);
  });

  it('until further notice does not end, and ends later by the days that it was', async () => {
    const id = await stage.frozen('2026-03-10');
    expect(await stage.package()).toMatchObject({ expiresAt: END, freeze: { id, to: null } });
    stage.on('2026-04-10');
    expect(await stage.package()).toMatchObject({ state: 'frozen', expiresAt: END });
    const refused = await coach.startWorkout(stage.tom);
    expect([refused.body.code, refused.body.until]).toEqual(['package_frozen', null]);
    const { answer, rows } = await logged(studio, () => stage.end(id, '2026-04-09'));
    expect(answer.body).toMatchObject({ state: 'active', expiresAt: '2026-05-01T21:59:59.000Z' });
    expect(rows).toMatchObject([{ action: 'package.unfrozen', after: { status: 'active' } }]);
    expect(await stage.freezes()).toMatchObject([{ to: '2026-04-09', daysAdded: 31 }]);
    expect(await stage.status()).toBe('active');
    expect((await coach.startWorkout(stage.tom)).body.deducted).toBe(true);
  });

  it('is used at once after its freeze was ended yesterday, or taken back today', async () => {
    stage.on('2026-03-12');
    const id = await stage.frozen('2026-03-10', '2026-03-20');
    expect((await stage.end(id, '2026-03-11')).body.expiresAt).toBe('2026-04-02T21:59:59.000Z');
    const usage = (await stage.use()).body.usage.id;
    await coach.undo(stage.tom, usage, WHY);
    const today = await stage.frozen('2026-03-12');
    const { body } = await stage.end(today, '2026-03-11');
    expect(body).toMatchObject({ state: 'active', freeze: null });
    expect(body.expiresAt).toBe('2026-04-02T21:59:59.000Z');
    expect(await stage.freezes()).toMatchObject([
      { from: '2026-03-12', to: '2026-03-11', daysAdded: 0 },
      { to: '2026-03-11', daysAdded: 2 },
    ]);
    // What was taken back is changed no more.
    await expectRefusal(studio, 'freeze_not_found', () => stage.end(today, '2026-03-14'));
    expect((await stage.use()).status).toBe(201);
  });

  it('gets longer, shorter and open again, and its end with it', async () => {
    const id = await stage.frozen('2026-03-10', '2026-03-14');
    const steps = [
      ['2026-03-20', '2026-04-11T21:59:59.000Z', 'package.freeze_changed'],
      ['2026-03-12', '2026-04-03T21:59:59.000Z', 'package.freeze_changed'],
      [null, END, 'package.freeze_changed'],
      ['2026-03-10', '2026-04-01T21:59:59.000Z', 'package.unfrozen'],
    ] as const;
    for (const [to, expiresAt, action] of steps) {
      const { answer, rows } = await logged(studio, () => stage.end(id, to));
      expect(answer.body).toMatchObject({ state: 'frozen', expiresAt });
      expect(rows).toMatchObject([{ action }]);
    }
    const { rows } = await logged(studio, () => stage.end(id, '2026-03-10'));
    expect(rows).toEqual([]);
  });

  it('can be undone, corrected and extended meanwhile', async () => {
    const usage = (await stage.use('2026-03-09')).body.usage.id;
    await stage.freeze('2026-03-10', '2026-03-14');
    expect((await coach.undo(stage.tom, usage, WHY)).body.package.remaining).toBe(5);
    const adjusted = await coach.adjust(stage.tom, { adjustment: 2, ...WHY });
    expect(adjusted.body.package).toMatchObject({ remaining: 7, state: 'frozen' });
    const expiresAt = '2026-06-30T21:59:59Z';
    expect((await coach.patch(stage.path, { expiresAt })).body.state).toBe('frozen');
    expect(await stage.status()).toBe('expired');
  });

  it('keeps its end after its first session is undone', async () => {
    const item = await givenItem(studio, { activation: 'first_use', validDays: 30 });
    const body = { coachId: ana.id, catalogueItemId: item.id };
    const sold = (await desk.post(`/members/${stage.tom.id}/packages`, body)).body;
    const named = { packageId: sold.id, reason: 'x' };
    const post = (from: string, to: string | null) =>
      coach.post(stage.url(sold.id), { from, to, ...WHY });
    expect(await post('2026-03-11', null)).toBeProblem('not_freezable');
    const first = (await coach.addUsage(stage.tom, named)).body.usage.id;
    stage.on('2026-03-12');
    expect((await post('2026-03-11', '2026-03-12')).body.expiresAt).toBe(
      '2026-04-10T21:59:59.000Z',
    );
    const undone = await coach.undo(stage.tom, first, WHY);
    expect(undone.body.package.expiresAt).toBe('2026-04-10T21:59:59.000Z');
  });

  it('has no end that moves where it has none', async () => {
    await desk.patch(stage.path, { expiresAt: null });
    const id = await stage.frozen('2026-03-10');
    const { body } = await stage.end(id, '2026-03-14');
    expect(body).toMatchObject({ state: 'frozen', expiresAt: null });
    expect(await stage.freezes()).toMatchObject([{ daysAdded: 0 }]);
  });

  it('is that of a member who needs nothing', async () => {
    await stage.freeze('2026-03-10');
    const found = async (query: string): Promise<number[]> => {
      const { body } = await coach.get(`/members?limit=100&${query}`);
      return body.data.map(({ id }: { id: number }) => id);
    };
    stage.on('2026-03-28');
    for (const query of ['attention=empty', 'attention=low', 'attention=expiring']) {
      expect(await found(query)).not.toContain(stage.tom.id);
    }
    stage.on('2026-05-01');
    expect(await found('attention=empty')).not.toContain(stage.tom.id);
    expect((await coach.member(stage.tom)).body.lastPackage).toMatchObject({ state: 'frozen' });
  });

  it('has no day to wait before its first session, and keeps its end while it waits', async () => {
    const item = await givenItem(studio, { activation: 'first_use', validDays: 30 });
    const sale = { coachId: ana.id, catalogueItemId: item.id };
    const { id: packageId } = (await desk.post(`/members/${stage.tom.id}/packages`, sale)).body;
    stage.on('2026-03-12');
    const used = await coach.addUsage(stage.tom, { packageId, reason: 'x' });
    const { expiresAt } = (await desk.member(stage.tom)).body.packages[0];
    stage.on('2026-03-14');
    const before = { from: '2026-03-10', to: '2026-03-11', ...WHY };
    expect(await coach.post(stage.url(packageId), before)).toBeProblem('validation_failed');
    await coach.post(stage.url(packageId), { from: '2026-03-13', ...WHY });
    stage.on('2026-05-20');
    const undone = (await coach.undo(stage.tom, used.body.usage.id, WHY)).body;
    expect(undone.package).toMatchObject({ state: 'frozen', expiresAt });
    expect(undone.notice).toBeUndefined();
  });
});
