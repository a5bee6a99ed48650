import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { expectRefusal, logged } from '../support/expectations.js';
import { violations } from '../support/laws.js';
import '../support/matchers.js';
import { PRICE, Till } from '../support/payments.js';
import { openStudio, type Studio } from '../support/studio.js';

const WHY = { reason: 'Sold twice' };
const ALL_OPEN = { state: 'unpaid', paidMinor: 0, openMinor: PRICE };

describe('money of packages that are voided', () => {
  let studio: Studio;
  let till: Till;

  beforeAll(async () => {
    studio = await openStudio();
    till = await Till.in(studio);
  });
  beforeEach(() => till.open());
  afterAll(async () => {
    expect(await violations(studio.sql)).toEqual([]);
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const post = (what: 'void' | 'reopen') => {
    const path = `/members/${till.tom.id}/packages/${till.packageId}/${what}`;
    return till.desk.post(path, { ...WHY, ...(what === 'void' ? { keepUsages: true } : {}) });
  };
  const closed = async () => {
    const answer = await post('void');
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  const paid = async (amountMinor = PRICE): Promise<number> => {
    const answer = await till.pay({ amountMinor });
    expect(answer.status, answer.text).toBe(201);
    return answer.body.payment.id;
  };
  const refund = (id: number, about: object = {}) =>
    till.desk.post(`${till.path}/${id}/refunds`, { ...WHY, ...about });
  const use = async (): Promise<number> => {
    const body = { usageDate: '2026-03-09', packageId: till.packageId };
    return (await till.desk.addUsage(till.tom, body)).body.usage.id;
  };

  it('is not asked of anybody, and is again when it is reopened', async () => {
    expect(await till.rowOf('payment=unpaid')).toMatchObject({ payment: 'unpaid' });
    expect(await closed()).toMatchObject({ state: 'voided', payment: null });
    for (const filter of ['open', 'unpaid', 'partly']) {
      expect(await till.rowOf(`payment=${filter}`)).toBeUndefined();
    }
    expect((await till.desk.member(till.tom)).body.payment).toBeNull();
    await expectRefusal(studio, 'package_voided', () => till.pay());
    expect((await post('reopen')).body).toMatchObject({ state: 'active', payment: ALL_OPEN });
    expect(await till.rowOf('payment=unpaid')).toMatchObject({ payment: 'unpaid' });
    await paid();
  });

  it('that was paid in part stays paid, and the rest is asked for later alone', async () => {
    await paid(20_000);
    const said = { paidMinor: 20_000, openMinor: 0, state: 'paid' };
    expect((await closed()).payment).toMatchObject(said);
    expect(await till.rowOf('payment=open')).toBeUndefined();
    expect(await till.phpSees()).toBe(0);
    const open = { ...said, openMinor: 25_000, state: 'partly' };
    expect((await post('reopen')).body.payment).toMatchObject(open);
  });

  it('is taken back as a mistake, and asked for when it is reopened', async () => {
    const id = await paid();
    expect((await closed()).payment).toMatchObject({ state: 'paid', paidMinor: PRICE });
    const back = await till.takeBack(id);
    expect(back.body.package.payment).toBeNull();
    expect([await till.phpSees(), await till.rowOf('payment=open')]).toEqual([0, undefined]);
    expect((await post('reopen')).body.payment).toMatchObject(ALL_OPEN);
  });

  it('is paid back for the sessions that were lost, which never come again', async () => {
    await use();
    const id = await paid();
    await closed();
    const { answer, rows } = await logged(studio, () => refund(id));
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({
      payment: { refunds: [{ amountMinor: 40_500, sessions: 9 }] },
      package: { state: 'voided', remaining: 0, payment: { refundedMinor: 40_500 } },
    });
    expect(rows.map(({ action }) => action)).toEqual(['payment.refunded']);
    await expectRefusal(studio, 'package_refunded', () => post('reopen'));
    await expectRefusal(studio, 'sessions_used', () => refund(id));
    const rest = await refund(id, { amountMinor: 4_500, sessions: 0 });
    expect(rest.body.package.payment).toMatchObject({ refundedMinor: PRICE });
  });

  it('that came in two parts goes back in two', async () => {
    const [first, second] = [await paid(20_000), await paid(25_000)];
    await closed();
    for (const [id, back] of [
      [first, { amountMinor: 20_000, sessions: 10 }],
      [second, { amountMinor: 25_000, sessions: 0 }],
    ] as const) {
      expect((await refund(id)).body.payment.refunds).toMatchObject([back]);
    }
  });

  it('went back in part before: what was left comes again, and no more', async () => {
    const id = await paid();
    await refund(id, { sessions: 4 });
    await closed();
    expect((await post('reopen')).body).toMatchObject({
      ...{ state: 'active', remaining: 6, payment: { state: 'paid', refundedMinor: 18_000 } },
    });
    expect((await refund(id)).body).toMatchObject({
      payment: { refunds: [{ sessions: 4 }, { amountMinor: 27_000, sessions: 6 }] },
      package: { remaining: 0 },
    });
    await closed();
    await expectRefusal(studio, 'package_refunded', () => post('reopen'));
  });

  it('of another payment is taken back after a refund, and asked for again', async () => {
    const [first, second] = [await paid(20_000), await paid(25_000)];
    expect((await refund(first, { amountMinor: 4_500, sessions: 1 })).status).toBe(201);
    await expectRefusal(studio, 'already_refunded', () => till.takeBack(first));
    const { body } = await till.takeBack(second);
    expect(body.package.payment).toMatchObject({ state: 'partly', openMinor: 20_500 });
    await closed();
    expect(await till.rowOf('payment=open')).toBeUndefined();
  });

  it('goes back for what was sold, whatever was given or used besides', async () => {
    const usageId = await use();
    await till.desk.adjust(till.tom, { adjustment: 5, packageId: till.packageId, ...WHY });
    const id = await paid();
    const { body } = await refund(id, { sessions: 3 });
    expect(body.package).toMatchObject({ remaining: 11, payment: { refundedMinor: 13_500 } });
    expect((await till.desk.undo(till.tom, usageId, WHY)).status).toBe(200);
    const all = await refund(id);
    expect(all.body.payment.refunds[1]).toMatchObject({ amountMinor: 31_500, sessions: 7 });
    expect(all.body.package.remaining).toBe(5);
  });
});
