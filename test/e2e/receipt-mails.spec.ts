import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectInvalid, expectRefusal, logged } from '../support/expectations.js';
import { workJobs } from '../support/jobs.js';
import { MailServer, type Received } from '../support/mail-server.js';
import '../support/matchers.js';
import { Till } from '../support/payments.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('a receipt by e-mail', () => {
  let server: MailServer;
  let studio: Studio;
  let till: Till;
  let paymentId: number;
  let email: string;

  beforeAll(async () => {
    server = await MailServer.open();
    studio = await openStudio({ env: server.env });
    till = await Till.in(studio);
  });
  beforeEach(async () => {
    server.received.splice(0);
    await till.open();
    email = `tom${till.tom.id}@people.test`;
    await setEmail(email);
    paymentId = (await till.pay()).body.payment.id;
  });
  afterAll(async () => {
    await studio.close();
    await server.close();
  });

  const setEmail = (other: string) =>
    studio.sql('UPDATE `user` SET email = ? WHERE id = ?', [other, till.tom.id]);
  const send = (body: object = {}, api = till.desk, key?: string) =>
    api.post(`${till.path}/${paymentId}/mail`, body, key ? { key } : {});
  const mails = async (): Promise<Received[]> => {
    await workJobs(studio);
    return server.received.splice(0);
  };

  it('goes to the member, with what the receipt says, and stands in the log', async () => {
    const { answer, rows } = await logged(studio, () => send());
    expect([answer.status, answer.body]).toEqual([202, { to: email }]);
    const number = await till.lastNumber();
    expect(rows).toMatchObject([
      {
        ...{ action: 'payment.receipt_mailed', member_id: till.tom.id, coach_id: till.ana.id },
        ...{ package_id: till.packageId, after: { paymentId, number } },
      },
    ]);
    const [one, ...others] = await mails();
    expect(others).toEqual([]);
    expect(one?.to).toEqual([email]);
    expect(one?.mail.subject).toBe('Your receipt of Studio Süd');
    for (const said of [`Receipt: ${number}`, 'Amount: €450.00', 'How it was paid: Cash']) {
      expect(one?.mail.text).toContain(said);
    }
    expect(one?.mail.text).toContain('For: 10 sessions');
    expect(one?.mail.html).toContain('€450.00');
  });

  it('says what is true when it goes', async () => {
    await send();
    await till.takeBack(paymentId);
    const [one] = await mails();
    expect(one?.mail.text).toContain('This payment was taken back. The receipt is not valid.');
  });

  it('is in the language of the member', async () => {
    await studio.sql(`INSERT INTO coach_account (user_id, locale) VALUES (?, 'de')`, [till.tom.id]);
    await send();
    const [one] = await mails();
    expect(one?.mail.subject).toBe('Der Beleg von Studio Süd');
    expect(one?.mail.text).toMatch(/Betrag: 450,00\s€/);
  });

  it('of what was paid back has its own number and the payment’s', async () => {
    const number = await till.lastNumber();
    const back = { reason: 'Moves away', sessions: 5 };
    const { body } = await till.desk.post(`${till.path}/${paymentId}/refunds`, back);
    const [refund] = body.payment.refunds as { id: number; number: number }[];
    expect((await send({ refundId: refund?.id })).status).toBe(202);
    const [one] = await mails();
    expect(one?.mail.text).toContain(`Receipt: ${refund?.number}`);
    expect(one?.mail.text).toContain('Amount: -€225.00');
    expect(one?.mail.text).toContain(`Of the payment with receipt: ${number}`);
    const refused = await expectRefusal(studio, 'refund_not_found', () =>
      send({ refundId: 999_999 }),
    );
    expect(refused.status).toBe(404);
  });

  it('is sent once where the request is repeated', async () => {
    const [first, second] = [await send({}, till.desk, 'once'), await send({}, till.desk, 'once')];
    expect(second.body).toEqual(first.body);
    expect(await mails()).toHaveLength(1);
  });

  it('goes by the coach of the package, and by no other', async () => {
    const coach = studio.api.as(till.ana);
    expect((await send({}, coach)).status).toBe(202);
    const ben = await studio.given.coach();
    expect(await send({}, studio.api.as(ben))).toBeProblem('not_your_member');
    await till.sell({ coachId: ben.id, sessions: 3 });
    expect(await send({}, studio.api.as(ben))).toBeProblem('payment_not_found');
    expect(await send({}, studio.api.as(till.tom))).toBeProblem('forbidden');
    expect(await mails()).toHaveLength(1);
  });

  it.each(['someone@example.com', 'member-9@no-mail.invalid', ''])(
    'goes nowhere where the address is %j',
    async (nobodys) => {
      await setEmail(nobodys);
      await expectRefusal(studio, 'mail_to_nobody', () => send());
      expect(await mails()).toEqual([]);
    },
  );

  it('goes nowhere once the address is gone, and marks one to which it comes back', async () => {
    await send();
    await setEmail('member-8@no-mail.invalid');
    expect(await mails()).toEqual([]);
    await setEmail(email);
    server.refuseRecipient = () => '550 nobody here';
    await send();
    await mails();
    server.refuseRecipient = () => undefined;
    const { body } = await till.desk.member(till.tom);
    expect(body.emailBouncedAt).toEqual(expect.any(String));
  });

  it.each([{ refundId: 0 }, { refundId: 'x' }, { refundId: null }])(
    'is refused of %j',
    async (body) => {
      await expectInvalid(studio, 'refundId', () => send(body));
    },
  );

  it('is of this member', async () => {
    const of = till.path;
    await till.open();
    const other = `${till.path}/${paymentId}/mail`;
    expect(await till.desk.post(other, {})).toBeProblem('payment_not_found');
    expect(await till.desk.post(`${of}/999999/mail`, {})).toBeProblem('payment_not_found');
  });
});
