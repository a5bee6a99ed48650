import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Api } from '../support/api.js';
import { expectInvalid, expectRefusal } from '../support/expectations.js';
import { FreezeStage, WHY } from '../support/freezes.js';
import '../support/matchers.js';
import { set } from '../support/settings.js';
import type { Studio } from '../support/studio.js';

describe('a freeze that is refused', () => {
  let stage: FreezeStage;
  let studio: Studio;
  let coach: Api;

  beforeAll(async () => {
    stage = await FreezeStage.open();
    ({ studio, coach } = stage);
  });
  beforeEach(async () => stage.begin());
  afterAll(async () => {
    expect(await stage.close()).toContain('All laws hold.');
  });

  it('is frozen on no day that was used, whatever was undone', async () => {
    await stage.use('2026-03-08');
    const usage = (await stage.use('2026-03-09')).body.usage.id;
    const refused = await stage.freeze('2026-03-01', '2026-03-09');
    expect(refused).toBeProblem('used_while_frozen');
    expect(refused.body.days).toEqual(['2026-03-08', '2026-03-09']);
    await coach.undo(stage.tom, usage, WHY);
    await stage.freeze('2026-03-09', '2026-03-09');
    const id = (await stage.freezes())[0]?.id ?? 0;
    await stage.use('2026-03-10');
    const longer = await stage.end(id, null);
    expect(longer).toBeProblem('used_while_frozen');
    expect(longer.body.days).toEqual(['2026-03-10']);
    // Nor is what was undone counted again on such a day, or moved there.
    await expectRefusal(studio, 'package_frozen', () => coach.redo(stage.tom, usage, WHY));
    const other = await studio.given.package(stage.tom, { coach: stage.ana, remaining: 2 });
    const moved = (
      await coach.addUsage(stage.tom, { usageDate: '2026-03-07', packageId: other.id })
    ).body;
    await stage.freeze('2026-03-07', '2026-03-07');
    const body = { packageId: stage.tom.packageId, ...WHY };
    await expectRefusal(studio, 'package_frozen', () =>
      coach.move(stage.tom, moved.usage.id, body),
    );
  });

  it('gets no shorter where a later freeze would begin after the last day', async () => {
    await stage.freeze('2026-03-20', '2026-03-24');
    const [first] = await stage.freezes();
    const later = await stage.freeze('2026-04-03', '2026-04-05');
    expect(later.body.expiresAt).toBe('2026-04-08T21:59:59.000Z');
    const id = first?.id ?? 0;
    await expectRefusal(studio, 'not_freezable', () => stage.end(id, '2026-03-19'));
    expect((await stage.end(id, '2026-03-22')).status).toBe(200);
    const [last] = await stage.freezes();
    expect((await stage.end(last?.id ?? 0, '2026-04-02')).status).toBe(200);
    const { body } = await stage.end(id, '2026-03-19');
    expect(body).toMatchObject({ expiresAt: '2026-03-31T21:59:59.000Z', freeze: null });
  });

  it('takes no freeze of the same days, and one that touches', async () => {
    await stage.freeze('2026-03-10', '2026-03-14');
    const refused = await stage.freeze('2026-03-14', '2026-03-20');
    expect(refused).toBeProblem('already_frozen');
    expect(refused.body.until).toBe('2026-03-14');
    const { body } = await stage.freeze('2026-03-15', '2026-03-20');
    expect(body.expiresAt).toBe('2026-04-11T21:59:59.000Z');
    expect(body.freeze).toMatchObject({ from: '2026-03-10' });
    stage.on('2026-03-15');
    expect((await stage.package()).freeze).toMatchObject({ from: '2026-03-15' });
  });

  it('is frozen for so many days as the studio lets it', async () => {
    await set(studio, { freezeDays: 10 });
    await stage.freeze('2026-03-10', '2026-03-16');
    const refused = await stage.freeze('2026-03-20', '2026-03-23');
    expect(refused).toBeProblem('freeze_limit');
    expect(refused.body).toMatchObject({ limit: 10, left: 3, unit: 'days' });
    expect((await stage.freeze('2026-03-20', '2026-03-22')).status).toBe(201);
    expect(await stage.freeze('2026-04-05')).toBeProblem('freeze_limit');
    expect(await stage.freeze('2026-04-05', '2066-04-20')).toBeProblem('freeze_limit');
    await set(studio, { freezeDays: 60 });
  });

  it('refuses days that are none', async () => {
    await expectInvalid(studio, 'to', () => stage.freeze('2026-03-12', '2026-03-11'));
    await expectInvalid(studio, 'from', () => stage.freeze('2026-02-07', '2026-03-11'));
    await expectInvalid(studio, 'from', () => stage.freeze('2026-06-09'));
    await expectInvalid(studio, 'from', () => stage.freeze('2026-02-30'));
    const id = await stage.frozen('2026-03-10', '2026-03-14');
    await expectInvalid(studio, 'to', () => stage.end(id, '2026-03-08'));
    await expectInvalid(studio, 'to', () => coach.patch(`${stage.url()}/${id}`, {}));
  });

  it('is not what is over, used up, voided or waits for its first session', async () => {
    await expectRefusal(studio, 'not_freezable', () => stage.freeze('2026-04-01'));
    await coach.adjust(stage.tom, { adjustment: -5, ...WHY });
    await expectRefusal(studio, 'not_freezable', () => stage.freeze('2026-03-10'));
    await coach.adjust(stage.tom, { adjustment: 5, packageId: stage.tom.packageId, ...WHY });
    const id = await stage.frozen('2026-03-10');
    await coach.post(`${stage.path}/void`, WHY);
    await expectRefusal(studio, 'package_voided', () => stage.freeze('2026-03-20'));
    await expectRefusal(studio, 'package_voided', () => stage.end(id, '2026-03-14'));
    const { body } = await coach.post(`${stage.path}/reopen`, WHY);
    expect(body).toMatchObject({ state: 'frozen', remaining: 5 });
    expect(await stage.status()).toBe('expired');
    stage.on('2026-04-20');
    expect((await stage.end(id, '2026-03-25')).body.state).toBe('expired');
    expect(await stage.freeze('2026-04-20')).toBeProblem('not_freezable');
  });

  it('ends no earlier than a freeze begins that is to come', async () => {
    const id = await stage.frozen('2026-03-20', '2026-03-24');
    const end = (expiresAt: string | null) => stage.desk.patch(stage.path, { expiresAt });
    await expectRefusal(studio, 'not_freezable', () => end('2026-03-23T22:59:59Z'));
    // Five days later, as the freeze has moved it: the last day that it is sold for is its first.
    expect((await end('2026-03-25T22:59:59Z')).status).toBe(200);
    expect((await stage.end(id, '2026-03-19')).body.expiresAt).toBe('2026-03-20T22:59:59.000Z');
    expect((await end('2026-03-15T22:59:59Z')).status).toBe(200);
    expect((await end(null)).status).toBe(200);
  });

  it('is frozen once by a request that comes twice, and at the version that was seen', async () => {
    const key = { headers: { 'idempotency-key': 'freeze-once' } };
    const body = { from: '2026-03-12', to: '2026-03-13', ...WHY };
    const first = await coach.post(stage.url(), body, key);
    expect((await coach.post(stage.url(), body, key)).body).toEqual(first.body);
    expect(await stage.freezes()).toHaveLength(1);
    const stale = await stage.freeze('2026-04-01', null, { expectedVersion: 1 });
    expect(stale).toBeProblem('package_changed');
  });

  it('is not another coach’s to freeze', async () => {
    const eve = await studio.given.coach();
    const hers = await studio.given.package(stage.tom, { coach: eve, remaining: 2 });
    const api = studio.api.as(eve);
    expect(await api.post(stage.url(), { from: '2026-03-12', ...WHY })).toBeProblem(
      'package_not_found',
    );
    expect(await api.get(stage.url())).toBeProblem('package_not_found');
    expect((await api.get(stage.url(hers.id))).body.data).toEqual([]);
  });

  it('gets no longer than the next one begins, or than the studio lets it', async () => {
    const id = await stage.frozen('2026-03-10', '2026-03-12');
    await stage.freeze('2026-03-20', '2026-03-21');
    expect(await stage.end(id, '2026-03-20')).toBeProblem('already_frozen');
    expect(await stage.end(id, null)).toBeProblem('already_frozen');
    await set(studio, { freezeDays: 6 });
    expect(await stage.end(id, '2026-03-14')).toBeProblem('freeze_limit');
    expect((await stage.end(id, '2026-03-13')).status).toBe(200);
    await set(studio, { freezeDays: 60 });
  });
});
