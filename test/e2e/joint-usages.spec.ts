import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { givenItem } from '../support/catalogue.js';
import { expectRefusal } from '../support/expectations.js';
import { violations } from '../support/laws.js';
import '../support/matchers.js';
import { Till } from '../support/payments.js';
import { openStudio, type Studio } from '../support/studio.js';

const WHY = { reason: 'A mistake' };
const DAY = '2026-03-09';
/** The end of the thirty days that begin with it. */
const END = '2026-04-07T21:59:59.000Z';

describe('sessions of packages that are voided or paid back', () => {
  let studio: Studio;
  let till: Till;
  /** Of the same coach, with five sessions. */
  let other: number;

  beforeAll(async () => {
    studio = await openStudio();
    till = await Till.in(studio);
  });
  beforeEach(async () => {
    await till.open();
    const { given } = studio;
    other = (await given.package(till.tom, { coach: till.ana, remaining: 5 })).id;
  });
  afterAll(async () => {
    expect(await violations(studio.sql)).toEqual([]);
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const use = async (about: object = {}): Promise<number> => {
    const body = { usageDate: DAY, packageId: till.packageId, ...about };
    const used = await till.desk.addUsage(till.tom, body);
    expect(used.status, used.text).toBe(201);
    return used.body.usage.id;
  };
  const voiding = async (id = till.packageId) => {
    const path = `/members/${till.tom.id}/packages/${id}/void`;
    const answer = await till.desk.post(path, { ...WHY, keepUsages: true });
    expect(answer.status, answer.text).toBe(200);
  };
  const refund = async (about: object = {}) => {
    const paid = (await till.pay()).body.payment.id;
    const answer = await till.desk.post(`${till.path}/${paid}/refunds`, { ...WHY, ...about });
    expect(answer.status, answer.text).toBe(201);
  };
  const move = (id: number, packageId: number) => {
    return till.desk.move(till.tom, id, { packageId, ...WHY });
  };
  const redo = (id: number) => till.desk.redo(till.tom, id, WHY);
  const leftOf = async (id: number): Promise<number> => {
    const { body } = await till.desk.get(`/members/${till.tom.id}/packages`);
    return body.data.find((one: { id: number }) => one.id === id).remaining;
  };

  it('do not count again while it is voided', async () => {
    const usageId = await use();
    await till.desk.undo(till.tom, usageId, WHY);
    await voiding();
    await expectRefusal(studio, 'package_voided', () => redo(usageId));
    await till.desk.post(`/members/${till.tom.id}/packages/${till.packageId}/reopen`, WHY);
    expect((await redo(usageId)).status).toBe(200);
    expect(await leftOf(till.packageId)).toBe(9);
  });

  it('leave none that is voided, and move to none', async () => {
    const usageId = await use();
    await voiding(other);
    await expectRefusal(studio, 'package_voided', () => move(usageId, other));
    const third = (await studio.given.package(till.tom, { coach: till.ana, remaining: 5 })).id;
    await voiding();
    await expectRefusal(studio, 'package_voided', () => move(usageId, third));
    expect([await leftOf(till.packageId), await leftOf(third)]).toEqual([0, 5]);
  });

  it('move to no package that is over, or of somebody else', async () => {
    const { id: over } = await studio.given.package(till.tom, {
      ...{ coach: till.ana, remaining: 5, expiresInDays: 1 },
    });
    studio.clock.advance({ hours: 48 });
    const usageId = await use({ usageDate: '2026-03-12' });
    await expectRefusal(studio, 'package_expired', () => move(usageId, over));
    const tim = await studio.given.member({ coach: till.ana, remaining: 5 });
    await expectRefusal(studio, 'package_not_found', () => move(usageId, tim.packageId));
    expect(await leftOf(till.packageId)).toBe(9);
    studio.clock.advance({ hours: -48 });
  });

  it('leave none that was paid back', async () => {
    const usageId = await use();
    await refund();
    await expectRefusal(studio, 'package_refunded', () => move(usageId, other));
    expect([await leftOf(till.packageId), await leftOf(other)]).toEqual([0, 5]);
  });

  it('move away after a part was paid back', async () => {
    const usageId = await use();
    await refund({ sessions: 3 });
    expect((await move(usageId, other)).status).toBe(200);
    expect([await leftOf(till.packageId), await leftOf(other)]).toEqual([7, 4]);
  });

  it('are not taken of one that was paid back: nothing is left', async () => {
    const usageId = await use();
    await till.desk.undo(till.tom, usageId, WHY);
    await refund();
    await expectRefusal(studio, 'package_exhausted', () => redo(usageId));
    const body = { usageDate: DAY, packageId: till.packageId };
    await expectRefusal(studio, 'package_exhausted', () => till.desk.addUsage(till.tom, body));
    const moved = await use({ packageId: other });
    await expectRefusal(studio, 'package_exhausted', () => move(moved, till.packageId));
  });

  it('stay sessions to which somebody came, or not, and get no further one', async () => {
    const usageId = await use();
    await voiding();
    const url = `/members/${till.tom.id}/sessions/${usageId}`;
    const changed = await till.desk.patch(url, { attendance: 'no_show' });
    expect(changed.body).toMatchObject({
      usage: { attendance: 'no_show' },
      package: { state: 'voided', remaining: 0 },
    });
    const again = { usageDate: DAY, packageId: till.packageId, again: true, ...WHY };
    await expectRefusal(studio, 'package_voided', () => till.desk.addUsage(till.tom, again));
  });

  it('begin the days of a package anew, whatever happened between', async () => {
    const about = { activation: 'first_use', validDays: 30 };
    await till.sell({ catalogueItemId: (await givenItem(studio, about)).id });
    const path = `/members/${till.tom.id}/packages/${till.packageId}`;
    const reopen = async () => (await till.desk.post(`${path}/reopen`, WHY)).body;
    await voiding();
    expect(await reopen()).toMatchObject({ state: 'active', remaining: 10, expiresAt: null });
    const usageId = await use();
    await voiding();
    expect(await reopen()).toMatchObject({ remaining: 9, expiresAt: END });
    expect((await till.desk.undo(till.tom, usageId, WHY)).body.package).toMatchObject({
      ...{ remaining: 10, expiresAt: null },
    });
    await voiding();
    await reopen();
    const again = await redo(usageId);
    expect(again.body.package).toMatchObject({ remaining: 9, expiresAt: END });
    const left = await move(again.body.usage.id, other);
    expect(left.body.from.package).toMatchObject({ remaining: 10, expiresAt: null });
    const back = await move(left.body.usage.id, till.packageId);
    expect(back.body.package).toMatchObject({ remaining: 9, expiresAt: END });
  });
});
