import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import '../support/matchers.js';
import { PRICE, Till } from '../support/payments.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('payments of a studio', () => {
  let studio: Studio;
  let till: Till;

  beforeAll(async () => {
    studio = await openStudio();
    till = await Till.in(studio);
  });
  beforeEach(async () => till.open());
  afterAll(async () => {
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  it('is together with the sale one act', async () => {
    const item = { coachId: till.ana.id, catalogueItemId: till.itemId };
    const sale = (payment: object, more: object = {}) =>
      till.desk.post(`/members/${till.tom.id}/packages`, { ...item, ...more, payment });
    const { answer, rows } = await logged(studio, () => sale({ method: 'cash' }));
    expect(answer.body).toMatchObject({ version: 2, payment: { state: 'paid' } });
    expect(rows.map(({ action }) => action)).toEqual(['package.granted', 'payment.received']);
    const part = await sale({ method: 'other', amountMinor: 1 });
    expect(part.body.payment).toMatchObject({ state: 'partly', paidMinor: 1 });
    const number = await till.lastNumber();
    const more = { method: 'cash', amountMinor: PRICE + 1 };
    await expectRefusal(studio, 'payment_too_large', () => sale(more));
    await expectRefusal(studio, 'amount_invalid', () => sale({ method: 'cash', amountMinor: 0 }));
    await expectInvalid(studio, 'payment.method', () => sale({}));
    await expectInvalid(studio, 'payment', () => sale([]));
    const packages = (await till.desk.get(`/members/${till.tom.id}/packages`)).body.data;
    expect(packages.map(({ id }: { id: number }) => id)).toHaveLength(4);
    expect(await till.lastNumber()).toBe(number);
  });

  it('taken back stays with its number, and is to be paid again', async () => {
    const { payment } = (await till.pay()).body;
    await expectInvalid(studio, 'reason', () => till.takeBack(payment.id, {}));
    const { answer, rows } = await logged(studio, () => till.takeBack(payment.id));
    expect(answer.status).toBe(200);
    expect(answer.body.payment).toMatchObject({
      ...{ id: payment.id, number: payment.number },
      voided: { by: { name: expect.any(String) }, reason: 'Typed twice', reasonCode: null },
    });
    expect(answer.body.package.payment).toMatchObject({ state: 'unpaid', openMinor: PRICE });
    expect(await till.phpSees()).toBe(0);
    expect(rows).toMatchObject([
      { action: 'payment.voided', reason: 'Typed twice', after: { number: payment.number } },
    ]);
    await expectRefusal(studio, 'payment_voided', () => till.takeBack(payment.id));
    expect((await till.pay()).body.payment.number).toBe(Number(payment.number) + 1);
  });

  it('is read by pages, by the member and by the own coach', async () => {
    for (const amountMinor of [1, 2, 3]) await till.pay({ amountMinor });
    const { path } = till;
    const first = await studio.api.as(till.tom).get(`${path}?limit=2`);
    expect(first.body.data.map((one: { amountMinor: number }) => one.amountMinor)).toEqual([3, 2]);
    const rest = await studio.api
      .as(till.ana)
      .get(`${path}?limit=2&cursor=${first.body.nextCursor}`);
    expect(rest.body).toMatchObject({ data: [{ amountMinor: 1 }], nextCursor: null });
    const ben = await studio.given.coach();
    await studio.given.package(till.tom, { coach: ben, remaining: 1 });
    expect((await studio.api.as(ben).get(path)).body.data).toEqual([]);
    const { id } = rest.body.data[0];
    const others = await studio.api.as(ben).get(`${path}/${id}`);
    expect(others.body.code).toBe('payment_not_found');
    const uma = await studio.given.member({ coach: till.ana });
    expect((await till.desk.get(`/members/${uma.id}/payments/${id}`)).status).toBe(404);
    const back = () => till.desk.post(`/members/${uma.id}/payments/${id}/void`, { reason: 'No' });
    await expectRefusal(studio, 'payment_not_found', back);
  });

  it('is taken by a coach where coaches sell by themselves, of own packages', async () => {
    const asAna = studio.api.as(till.ana);
    for (const coachSales of ['off', 'request'] as const) {
      await set(studio, { coachSales });
      await expectRefusal(studio, 'coach_payments_off', () => till.pay({}, asAna));
    }
    await set(studio, { coachSales: 'sell' });
    expect((await till.pay({ amountMinor: 1 }, asAna)).status).toBe(201);
    const ben = await studio.given.coach();
    await studio.given.package(till.tom, { coach: ben, remaining: 1 });
    const asBen = studio.api.as(ben);
    await expectRefusal(studio, 'package_not_found', () => till.pay({ amountMinor: 1 }, asBen));
    await expectRefusal(studio, 'forbidden', () =>
      till.pay({ amountMinor: 1 }, studio.api.as(till.tom)),
    );
  });

  it('at once by sixteen is never more than the price, with numbers without gaps', async () => {
    const before = await till.lastNumber();
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => till.pay({ amountMinor: 10_000 })),
    );
    const taken = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ body }) => body.code === 'payment_too_large');
    expect([taken.length, refused.length]).toEqual([4, 12]);
    const numbers = taken.map(({ body }) => body.payment.number).toSorted((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4].map((n) => before + n));
    expect(await till.lastNumber()).toBe(before + 4);
    expect(
      (await till.desk.get(`/members/${till.tom.id}/packages`)).body.data[0].payment,
    ).toMatchObject({
      ...{ state: 'partly', paidMinor: 40_000, openMinor: 5_000 },
    });
  });

  it('that does not add up is found', async () => {
    await till.pay({ amountMinor: 10_000 });
    const { sql, app } = studio;
    const breaks = async (change: string, mend: string, said: RegExp) => {
      await sql(change, [till.packageId]);
      expect((await app.get(VerifyService).verify()).text).toMatch(said);
      await sql(mend, [till.packageId]);
    };
    const update = 'UPDATE coach_member_list SET';
    await breaks(
      `${update} paid_minor = 9999 WHERE id = ?`,
      `${update} paid_minor = 10000 WHERE id = ?`,
      /Money: package \d+ says that 9999 was paid, its payments come to 10000/,
    );
    await breaks(
      `${update} open_minor = NULL WHERE id = ?`,
      `${update} open_minor = 35000 WHERE id = ?`,
      /Money: package \d+ says that 0 is to be paid, it is 35000/,
    );
    await breaks(
      `UPDATE coach_payment SET currency = 'CHF' WHERE package_id = ?`,
      `UPDATE coach_payment SET currency = 'EUR' WHERE package_id = ?`,
      /was paid in another currency/,
    );
    await breaks(
      'UPDATE coach_counter SET last_number = last_number + 1 WHERE ? > 0',
      'UPDATE coach_counter SET last_number = last_number - 1 WHERE ? > 0',
      /Money: \d+ receipts have the numbers 1 to \d+, the last given is/,
    );
  });
});
