import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../src/common/durations.js';
import { captureLog } from '../support/captured-log.js';
import { logged } from '../support/expectations.js';
import { MailedStage } from '../support/mailed.js';
import '../support/matchers.js';
import { openStudio } from '../support/studio.js';

describe('whether mail arrives', () => {
  let stage: MailedStage;
  let log: { readonly text: string };

  beforeAll(async () => {
    stage = await MailedStage.open({ LOG_LEVEL: 'trace' });
    log = captureLog(stage.studio);
  });
  afterAll(() => stage.close());

  const mail = async () => (await stage.people.admin.api.get('/mail')).body;
  const test = () => stage.people.admin.api.post('/mail/test');

  it('is told: when the last one went, what waits, and why', async () => {
    const quiet = { lastDeliveredAt: null, waiting: 0, givenUp: 0, trouble: null };
    const { port } = new URL(String(stage.server.env.MAIL_URL));
    const sender = stage.server.env.MAIL_FROM?.replace(/^.*<|>$/g, '');
    expect(await mail()).toEqual({
      ...{ isSetUp: true, server: `localhost:${port}`, sender },
      ...quiet,
    });
    await stage.people.invite({ email: 'eve@people.test' });
    expect(await mail()).toMatchObject({ ...quiet, waiting: 1 });
    await stage.mails();
    const { clock } = stage.studio;
    const deliveredAt = clock.now().toISOString();
    expect(await mail()).toMatchObject({ ...quiet, lastDeliveredAt: deliveredAt });

    stage.server.refuseMail = () => '451 4.7.1 not so many at once';
    await stage.people.invite({ email: 'tom@people.test' });
    await stage.mails();
    const late = await mail();
    expect(late).toMatchObject({ lastDeliveredAt: deliveredAt, waiting: 1, givenUp: 0 });
    expect(late.trouble.reason).toBe('not yet at DATA: 451 4.7.1 not so many at once');
    const pauseMs = new Date(late.trouble.nextTryAt as string).getTime() - clock.now().getTime();
    expect(pauseMs).toBeGreaterThan(0.7 * MINUTE_MS);
    expect(pauseMs).toBeLessThan(1.3 * MINUTE_MS);

    stage.server.refuseMail = () => '554 5.7.1 spam';
    clock.advance({ minutes: 2 });
    await stage.mails();
    expect(await mail()).toMatchObject({
      ...{ waiting: 0, givenUp: 1 },
      trouble: { reason: expect.stringContaining('554 5.7.1 spam') as string, nextTryAt: null },
    });
    stage.server.refuseMail = () => undefined;
  });

  it('that nothing was to be sent of is no delivery', async () => {
    const before = (await mail()).lastDeliveredAt as string;
    const { body } = await stage.people.invite({ email: 'gone@people.test' });
    await stage.people.change(body.person as { id: number }, { disabled: true });
    stage.studio.clock.advance({ minutes: 1 });
    expect(await stage.mails()).toEqual([]);
    expect(await mail()).toMatchObject({ lastDeliveredAt: before, waiting: 0 });
  });

  it('is tried by a mail to oneself, whose answer is the server’s', async () => {
    const { email } = stage.people.admin.person;
    await stage.studio.sql('UPDATE `user` SET email = ? WHERE id = ?', [
      ...['ada@people.test', stage.people.admin.person.id],
    ]);
    const { answer, rows } = await logged(stage.studio, test);
    expect(answer.body).toEqual({ to: 'ada@people.test', answer: '250 taken' });
    expect(rows).toMatchObject([{ action: 'mail.tested', outcome: 'done' }]);
    expect(stage.server.received.splice(0)).toMatchObject([{ to: ['ada@people.test'] }]);

    stage.server.refuseRecipient = () => '550 5.1.1 no such user';
    const refused = await test();
    expect(refused).toBeProblem('mail_not_delivered');
    expect(refused.body.detail).toBe('bounced: 550 5.1.1 no such user');
    expect(log.text).not.toContain('ada@people.test');
    stage.server.refuseRecipient = () => undefined;

    await stage.studio.sql('UPDATE `user` SET email = ? WHERE id = ?', [
      ...[email, stage.people.admin.person.id],
    ]);
    expect(await test()).toBeProblem('mail_to_nobody');
    expect(stage.server.received).toEqual([]);
  });
});

it('without a server for mail that is said, and nothing is tried', async () => {
  const studio = await openStudio();
  const admin = studio.api.as(await studio.given.admin());
  expect((await admin.get('/mail')).body).toEqual({
    ...{ isSetUp: false, server: null, sender: null, lastDeliveredAt: null },
    ...{ waiting: 0, givenUp: 0, trouble: null },
  });
  expect(await admin.post('/mail/test')).toBeProblem('mail_not_set_up');
  await studio.close();
});
