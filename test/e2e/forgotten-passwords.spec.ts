import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { captureLog } from '../support/captured-log.js';
import { workJobs } from '../support/jobs.js';
import { logged, logOf } from '../support/expectations.js';
import { MailedStage, tokenInMail } from '../support/mailed.js';
import '../support/matchers.js';
import { PASSWORD } from '../support/people.js';
import { openStudio, type Studio } from '../support/studio.js';

const CHOSEN = 'nine blue kettles';
const NOBODY = 'nobody@people.test';

describe('who has forgotten the password', () => {
  let stage: MailedStage;
  let studio: Studio;
  let log: { readonly text: string };
  const tokens: string[] = [];
  let networks = 0;

  beforeAll(async () => {
    stage = await MailedStage.open({ LOG_LEVEL: 'trace' });
    ({ studio } = stage);
    log = captureLog(studio);
  });
  afterEach(async () => {
    stage.server.refuseMail = () => undefined;
    await studio.sql("DELETE FROM coach_job WHERE kind = 'mail'");
  });
  afterAll(() => stage.close());

  /** Somebody with a mailbox, who signs in by password. */
  async function person(name = 'Ana Silva') {
    const one = await stage.people.signedIn('coach', name);
    const email = `p${one.person.id}@people.test`;
    await studio.sql('UPDATE `user` SET email = ? WHERE id = ?', [email, one.person.id]);
    return { ...one, email, id: one.person.id };
  }
  /** From a network of its own: only so many are asked for from one. */
  const forget = (email: string, headers: Record<string, string> = {}) => {
    networks += 1;
    return stage.forget(email, `10.7.${networks >> 8}.${networks & 255}`, headers);
  };
  async function tokenSent(): Promise<string> {
    const [one, ...others] = await stage.mails();
    expect(others).toEqual([]);
    tokens.push(tokenInMail(one));
    return tokenInMail(one);
  }
  const jobs = () => studio.sql("SELECT * FROM coach_job WHERE kind = 'mail' ORDER BY id");

  it('gets a link by mail that sets another, once, and ends what went on', async () => {
    const ana = await person();
    const { answer, rows } = await logged(studio, async () => {
      const asked = await forget(` ${ana.email.toUpperCase()} `);
      await workJobs(studio);
      return asked;
    });
    expect([answer.status, answer.body]).toEqual([202, { linkMinutes: 60 }]);
    expect(rows).toMatchObject([
      {
        ...{ action: 'auth.password_forgotten', outcome: 'done', actor_role: 'anonymous' },
        after: { userId: ana.id },
      },
    ]);
    const [mail] = stage.server.received;
    expect(mail).toMatchObject({ to: [ana.email], mail: { subject: /password/ } });
    const token = await tokenSent();
    const { body } = await studio.api.post('/auth/links/look', { token });
    expect(body).toMatchObject({ purpose: 'reset', email: ana.email });
    expect((await stage.people.signIn(ana, PASSWORD)).status).toBe(200);
    expect((await stage.redeem(token, CHOSEN)).status).toBe(200);
    const { refreshToken } = ana;
    const renewed = await studio.api.post('/auth/refresh', { refreshToken });
    expect(renewed).toBeProblem('refresh_token_invalid');
    expect(await stage.people.signIn(ana, PASSWORD)).toBeProblem('sign_in_failed');
    expect((await stage.people.signIn(ana, CHOSEN)).status).toBe(200);
    expect(await stage.redeem(token, CHOSEN)).toBeProblem('link_invalid');
  });

  it('is answered the same, by the same writes, whether there is an account or not', async () => {
    const ana = await person();
    const before = await logOf(studio);
    const answers = [await forget(ana.email), await forget(NOBODY)];
    const [known, unknown] = answers.map(({ status, text }) => ({ status, text }));
    expect(unknown).toEqual(known);
    const rows = await jobs();
    const shapes = rows.map(({ id: _, payload, ...row }) => {
      const { ref, email, ...rest } = JSON.parse(String(payload)) as Record<string, string>;
      expect([typeof ref, typeof email]).toEqual(['string', 'string']);
      return { ...row, payload: rest };
    });
    expect(shapes).toHaveLength(2);
    expect(shapes[1]).toEqual(shapes[0]);
    expect(await logOf(studio)).toEqual(before);
    expect((await stage.mails()).map(({ to }) => to)).toEqual([[ana.email]]);
    expect((await jobs()).map(({ state }) => state)).toEqual(['done', 'done']);
    expect((await logOf(studio)).length).toBe(before.length + 1);
  });

  it('gets nothing while switched off, or kept out', async () => {
    const ana = await person();
    await stage.people.change(ana, { disabled: true });
    const { rows } = await logged(studio, async () => {
      await forget(ana.email);
      expect(await stage.mails()).toEqual([]);
    });
    expect(rows).toEqual([]);
    await stage.people.change(ana, { disabled: false });
    await forget(ana.email);
    await workJobs(studio);
    const token = await tokenSent();
    await stage.people.change(ana, { disabled: true });
    expect(await stage.redeem(token, CHOSEN)).toBeProblem('link_invalid');
  });

  it('reads it in their language, or else in that of the request', async () => {
    const ana = await person();
    const subjectFor = async (header: string) => {
      await forget(ana.email, { 'Accept-Language': header });
      const [one] = await stage.mails();
      studio.clock.advance({ seconds: 1 });
      return one?.mail.subject;
    };
    const [german, english] = [
      'Ein neues Passwort für Studio Süd',
      'A new password for Studio Süd',
    ];
    expect(await subjectFor('fr, de;q=0.8, en;q=0.5')).toBe(german);
    expect(await subjectFor('fr')).toBe(english);
    await stage.people.change(ana, { locale: 'de' });
    expect(await subjectFor('en')).toBe(german);
  });

  it('gets the same link at each try, of which the log tells once', async () => {
    const ana = await person();
    let tries = 0;
    stage.server.refuseMail = () => (++tries < 3 ? '451 4.7.1 Later' : undefined);
    stage.server.tried.splice(0);
    const { rows } = await logged(studio, async () => {
      await forget(ana.email);
      for (let n = 0; n < 3; n += 1) {
        await workJobs(studio);
        studio.clock.advance({ minutes: 10 });
      }
    });
    studio.clock.advance({ minutes: -30 });
    expect(rows).toHaveLength(1);
    const texts = stage.server.tried.map(({ text }) => text);
    expect([texts.length, new Set(texts).size]).toEqual([3, 1]);
    expect((await stage.redeem(await tokenSent(), CHOSEN)).status).toBe(200);
  });

  it('is not sent an older link once there is a later one', async () => {
    const ana = await person();
    stage.server.refuseMail = () => '451 4.7.1 Later';
    await forget(ana.email);
    await workJobs(studio);
    studio.clock.advance({ minutes: 2 });
    stage.server.refuseMail = () => undefined;
    await studio.sql("UPDATE coach_job SET due_at = '2099-01-01 00:00:00' WHERE kind = 'mail'");
    await forget(ana.email);
    const later = await tokenSent();
    await studio.sql("UPDATE coach_job SET due_at = '2020-01-01 00:00:00' WHERE kind = 'mail'");
    expect(await stage.mails()).toEqual([]);
    expect((await stage.redeem(later, CHOSEN)).status).toBe(200);
    studio.clock.advance({ minutes: -2 });
  });

  it('is sent no used link again, where a process died behind the last byte', async () => {
    const ana = await person();
    await forget(ana.email);
    const [{ payload } = {}] = await jobs();
    const again = () =>
      studio.sql("UPDATE coach_job SET state = 'due', payload = ? WHERE kind = 'mail'", [payload]);
    const token = await tokenSent();
    await again();
    expect(await tokenSent()).toBe(token);
    expect((await stage.redeem(token, CHOSEN)).status).toBe(200);
    await again();
    expect(await stage.mails()).toEqual([]);
    expect(await stage.redeem(token, CHOSEN)).toBeProblem('link_invalid');
  });

  it('has three an hour sent, and is told nothing of a fourth', async () => {
    const ana = await person();
    for (const email of [ana.email, NOBODY.replace('nobody', 'no.one')]) {
      const statuses: number[] = [];
      for (let n = 0; n < 5; n += 1) statuses.push((await forget(email)).status);
      expect(statuses).toEqual([202, 202, 202, 202, 202]);
    }
    expect(await jobs()).toHaveLength(6);
    const spelled = await forget(` ${ana.email.toUpperCase()}`);
    expect(spelled.status).toBe(202);
    expect(await jobs()).toHaveLength(6);
    // Of three within a second, one is as good as all.
    expect((await stage.mails()).map(({ to }) => to)).toEqual([[ana.email]]);
  });

  it('asks twenty times an hour from one network, whatever the address', async () => {
    const from = (n: number) => stage.forget(`many${n}@people.test`, `2001:db8:7:7::${n}`);
    for (let n = 0; n < 20; n += 1) expect((await from(n)).status).toBe(202);
    const refused = await from(20);
    expect(refused).toBeProblem('too_many_attempts');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500);
    expect((await stage.forget('many21@people.test', '2001:db8:7:8::1')).status).toBe(202);
    expect(await jobs()).toHaveLength(21);
  });

  it('leaves no link, token or password in a log, a row or an answer', async () => {
    expect(tokens.length).toBeGreaterThan(3);
    const activity = JSON.stringify(await logOf(studio));
    const rows = JSON.stringify([
      ...(await studio.sql('SELECT * FROM coach_job')),
      ...(await studio.sql('SELECT * FROM coach_account_link')),
    ]);
    for (const secret of [...tokens, CHOSEN, PASSWORD, '/app/welcome']) {
      for (const text of [log.text, activity, rows]) expect(text).not.toContain(secret);
    }
    expect(log.text).toContain('/api/v1/auth/password/forgot');
    expect(log.text).not.toContain('@people.test');
  });
});

it('without mail, who has forgotten the password is told so, and nothing is written', async () => {
  const studio = await openStudio();
  const { answer, rows } = await logged(studio, () =>
    studio.api.post('/auth/password/forgot', { email: 'ana@people.test' }),
  );
  expect(answer).toBeProblem('mail_not_set_up');
  expect(rows).toEqual([]);
  expect(await studio.sql('SELECT id FROM coach_job')).toEqual([]);
  await studio.close();
});
