import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { captureLog } from '../support/captured-log.js';
import { expectInvalid, logged, logOf } from '../support/expectations.js';
import { workJobs } from '../support/jobs.js';
import { emailTokenInMail, type MailedStage } from '../support/mailed.js';
import '../support/matchers.js';
import { OwnEmailStage } from '../support/own-email.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('another e-mail address of one’s own', () => {
  let own: OwnEmailStage;
  let stage: MailedStage;
  let studio: Studio;
  let log: { readonly text: string };

  beforeAll(async () => {
    own = await OwnEmailStage.open({ LOG_LEVEL: 'trace' });
    stage = own.mailed;
    ({ studio } = stage);
    log = captureLog(studio);
  });
  afterEach(() => own.clear());
  afterAll(() => stage.close());

  const jobs = () => studio.sql("SELECT * FROM coach_job WHERE kind = 'mail' ORDER BY id");

  it.each(['admin', 'staff', 'coach', 'member'] as const)('is had by a %s', async (role) => {
    const ana = await own.person(role);
    const { id: userId, email, next } = ana;
    const asked = await logged(studio, () => own.ask(ana, ` ${next.toUpperCase()}`));
    expect([asked.answer.status, asked.answer.body]).toEqual([202, { linkHours: 24 }]);
    const whose = { actor_id: userId, member_id: role === 'member' ? userId : null };
    expect(asked.rows).toMatchObject([{ action: 'auth.email_asked', ...whose }]);
    expect(asked.rows[0]?.after).toEqual({ userId });
    const [mail, ...others] = await stage.mails();
    expect([mail?.to, others]).toEqual([[next], []]);
    expect(mail?.mail.subject).toMatch(/Your e-mail address/);
    expect(await own.emailOf(ana)).toBe(email);

    const token = emailTokenInMail(mail);
    own.tokens.push(token);
    const { answer, rows } = await logged(studio, () => own.confirm(token));
    expect([answer.status, answer.body]).toEqual([200, { userId, email: next }]);
    expect(rows).toMatchObject([
      {
        ...{ action: 'person.changed', ...whose },
        before: { userId, email },
        after: { userId, email: next },
      },
    ]);
    expect((await ana.api.get('/auth/me')).body).toMatchObject({ email: next });
    const { refreshToken } = ana;
    expect((await studio.api.post('/auth/refresh', { refreshToken })).status).toBe(200);
    expect((await stage.people.signIn({ email: next })).status).toBe(200);
    expect(await stage.people.signIn({ email })).toBeProblem('sign_in_failed');
    const [told, ...rest] = await stage.mails();
    expect([told?.to, rest]).toEqual([[email], []]);
    expect(told?.mail.subject).toMatch(/was changed/);
    expect(told?.mail.text).toMatch(/ask the studio/);
    expect(told?.raw).not.toContain(next);
    expect(await own.confirm(token)).toBeProblem('link_invalid');
  });

  it('is answered the same, by the same writes, whether it is anybody’s or not', async () => {
    const [ana, ben, chi] = [await own.person(), await own.person(), await own.person()];
    const [known, unknown] = [await own.ask(ana, chi.email), await own.ask(ben, ben.next)];
    const told = ({ status, text }: typeof known) => ({ status, text });
    expect(told(known)).toEqual(told(unknown));
    const shapes = (await jobs()).map(({ id: _, payload, ...row }) => {
      const { ref, email, ...rest } = JSON.parse(String(payload)) as Record<string, string>;
      expect([typeof ref, typeof email]).toEqual(['string', 'string']);
      return { ...row, payload: rest };
    });
    expect(shapes).toHaveLength(2);
    expect(shapes[1]).toEqual(shapes[0]);
    expect((await stage.mails()).map(({ to }) => to)).toEqual([[ben.next]]);
    expect((await jobs()).map(({ state }) => state)).toEqual(['done', 'done']);
  });

  it('is read in the language of the person or of the request, the same at each try', async () => {
    const ana = await own.person();
    let tries = 0;
    stage.server.refuseMail = () => (++tries < 3 ? '451 4.7.1 Later' : undefined);
    stage.server.tried.splice(0);
    await ana.api.post(
      '/auth/email',
      { email: ana.next },
      { headers: { 'Accept-Language': 'de' } },
    );
    for (let n = 0; n < 3; n += 1) {
      await workJobs(studio);
      studio.clock.advance({ minutes: 10 });
    }
    studio.clock.advance({ minutes: -30 });
    const texts = stage.server.tried.map(({ text }) => text);
    expect([texts.length, new Set(texts).size]).toEqual([3, 1]);
    const [mail] = stage.server.received.splice(0);
    expect(mail?.mail.subject).toMatch(/^Die E-Mail-Adresse bei/);
    await ana.api.patch('/auth/me', { locale: 'en' });
    const token = emailTokenInMail(mail);
    own.tokens.push(token);
    expect((await own.confirm(token, { 'Accept-Language': 'de' })).status).toBe(200);
    const [told] = await stage.mails();
    expect(told?.mail.subject).toMatch(/was changed/);
  });

  it('is an e-mail address, and not the own one', async () => {
    const ana = await own.person();
    for (const email of [
      '',
      'ana',
      'ana@',
      null,
      1,
      'x@no-mail.invalid',
      ana.email.toUpperCase(),
    ]) {
      await expectInvalid(studio, 'email', () => ana.api.post('/auth/email', { email }));
    }
    expect(await jobs()).toEqual([]);
    const nobody = await studio.api.post('/auth/email', { email: 'eve@people.test' });
    expect(nobody).toBeProblem('not_signed_in');
  });

  it('leaves no link or token in a log, a row or an answer', async () => {
    expect(own.tokens.length).toBeGreaterThan(1);
    const rows = JSON.stringify([
      ...(await logOf(studio)),
      ...(await studio.sql('SELECT * FROM coach_job')),
      ...(await studio.sql('SELECT * FROM coach_account_link')),
    ]);
    for (const token of own.tokens) {
      for (const text of [log.text, rows]) {
        expect(text).not.toContain(token);
        expect(text).not.toContain(token.split('.')[0]);
      }
    }
    expect(log.text).toContain('/api/v1/auth/email/confirm');
    expect(log.text).not.toContain('@people.test');
  });
});

it('without mail, whoever asks is told so, and nothing is written', async () => {
  const studio = await openStudio();
  const api = studio.api.as(await studio.given.coach());
  const { answer } = await logged(studio, () =>
    api.post('/auth/email', { email: 'ana@people.test' }),
  );
  expect(answer).toBeProblem('mail_not_set_up');
  for (const table of ['coach_job', 'coach_account_link']) {
    expect(await studio.sql(`SELECT id FROM ${table}`)).toEqual([]);
  }
  await studio.close();
});
