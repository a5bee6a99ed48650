import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditedUnitOfWork } from '../../src/audit/audited-unit-of-work.js';
import { LinkMails } from '../../src/auth/link-mails.service.js';
import { SYSTEM } from '../../src/common/actor.js';
import { DAY_MS } from '../../src/common/durations.js';
import { captureLog } from '../support/captured-log.js';
import { logged, logOf } from '../support/expectations.js';
import { workJobs } from '../support/jobs.js';
import { MailedStage, tokenInMail } from '../support/mailed.js';
import '../support/matchers.js';
import { tokenOf } from '../support/people.js';
import { openStudio, type Studio } from '../support/studio.js';

const CHOSEN = 'nine blue kettles';

describe('invitations by mail', () => {
  let stage: MailedStage;
  let studio: Studio;
  let log: { readonly text: string };
  const tokens: string[] = [];

  beforeAll(async () => {
    stage = await MailedStage.open({ LOG_LEVEL: 'trace' });
    ({ studio } = stage);
    log = captureLog(studio);
  });
  afterAll(() => stage.close());

  const invite = (body: object) => stage.people.invite(body);
  const again = (id: number) => stage.people.admin.api.post(`/people/${id}/invite`);
  async function tokenSent(): Promise<string> {
    const [one, ...others] = await stage.mails();
    expect(others).toEqual([]);
    tokens.push(tokenInMail(one));
    return tokenInMail(one);
  }

  it('are sent, and their link is in no answer', async () => {
    const email = 'eve@people.test';
    const { answer, rows } = await logged(studio, () => invite({ email, locale: 'de' }));
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      person: expect.objectContaining({ email, state: 'no_password' }) as object,
      ...{ isMailed: true, link: null },
      expiresAt: new Date(studio.clock.now().getTime() + 7 * DAY_MS).toISOString(),
    });
    expect(rows).toMatchObject([{ action: 'person.invited', outcome: 'done' }]);
    const [received] = await stage.mails();
    expect(received).toMatchObject({
      to: [email],
      mail: { subject: 'Der Zugang zu Studio Süd', to: { value: [{ name: 'Eve New' }] } },
    });
    const token = tokenInMail(received);
    const { body } = await studio.api.post('/auth/links/look', { token });
    expect(body).toMatchObject({ purpose: 'set_password', expiresAt: answer.body.expiresAt });
    expect((await stage.redeem(token, CHOSEN)).status).toBe(200);
  });

  it('are sent again, and then the older link is over at once', async () => {
    const first = await invite({ email: 'tom@people.test' });
    const { id } = first.body.person as { id: number };
    const older = await tokenSent();
    expect((await again(id)).body).toMatchObject({ isMailed: true, link: null });
    expect(await stage.redeem(older, CHOSEN)).toBeProblem('link_invalid');
    expect((await stage.redeem(await tokenSent(), CHOSEN)).status).toBe(200);
  });

  it('are one mail where the first was not sent yet', async () => {
    const { body } = await invite({ email: 'uma@people.test' });
    await again((body.person as { id: number }).id);
    expect((await stage.redeem(await tokenSent(), CHOSEN)).status).toBe(200);
  });

  it.each([{ disabled: true }, { email: 'elsewhere@people.test' }, { role: 'admin' }])(
    'are not sent any more once their person is another: %o',
    async (change) => {
      const { body } = await invite({ email: 'before@people.test' });
      const person = body.person as { id: number };
      expect((await stage.people.change(person, change)).status).toBe(200);
      expect(await stage.mails()).toEqual([]);
      await stage.people.change(person, { email: `gone.${person.id}@people.test` });
    },
  );

  it('go in the language of who invites, where their person has none', async () => {
    const headers = { 'Accept-Language': 'de-AT,en;q=0.5' };
    const body = { firstName: 'Eve', email: 'lena@people.test', role: 'member' };
    await stage.people.admin.api.post('/people', body, { headers });
    const [one] = await stage.mails();
    expect(one?.mail.subject).toBe('Der Zugang zu Studio Süd');
  });

  it('stand in the answer where the e-mail address is nobody’s', async () => {
    const { body, status } = await invite({ email: 'demo@example.com' });
    expect([status, body.isMailed]).toEqual([201, false]);
    expect((await stage.redeem(tokenOf({ body } as never), CHOSEN)).status).toBe(200);
    expect(await stage.mails()).toEqual([]);
  });

  it('are sent by the secret that retires, too', async () => {
    await invite({ email: 'old.secret@people.test' });
    const { databaseUrl, config } = studio;
    const open = (env: Record<string, string>) =>
      openStudio({ databaseUrl, now: studio.clock.now().toISOString(), env: { ...env } });
    const { env } = stage.server;
    const [jwtSecret, other] = [config.jwtSecret, 'another-secret-of-the-tests-9876543210'];
    const next = await open({ ...env, JWT_SECRET: other, JWT_SECRET_PREVIOUS: jwtSecret });
    await workJobs(next);
    await next.close();
    const [received] = stage.server.received.splice(0);
    expect((await stage.redeem(tokenInMail(received), CHOSEN)).status).toBe(200);
  });

  it('wait where a command knows no secret', async () => {
    const { databaseUrl, given, sql } = studio;
    const { id } = await given.person('coach', 'Noa Secret');
    await sql("UPDATE `user` SET email = 'noa@people.test' WHERE id = ?", [id]);
    const [mails, work] = [studio.app.get(LinkMails), studio.app.get(AuditedUnitOfWork)];
    const command = { action: 'person.invited', actor: SYSTEM, status: 201 } as const;
    await work.runWithoutIdempotency(command, async (one) => {
      one.didNothing();
      await mails.addInvitation(one, id, 'en');
    });
    const env = { ...stage.server.env, JWT_SECRET: '' };
    const now = studio.clock.now().toISOString();
    const other = await openStudio({ databaseUrl, now, env });
    expect(other.config.jwtSecretSource).toBe('unknown');
    await workJobs(other);
    await other.close();
    const [job] = await sql("SELECT state, last_error FROM coach_job WHERE state = 'due'");
    expect(job).toMatchObject({ last_error: expect.stringMatching(/JWT_SECRET/) as string });
    studio.clock.advance({ minutes: 2 });
    await tokenSent();
  });

  it('leave no link in a log or a row', async () => {
    expect(tokens.length).toBeGreaterThan(2);
    const activity = JSON.stringify(await logOf(studio));
    const rows = JSON.stringify([
      ...(await studio.sql('SELECT * FROM coach_job')),
      ...(await studio.sql('SELECT * FROM coach_account_link')),
    ]);
    for (const secret of [...tokens, CHOSEN]) {
      for (const text of [log.text, activity, rows]) expect(text).not.toContain(secret);
    }
    expect(log.text).toContain('/api/v1/people');
  });
});
