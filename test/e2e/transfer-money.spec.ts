import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import { expectRefusal } from '../support/expectations.js';
import { violations } from '../support/laws.js';
import { PRICE, Till } from '../support/payments.js';
import { openStudio, type Studio } from '../support/studio.js';
import { Transfers, WHY } from '../support/transfers.js';

describe('money of transferred sessions', () => {
  let studio: Studio;
  let till: Till;
  let acts: Transfers;
  let petra: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    till = await Till.in(studio);
    acts = new Transfers(till.desk);
  });
  beforeEach(async () => {
    petra = await studio.given.member();
    await till.open();
  });
  afterAll(async () => {
    expect(await violations(studio.sql)).toEqual([]);
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const sold = () => ({ id: till.tom.id, packageId: till.packageId });
  const gone = async (sessions: number) =>
    acts.transferred(sold(), { toMemberId: petra.id, sessions });
  const first = async () => {
    const { body } = await till.desk.get(`/members/${till.tom.id}/packages`);
    return body.data.find(({ id }: { id: number }) => id === till.packageId);
  };
  const refund = (id: number, about: object = {}) =>
    till.desk.post(`${till.path}/${id}/refunds`, { ...WHY, ...about });

  it('stays where it was: what is open, and what was paid', async () => {
    await till.pay({ amountMinor: 20_000 });
    const to = await gone(8);
    expect(to).toMatchObject({ payment: null, sale: { name: '10 sessions', priceMinor: 36_000 } });
    const money = { state: 'partly', priceMinor: PRICE, paidMinor: 20_000, openMinor: 25_000 };
    expect((await first()).payment).toMatchObject(money);
    expect(await till.rowOf('payment=open')).toMatchObject({ payment: 'partly' });
    const { body } = await till.desk.get('/members?payment=open&limit=100');
    expect(body.data.some(({ id }: { id: number }) => id === petra.id)).toBe(false);
    const forPetra = { packageId: to.id, method: 'cash', amountMinor: 1 };
    const paid = await expectRefusal(studio, 'payment_too_large', () =>
      till.desk.post(`/members/${petra.id}/payments`, forPetra),
    );
    expect(paid.body.openMinor).toBe(0);
    expect((await till.pay({ amountMinor: 25_000 })).status).toBe(201);
  });

  it('is paid where it was also without a known price', async () => {
    const packageId = await till.sell({ sessions: 10 });
    const to = await acts.transferred({ id: till.tom.id, packageId }, { toMemberId: petra.id });
    const forPetra = { packageId: to.id, method: 'cash', amountMinor: 1, currency: 'EUR' };
    await expectRefusal(studio, 'payment_too_large', () =>
      till.desk.post(`/members/${petra.id}/payments`, forPetra),
    );
    expect((await till.pay({ amountMinor: 1, currency: 'EUR' })).status).toBe(201);
  });

  it('goes back for what is left, and for the others by an amount that somebody says', async () => {
    const { id } = (await till.pay()).body.payment;
    await gone(8);
    const back = await refund(id);
    expect(back.body.payment.refunds).toMatchObject([{ amountMinor: 9000, sessions: 2 }]);
    await expectRefusal(studio, 'sessions_used', () => refund(id));
    expect((await refund(id, { amountMinor: 36_000, sessions: 0 })).status).toBe(201);
    await expectRefusal(studio, 'already_refunded', () => refund(id));
    expect((await first()).payment).toMatchObject({ state: 'paid', refundedMinor: PRICE });
  });

  it('comes to the price to the cent, whatever goes when', async () => {
    const item = await givenItem(studio, { name: 'Seven', sessions: 7, priceMinor: 100 });
    await till.sell({ catalogueItemId: item.id });
    const { id } = (await till.pay({ amountMinor: 100 })).body.payment;
    const one = await gone(2);
    const back = await refund(id, { sessions: 3 });
    const two = await gone(1);
    const rest = await gone(1);
    const worths = [one, two, rest].map(({ sale }) => sale?.priceMinor ?? 0);
    const { amountMinor } = back.body.payment.refunds[0] as { amountMinor: number };
    expect([...worths, amountMinor].reduce((sum, part) => sum + part, 0)).toBe(100);
    const further = await till.desk.post(`/members/${petra.id}/packages/${one.id}/transfer`, {
      ...{ toMemberId: till.tom.id, sessions: 1, ...WHY },
    });
    expect(further.body.package.sale.priceMinor).toBe(14);
  });

  it('is owed by nobody else when what was transferred is voided and reopened', async () => {
    const to = await gone(8);
    const path = `/members/${petra.id}/packages/${to.id}`;
    await till.desk.post(`${path}/void`, WHY);
    expect((await till.desk.post(`${path}/reopen`, WHY)).body).toMatchObject({
      ...{ state: 'active', payment: null },
    });
    const [row] = await studio.sql('SELECT open_minor FROM coach_member_list WHERE id = ?', [
      to.id,
    ]);
    expect(row).toMatchObject({ open_minor: null });
  });

  it('keeps the days of what has not begun, and the end of what has', async () => {
    const terms = { name: 'From first use', activation: 'first_use', validDays: 90 };
    const item = await givenItem(studio, terms);
    await till.sell({ catalogueItemId: item.id });
    const waiting = await gone(4);
    expect(waiting).toMatchObject({ expiresAt: null, sale: { activation: 'first_use' } });
    const { body } = await studio.api.as(petra).startWorkout(petra);
    expect(body.package).toMatchObject({ id: waiting.id });
    expect(body.package.expiresAt).not.toBeNull();
    const used = { usageDate: '2026-03-10', packageId: till.packageId };
    const begun = (await till.desk.addUsage(till.tom, used)).body;
    const { expiresAt } = begun.package;
    expect(expiresAt).not.toBeNull();
    const going = await gone(2);
    expect(going).toMatchObject({ expiresAt, sale: { activation: 'purchase', validDays: 90 } });
    expect((await till.desk.undo(till.tom, begun.usage.id)).body.package.expiresAt).toBeNull();
  });
});
