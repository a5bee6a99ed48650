import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('a sale by the price list', () => {
  let studio: Studio;
  let ana: TestPerson;
  let ben: TestPerson;
  let desk: Api;
  let admin: Api;
  let tom: GivenMember;

  beforeAll(async () => {
    studio = await openStudio();
    const { given, api } = studio;
    [ana, ben, desk] = [await given.coach(), await given.coach(), api.as(await given.staff())];
    admin = api.as(await given.admin());
  });
  beforeEach(async () => {
    tom = await studio.given.member({ coach: ana, remaining: 0 });
  });
  afterAll(async () => {
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const sell = (body: object, api = desk, key?: string) =>
    api.post(`/members/${tom.id}/packages`, { coachId: ana.id, ...body }, key ? { key } : {});
  const archive = (id: number, version = 1) =>
    admin.patch(`/catalogue/${id}`, { archived: true, expectedVersion: version });

  it('keeps name, price and days as they were, whatever becomes of the item', async () => {
    const item = await givenItem(studio, { validDays: 90 });
    const { answer, rows } = await logged(studio, () => sell({ catalogueItemId: item.id }));
    expect(answer.status).toBe(201);
    const sold = {
      ...{ name: '10 sessions', catalogueItemId: item.id, priceMinor: 45_000, currency: 'EUR' },
      ...{ complimentary: false, activation: 'purchase', validDays: 90 },
    };
    expect(answer.body).toMatchObject({
      ...{ sale: sold, rateType: 'package', remaining: 10, granted: 10, state: 'active' },
      // The tenth of March is the first of ninety days.
      expiresAt: '2026-06-07T21:59:59.000Z',
    });
    expect(rows).toMatchObject([
      {
        ...{ action: 'package.granted', member_id: tom.id, reason: null },
        after: { ...sold, listPriceMinor: 45_000, granted: 10 },
      },
    ]);
    const changed = { name: 'Ten', priceMinor: 1, validDays: 1, expectedVersion: 1 };
    expect((await admin.patch(`/catalogue/${item.id}`, changed)).status).toBe(200);
    await archive(item.id, 2);
    const { body } = await desk.get(`/members/${tom.id}/packages`);
    expect(body.data[0]).toEqual(answer.body);
    expect((await desk.member(tom)).body.packages[0]).toMatchObject({ sale: sold });
  });

  it('of what is not counted has no sessions', async () => {
    const item = await givenItem(studio, { name: 'A month', rateType: 'monthly', sessions: null });
    const { body } = await sell({ catalogueItemId: item.id });
    expect(body).toMatchObject({ rateType: 'monthly', remaining: null, expiresAt: null });
  });

  it('without it is as it was, and nobody knows the price', async () => {
    const { answer, rows } = await logged(studio, () => sell({ sessions: 5 }));
    expect(answer.body).toMatchObject({ sale: null, remaining: 5, expiresAt: null });
    expect(Object.keys(rows[0]?.after as object)).not.toContain('priceMinor');
    await expectInvalid(studio, 'priceMinor', () => sell({ sessions: 5, priceMinor: 100 }));
    await expectInvalid(studio, 'complimentary', () => sell({ sessions: 5, complimentary: true }));
  });

  it.each([
    ['sessions', 3],
    ['sessions', null],
    ['rateType', 'package'],
    ['expiresAt', '2027-01-01T00:00:00Z'],
    ['expiresAt', null],
    ['catalogueItemId', 0],
    ['catalogueItemId', null],
    ['catalogueItemId', '1'],
    ['priceMinor', -1],
    ['priceMinor', 10.005],
    ['priceMinor', 2 ** 53],
    ['priceMinor', null],
    ['complimentary', 'yes'],
    ['currency', 'EUR'],
  ])('takes no %s of %j', async (field, value) => {
    const item = await givenItem(studio);
    const body = { catalogueItemId: item.id, reason: 'as said', [field]: value };
    await expectInvalid(studio, field, () => sell(body));
  });

  it('for another price needs a reason, and the log has both prices', async () => {
    const { id: catalogueItemId } = await givenItem(studio);
    for (const priceMinor of [0, 44_999, 45_001]) {
      await expectInvalid(studio, 'reason', () => sell({ catalogueItemId, priceMinor }));
    }
    const why = { priceMinor: 40_000, reasonCode: 'agreed' };
    const { answer, rows } = await logged(studio, () => sell({ catalogueItemId, ...why }));
    expect(answer.body).toMatchObject({
      sale: { priceMinor: 40_000, complimentary: false },
    });
    expect(rows).toMatchObject([
      { reason: null, after: { priceMinor: 40_000, listPriceMinor: 45_000 } },
    ]);
    const same = await sell({ catalogueItemId, priceMinor: 45_000 });
    expect(same.body.sale).toMatchObject({ priceMinor: 45_000 });
    const unknown = { catalogueItemId, priceMinor: 1, reasonCode: 'nobody_knows' };
    await expectRefusal(studio, 'reason_code_unknown', () => sell(unknown));
  });

  it('may be complimentary, which costs nothing and needs a reason', async () => {
    const { id: catalogueItemId } = await givenItem(studio);
    const given = { catalogueItemId, complimentary: true };
    await expectInvalid(studio, 'reason', () => sell(given));
    await expectInvalid(studio, 'priceMinor', () => sell({ ...given, priceMinor: 1, reason: 'x' }));
    const { answer, rows } = await logged(studio, () => sell({ ...given, reason: 'A gift' }));
    expect(answer.body.sale).toMatchObject({
      ...{ priceMinor: 0, complimentary: true, currency: 'EUR' },
    });
    expect(rows[0]?.after).toMatchObject({ complimentary: true, listPriceMinor: 45_000 });
    // What costs nothing by the list is no gift.
    const free = await givenItem(studio, { priceMinor: 0 });
    const { body } = await sell({ catalogueItemId: free.id });
    expect(body.sale).toMatchObject({ priceMinor: 0, complimentary: false });
    await expectInvalid(studio, 'reason', () => sell({ ...given, catalogueItemId: free.id }));
  });

  it('is refused where the item is not there, archived, or another coach’s', async () => {
    await expectRefusal(studio, 'item_not_found', () => sell({ catalogueItemId: 2_000_000_001 }));
    const old = await givenItem(studio);
    await archive(old.id);
    await expectRefusal(studio, 'item_archived', () => sell({ catalogueItemId: old.id }));
    const bens = await givenItem(studio, { coachId: ben.id });
    await expectRefusal(studio, 'item_of_other_coach', () => sell({ catalogueItemId: bens.id }));
    const withBen = { catalogueItemId: bens.id, coachId: ben.id };
    expect((await sell(withBen)).status).toBe(201);
  });

  it('by a coach is of what all sell, and of the own', async () => {
    const [all, own] = [await givenItem(studio), await givenItem(studio, { coachId: ana.id })];
    const bens = await givenItem(studio, { coachId: ben.id });
    const asAna = studio.api.as(ana);
    await expectRefusal(studio, 'coach_sales_off', () => sell({ catalogueItemId: all.id }, asAna));
    await set(studio, { coachSales: 'request' });
    expect((await sell({ catalogueItemId: all.id }, asAna)).body.state).toBe('pending');
    await set(studio, { coachSales: 'sell' });
    const cheaper = { catalogueItemId: own.id, priceMinor: 30_000, reason: 'A friend' };
    const { answer, rows } = await logged(studio, () => sell(cheaper, asAna));
    expect(answer.body).toMatchObject({ state: 'active', sale: { priceMinor: 30_000 } });
    expect(rows).toMatchObject([{ actor_id: ana.id, reason: 'A friend' }]);
    const other = { catalogueItemId: bens.id };
    await expectRefusal(studio, 'item_of_other_coach', () => sell(other, asAna));
    const forBen = { ...other, coachId: ben.id };
    await expectRefusal(studio, 'not_your_member', () => sell(forBen, asAna));
    await set(studio, { coachSales: 'off' });
  });

  it('happens once where it is repeated, whatever became of the item', async () => {
    const item = await givenItem(studio);
    const first = await sell({ catalogueItemId: item.id }, desk, 'sale-once');
    await archive(item.id);
    const again = await sell({ catalogueItemId: item.id }, desk, 'sale-once');
    expect([again.status, again.body]).toEqual([201, first.body]);
  });

  it('beside an archiving is before it or refused', async () => {
    for (let round = 0; round < 3; round += 1) {
      const item = await givenItem(studio, { priceMinor: 100 + round });
      const { answer: answers, rows } = await logged(studio, () =>
        Promise.all(
          Array.from({ length: 16 }, (_, n) =>
            n === 8 ? archive(item.id) : sell({ catalogueItemId: item.id }),
          ),
        ),
      );
      expect(answers[8]?.status).toBe(200);
      const sold = answers.filter(({ status }) => status === 201);
      for (const { body } of sold) expect(body.sale.priceMinor).toBe(100 + round);
      const refused = answers.filter(({ status }) => status >= 400);
      for (const one of refused) expect(one).toBeProblem('item_archived');
      expect(sold.length + refused.length).toBe(15);
      // No sale stands in the log behind the archiving.
      const done = rows.filter(({ outcome }) => outcome === 'done').map(({ action }) => action);
      expect(done.at(-1)).toBe('catalogue.archived');
      expect(done).toHaveLength(sold.length + 1);
    }
  });
});
