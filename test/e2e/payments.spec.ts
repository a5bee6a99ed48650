import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import '../support/matchers.js';
import { PRICE, Till } from '../support/payments.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('a payment at the desk', () => {
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

  it('of all of it makes the package paid, for PHP too, and is in the log', async () => {
    expect(await till.phpSees()).toBe(0);
    const number = (await till.lastNumber()) + 1;
    const { answer, rows } = await logged(studio, () => till.pay({ note: 'Thank you' }));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      payment: {
        ...{
          number,
          member: { id: till.tom.id },
          coach: { id: till.ana.id, name: 'Ana Silva' },
          packageId: till.packageId,
        },
        ...{ itemName: '10 sessions', sessionsSold: 10, method: 'cash', amountMinor: PRICE },
        ...{ currency: 'EUR', note: 'Thank you', by: { name: expect.any(String) }, voided: null },
        receivedAt: answer.body.payment.createdAt,
      },
      package: {
        ...{ id: till.packageId, version: 2, remaining: 10 },
        payment: {
          ...{ state: 'paid', priceMinor: PRICE, currency: 'EUR' },
          ...{ paidMinor: PRICE, openMinor: 0 },
        },
      },
    });
    expect(rows).toMatchObject([
      {
        ...{ action: 'payment.received', member_id: till.tom.id, coach_id: till.ana.id },
        before: { version: 1, paidMinor: 0, openMinor: PRICE },
        after: {
          ...{ version: 2, number, method: 'cash', amountMinor: PRICE, currency: 'EUR' },
          ...{ paidMinor: PRICE, openMinor: null },
        },
      },
    ]);
    expect(await till.phpSees()).toBe(1);
    const { body } = await till.desk.get(
      `/members/${till.tom.id}/payments/${answer.body.payment.id}`,
    );
    expect(body).toEqual(answer.body.payment);
  });

  it('of a part leaves the rest open, and members are found by it', async () => {
    expect(await till.rowOf('payment=unpaid')).toMatchObject({ payment: 'unpaid' });
    expect(await till.rowOf('payment=partly')).toBeUndefined();
    const { body } = await till.pay({ amountMinor: 20_000, method: 'card_terminal' });
    expect(body.package.payment).toMatchObject({
      ...{ state: 'partly', paidMinor: 20_000, openMinor: 25_000 },
    });
    expect(await till.phpSees()).toBe(0);
    expect(await till.rowOf('payment=unpaid')).toBeUndefined();
    expect(await till.rowOf('payment=partly&order=attention')).toMatchObject({ payment: 'partly' });
    expect(await till.rowOf('payment=open', studio.api.as(till.ana))).toMatchObject({
      packages: [{ payment: { openMinor: 25_000 } }],
    });
    await till.pay({ amountMinor: 25_000 });
    for (const state of ['open', 'unpaid', 'partly']) {
      expect(await till.rowOf(`payment=${state}`)).toBeUndefined();
    }
    expect((await till.desk.member(till.tom)).body.payment).toBe('paid');
    await expectInvalid(studio, 'payment', () => till.desk.get('/members?payment=paid'));
  });

  it('is never more than what is open', async () => {
    const more = await expectRefusal(studio, 'payment_too_large', () =>
      till.pay({ amountMinor: PRICE + 1 }),
    );
    expect(more.body).toMatchObject({ status: 409, openMinor: PRICE });
    await till.pay();
    const again = await expectRefusal(studio, 'payment_too_large', () =>
      till.pay({ amountMinor: 1 }),
    );
    expect(again.body.openMinor).toBe(0);
    await till.sell({ catalogueItemId: till.itemId, complimentary: true, reason: 'A gift' });
    await expectRefusal(studio, 'payment_too_large', () => till.pay({ amountMinor: 1 }));
    expect((await till.desk.member(till.tom)).body.packages[0]).toMatchObject({ payment: null });
  });

  it.each([-1, 0, 10.005, 100_000_000, 2 ** 53])('cannot be %d', async (amountMinor) => {
    const { body } = await expectRefusal(studio, 'amount_invalid', () => till.pay({ amountMinor }));
    expect(body.status).toBe(400);
  });

  it.each([
    ['amountMinor', '1'],
    ['amountMinor', null],
    ['method', 'cheque'],
    ['currency', 'eur'],
    ['currency', 'EURO'],
    ['priceMinor', 45_000],
    ['packageId', 0],
    ['receivedAt', '2030-01-01T00:00:00Z'],
    ['receivedAt', '2020-01-01T00:00:00Z'],
    ['receivedAt', 'yesterday'],
    ['note', ''],
  ])('takes no %s of %j', async (field, value) => {
    await expectInvalid(studio, field, () => till.pay({ [field]: value }));
  });

  it('is in the currency of the package', async () => {
    const other = await expectRefusal(studio, 'currency_differs', () =>
      till.pay({ currency: 'CHF' }),
    );
    expect(other.body.currency).toBe('EUR');
    expect((await till.pay({ currency: 'EUR' })).status).toBe(201);
  });

  it('of a package without a price says it, once', async () => {
    await till.sell({ sessions: 5 });
    expect((await till.desk.member(till.tom)).body.packages[0].payment).toBeNull();
    await expectInvalid(studio, 'currency', () => till.pay({ amountMinor: 100 }));
    await set(studio, { currency: 'CHF' });
    const first = await till.pay({ amountMinor: 100, priceMinor: 300 });
    expect(first.body.package).toMatchObject({
      sale: null,
      payment: { state: 'partly', priceMinor: 300, currency: 'CHF', openMinor: 200 },
    });
    expect(first.body.payment).toMatchObject({ itemName: null, sessionsSold: 5 });
    await expectInvalid(studio, 'priceMinor', () =>
      till.pay({ amountMinor: 200, priceMinor: 300 }),
    );
    expect((await till.pay({ amountMinor: 200 })).body.package.payment.state).toBe('paid');
    await till.sell({ rateType: 'monthly' });
    const all = await till.pay({ amountMinor: 70, currency: 'USD' });
    expect(all.body.package.payment).toMatchObject({ state: 'paid', currency: 'USD' });
    expect(all.body.payment.sessionsSold).toBeNull();
    await set(studio, { currency: null });
  });

  it('may be days old', async () => {
    const { body } = await till.pay({ receivedAt: '2026-03-01T09:00:00.5Z', method: 'transfer' });
    expect(body.payment.receivedAt).toBe('2026-03-01T09:00:00.000Z');
  });

  it('happens once, however often it is sent', async () => {
    const [first, again] = [
      await till.pay({}, till.desk, 'once'),
      await till.pay({}, till.desk, 'once'),
    ];
    expect(again.body).toEqual(first.body);
    const { body } = await till.desk.get(`/members/${till.tom.id}/payments`);
    expect(body).toEqual({ data: [first.body.payment], nextCursor: null });
  });
});
