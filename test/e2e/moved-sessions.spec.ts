import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { givenItem } from '../support/catalogue.js';
import { expectInvalid, expectRefusal } from '../support/expectations.js';
import { violations } from '../support/laws.js';
import { openStudio, type Studio } from '../support/studio.js';

const reason = 'Wrong package';

describe('moving a session to another package', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set('2026-03-10T12:00:00Z'));
  afterAll(() => studio.close());

  /** A member who trained today, with a second package of the same coach. */
  async function tomOfTwo(inOther = 3) {
    const { api, given } = studio;
    const coach = await given.coach();
    const tom = await given.member({ coach, remaining: 5, expiresInDays: 30 });
    const usage = (await api.as(tom).startWorkout(tom)).body.usage as { id: number };
    const other = await given.package(tom, { coach, remaining: inOther });
    return { ana: api.as(coach), coach, tom, usage, other };
  }

  it('gives it back and takes it there, on the same day', async () => {
    const { ana, tom, usage, other } = await tomOfTwo();
    const answer = await ana.move(tom, usage.id, { packageId: other.id, reason });
    expect(answer.status).toBe(200);
    const { id } = answer.body.usage;
    expect(answer.body).toMatchObject({
      usage: { kind: 'manual', packageId: other.id, usageDate: '2026-03-10', reason },
      package: { id: other.id, remaining: 2 },
      from: {
        usage: { id: usage.id, replacedById: id, undone: { reason } },
        package: { id: tom.packageId, remaining: 5 },
      },
    });
    const workout = await studio.api.as(tom).startWorkout(tom);
    expect(workout.body).toMatchObject({ reason: 'already_used_today', usage: { id } });
  });

  it('is one act in the log that names both, beside what was given back', async () => {
    const { ana, tom, usage, other } = await tomOfTwo();
    const { id } = (await ana.move(tom, usage.id, { packageId: other.id, reason })).body.usage;
    const { data } = (await ana.activity(`?memberId=${tom.id}&limit=2`)).body;
    expect(data).toMatchObject([
      {
        ...{ action: 'session.moved', packageId: other.id, usageId: id, reason },
        after: { remaining: 2, replaces: { usageId: usage.id, packageId: tom.packageId } },
      },
      {
        ...{ action: 'session.undone', code: 'moved', packageId: tom.packageId, reason },
        ...{ usageId: usage.id, after: { remaining: 5 } },
      },
    ]);
  });

  it('needs a reason', async () => {
    const { ana, tom, usage, other } = await tomOfTwo();
    const body = { packageId: other.id };
    await expectInvalid(studio, 'reason', () => ana.move(tom, usage.id, body));
    const byCode = { ...body, reasonCode: 'mistake' };
    expect((await ana.move(tom, usage.id, byCode)).status).toBe(200);
  });

  it('keeps its place: a further session stays one', async () => {
    const { ana, tom, other } = await tomOfTwo();
    const second = (await ana.addUsage(tom, { again: true, reason: 'twice' })).body.usage;
    const to = { packageId: other.id, reason };
    expect((await ana.move(tom, second.id, to)).body.usage).toMatchObject({ again: true });
  });

  it('goes to another coach for the desk alone, where that day is free', async () => {
    const { ana, tom, usage } = await tomOfTwo();
    const { api, given } = studio;
    const ben = await given.coach();
    const withBen = await given.package(tom, { coach: ben, remaining: 3 });
    const to = { packageId: withBen.id, reason };
    await expectRefusal(studio, 'package_not_found', () => ana.move(tom, usage.id, to));
    const staff = api.as(await given.staff());
    const moved = await staff.move(tom, usage.id, to);
    expect(moved.body.usage).toMatchObject({ coachId: ben.id, packageId: withBen.id });
    const withAna = (await ana.addUsage(tom)).body.usage;
    await expectRefusal(studio, 'already_used_on_date', () => staff.move(tom, withAna.id, to));
  });

  it('is refused where nothing is to be moved, or nowhere to', async () => {
    const { ana, tom, usage, other } = await tomOfTwo(1);
    const same = { packageId: tom.packageId, reason };
    await expectRefusal(studio, 'same_package', () => ana.move(tom, usage.id, same));
    const strange = await tomOfTwo();
    const foreign = { packageId: strange.other.id, reason };
    await expectRefusal(studio, 'package_not_found', () => ana.move(tom, usage.id, foreign));
    const to = { packageId: other.id, reason };
    await ana.addUsage(tom, { packageId: other.id, usageDate: '2026-03-09' });
    await expectRefusal(studio, 'package_exhausted', () => ana.move(tom, usage.id, to));
    await ana.undo(tom, usage.id);
    await expectRefusal(studio, 'already_undone', () => ana.move(tom, usage.id, to));
  });

  it('happens once, of many at once', async () => {
    const { ana, tom, usage, other } = await tomOfTwo(9);
    const to = { packageId: other.id, reason };
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => ana.move(tom, usage.id, to)),
    );
    const codes = answers.map(({ status, body }) => (status === 200 ? 'done' : body.code)).sort();
    expect(codes).toEqual([...Array<string>(15).fill('already_undone'), 'done']);
    const { packages } = (await ana.member(tom)).body;
    const left = packages.map((one: { remaining: number }) => one.remaining).sort();
    expect(left).toEqual([5, 8]);
  });

  it('counts again once, of many at once', async () => {
    const { ana, tom, usage } = await tomOfTwo(9);
    await ana.undo(tom, usage.id);
    const answers = await Promise.all(Array.from({ length: 16 }, () => ana.redo(tom, usage.id)));
    const codes = answers.map(({ status, body }) => (status === 200 ? 'done' : body.code)).sort();
    expect(codes).toEqual([...Array<string>(15).fill('already_redone'), 'done']);
  });

  it('begins and takes back the days of packages that are valid from their first use', async () => {
    const { ana, coach, tom, usage } = await tomOfTwo();
    const { id } = await givenItem(studio, { activation: 'first_use', validDays: 10 });
    const desk = studio.api.as(await studio.given.staff());
    const sale = { coachId: coach.id, catalogueItemId: id };
    const other = (await desk.post(`/members/${tom.id}/packages`, sale)).body;
    const moved = await ana.move(tom, usage.id, { packageId: other.id, reason });
    expect(moved.body.package.expiresAt).not.toBeNull();
    const back = await ana.move(tom, moved.body.usage.id, { packageId: tom.packageId, reason });
    expect(back.body.from.package).toMatchObject({ remaining: 10, expiresAt: null });
  });

  it('leaves books that add up', async () => {
    expect(await violations(studio.sql)).toEqual([]);
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
  });
});
