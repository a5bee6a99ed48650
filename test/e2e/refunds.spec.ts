import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import '../support/matchers.js';
import { PRICE, Till } from '../support/payments.js';
import { openStudio, type Studio } from '../support/studio.js';

const WHY = { reason: 'Moves away' };

describe('a refund', () => {
  let studio: Studio;
  let till: Till;
  let paymentId: number;

  beforeAll(async () => {
    studio = await openStudio();
    till = await Till.in(studio);
  });
  beforeEach(async () => {
    await till.open();
    paymentId = (await till.pay()).body.payment.id;
  });
  afterAll(async () => {
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const refund = (about: object = {}, api = till.desk, key?: string) =>
    api.post(`${till.path}/${paymentId}/refunds`, { ...WHY, ...about }, key ? { key } : {});
  const use = async (usageDate: string): Promise<number> => {
    const used = await till.desk.addUsage(till.tom, { usageDate, packageId: till.packageId });
    expect(used.status, used.text).toBe(201);
    return used.body.usage.id;
  };

  it('pays for the sessions that are left, and takes them at once', async () => {
    const usageId = await use('2026-03-09');
    const number = (await till.lastNumber()) + 1;
    const { answer, rows } = await logged(studio, () => refund());
    expect(answer.status, answer.text).toBe(201);
    const back = { number, amountMinor: 40_500, sessions: 9, reason: 'Moves away' };
    expect(answer.body).toMatchObject({
      payment: { id: paymentId, refunds: [back] },
      package: {
        remaining: 0,
        payment: {
          ...{ state: 'paid', paidMinor: PRICE, openMinor: 0 },
          ...{ refundedMinor: 40_500, refundedSessions: 9 },
        },
      },
    });
    expect(rows.map(({ action }) => action)).toEqual(['balance.adjusted', 'payment.refunded']);
    expect(rows[1]).toMatchObject({
      ...{ reason: 'Moves away', member_id: till.tom.id },
      after: { number, amountMinor: 40_500, sessions: 9, refundedSessions: 9 },
    });
    const lines = (await till.desk.lines(till.tom)).body.data;
    expect(lines[0]).toMatchObject({ amount: -9, balanceAfter: 0 });
    const undo = () => till.desk.undo(till.tom, usageId, WHY);
    await expectRefusal(studio, 'package_refunded', undo);
    await expectRefusal(studio, 'sessions_used', () => refund());
    await expectRefusal(studio, 'already_refunded', () => till.takeBack(paymentId));
    expect((await till.desk.get(till.path)).body.data[0]).toEqual(answer.body.payment);
    expect((await till.pay({ amountMinor: 1 })).body.code).toBe('payment_too_large');
  });

  it('of a part leaves the rest, and an undo possible', async () => {
    const usageId = await use('2026-03-09');
    const { body } = await refund({ sessions: 3 });
    expect(body.package).toMatchObject({ remaining: 6, payment: { refundedMinor: 13_500 } });
    expect((await till.desk.undo(till.tom, usageId, WHY)).status).toBe(200);
    const rest = await refund();
    expect(rest.body.payment.refunds).toMatchObject([
      { amountMinor: 13_500, sessions: 3 },
      { amountMinor: 31_500, sessions: 7 },
    ]);
    await expectRefusal(studio, 'already_refunded', () => refund());
  });

  it('may be said, within what there is', async () => {
    const more = await expectRefusal(studio, 'refund_too_large', () =>
      refund({ amountMinor: PRICE + 1, sessions: 0 }),
    );
    expect(more.body.refundableMinor).toBe(PRICE);
    const used = await expectRefusal(studio, 'sessions_used', () => refund({ sessions: 11 }));
    expect(used.body.left).toBe(10);
    const { body } = await refund({ amountMinor: 5_000, sessions: 0 });
    expect(body.package).toMatchObject({ remaining: 10, payment: { refundedMinor: 5_000 } });
    for (const amountMinor of [-1, 0, 10.005, 2 ** 53]) {
      await expectRefusal(studio, 'amount_invalid', () => refund({ amountMinor }));
    }
    await expectInvalid(studio, 'sessions', () => refund({ sessions: -1 }));
    await expectInvalid(studio, 'reason', () => refund({ reason: undefined }));
  });

  it('is of a payment that counts, and noted by the desk alone', async () => {
    const asAna = studio.api.as(till.ana);
    await expectRefusal(studio, 'forbidden', () => refund({}, asAna));
    await till.takeBack(paymentId);
    await expectRefusal(studio, 'payment_voided', () => refund());
    paymentId += 1;
    await expectRefusal(studio, 'payment_not_found', () => refund());
  });

  it('happens once, however often it is sent, and never takes more by sixteen', async () => {
    const [first, again] = [
      await refund({ sessions: 1 }, till.desk, `once ${paymentId}`),
      await refund({ sessions: 1 }, till.desk, `once ${paymentId}`),
    ];
    expect(again.body).toEqual(first.body);
    const before = await till.lastNumber();
    const answers = await Promise.all(Array.from({ length: 16 }, () => refund({ sessions: 2 })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
    expect(await till.lastNumber()).toBe(before + 4);
    const { body } = await till.desk.get(`/members/${till.tom.id}/packages`);
    expect(body.data[0]).toMatchObject({ remaining: 1, payment: { refundedMinor: 40_500 } });
  });
});
