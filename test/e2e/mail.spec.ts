import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createdBy } from '../../src/cli/admin.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { type Draft, Mail, type MailPayload } from '../../src/mail/mail.service.js';
import { captureLog } from '../support/captured-log.js';
import { addJob, workJobs } from '../support/jobs.js';
import { MailServer } from '../support/mail-server.js';
import { size } from '../support/size.js';
import { openStudio, type Studio } from '../support/studio.js';

const MAILS = size({ ci: 60, full: 500 });
const LINK = 'https://studio.test/app/welcome#a-token';

describe('mail', () => {
  let server: MailServer;
  let studio: Studio;
  let log: { readonly text: string };
  let write: (payload: MailPayload) => Draft | undefined;

  beforeAll(async () => {
    const login = { user: 'desk', password: 'canary-password-of-mail' };
    server = await MailServer.open({ login });
    studio = await openStudio({ env: { ...server.env, LOG_LEVEL: 'trace' } });
    log = captureLog(studio);
    studio.app.get(Mail).register('reset', (payload) => Promise.resolve(write(payload)));
  });
  afterEach(async () => {
    server.refuseRecipient = () => undefined;
    server.refuseMail = () => undefined;
    server.received.splice(0);
    server.tried.splice(0);
    await studio.sql('DELETE FROM coach_job');
  });
  afterAll(async () => {
    await studio.close();
    await server.close();
  });

  const add = (ref: string, more: Record<string, string> = {}) =>
    studio.app.get(UnitOfWork).write(async (tx) => {
      await studio.app.get(Mail).add(tx, 'reset', { ref, ...more });
      return { result: undefined };
    });
  const draftTo = (address: string): Draft => ({
    ...{ to: { name: 'Eve Adams', address }, locale: 'de' },
    facts: { firstName: 'Eve', path: '/app/welcome#a-token' },
  });
  const jobs = () =>
    studio.sql<{ id: number; state: string; payload: string; last_error: string | null }>(
      'SELECT id, state, payload, last_error FROM coach_job ORDER BY id',
    );

  it('goes out behind its cause, with a link that is in no payload', async () => {
    write = ({ ref }) => draftTo(`${ref}@people.test`);
    await add('eve');
    expect(await jobs()).toMatchObject([
      { state: 'due', payload: '{"letter":"reset","ref":"eve"}' },
    ]);
    await workJobs(studio);
    const [job, ...others] = await jobs();
    expect([job, others]).toMatchObject([{ state: 'done' }, []]);
    const [{ mail } = {}] = server.received;
    expect(mail).toMatchObject({
      subject: 'Ein neues Passwort für Studio Süd',
      messageId: `<${job?.id}.eve@studio.test>`,
    });
    expect(mail?.text).toContain(`\n${LINK}\n`);
    expect(mail?.html).toContain(`href="${LINK}"`);
  });

  it('has the origin of links that commands print, too', async () => {
    const named = { email: 'ada@people.test', first: 'Ada', last: 'Moreau' };
    const said = await createdBy(studio.app, named);
    expect(said).toContain('  https://studio.test/app/welcome#');
    expect(said).toContain('Its address is PUBLIC_URL.');
  });

  it('that is not taken yet comes again with the same id, and is taken once', async () => {
    write = ({ ref }) => draftTo(`${ref}@people.test`);
    let tries = 0;
    server.refuseMail = () => (++tries < 3 ? '451 4.7.1 Greylisted' : undefined);
    await add('tom');
    for (let hour = 0; hour < 3; hour += 1) {
      expect(await workJobs(studio)).toBe(1);
      studio.clock.advance({ hours: 1 });
    }
    expect(await workJobs(studio)).toBe(0);
    expect(await jobs()).toMatchObject([{ state: 'done' }]);
    expect(server.received).toHaveLength(1);
    expect(new Set(server.tried.map(({ messageId }) => messageId)).size).toBe(1);
    expect(server.tried).toHaveLength(3);
  });

  it('to nobody is given up at once, with the words of the server', async () => {
    write = ({ ref }) => draftTo(`${ref}@people.test`);
    server.refuseRecipient = () => '550 5.1.1 No such user here';
    await add('gone');
    await workJobs(studio);
    expect(await jobs()).toMatchObject([
      { state: 'dead', last_error: 'bounced: 550 5.1.1 No such user here' },
    ]);
    const admin = studio.api.as(await studio.given.admin());
    const { body } = await admin.get('/jobs');
    expect(body.data).toMatchObject([
      { kind: 'mail', attempts: 1, lastError: 'bounced: 550 5.1.1 No such user here' },
    ]);
  });

  it('that is not wanted any more, or would reach nobody, is not sent', async () => {
    write = ({ ref }) => (ref === 'over' ? undefined : draftTo(`${ref}@gym.example.com`));
    await add('over');
    await add('demo');
    await workJobs(studio);
    expect((await jobs()).map(({ state }) => state)).toEqual(['done', 'done']);
    expect(server.tried).toEqual([]);
    expect(log.text).toContain('a mail to an address that is nobody’s was not sent');
    expect(log.text).not.toContain('demo@');
  });

  it('of a kind that is not known here waits for who knows it', async () => {
    await addJob(studio, 'mail', { letter: 'of-tomorrow', ref: 'a' });
    await workJobs(studio);
    expect(await jobs()).toMatchObject([
      { state: 'due', last_error: 'no letter "of-tomorrow" is known here' },
    ]);
  });

  it('waits where none is set up', async () => {
    write = () => draftTo('eve@people.test');
    const other = await openStudio({ databaseUrl: studio.databaseUrl });
    expect(other.app.get(Mail).reaches()).toBe(false);
    await add('eve');
    expect(await workJobs(other)).toBe(0);
    await other.close();
    expect(await workJobs(studio)).toBe(1);
    expect(server.received).toHaveLength(1);
  });

  it(`is taken once each, of ${MAILS} where the server takes a third later`, async () => {
    write = ({ ref }) => draftTo(`${ref}@people.test`);
    const refused = new Set<string>();
    server.refuseMail = (to) => {
      const isLater = Number(to.slice(1, to.indexOf('@'))) % 3 === 0 && !refused.has(to);
      if (isLater) refused.add(to);
      return isLater ? '450 4.2.1 Come later' : undefined;
    };
    for (let n = 0; n < MAILS; n += 1) await add(`m${n}`);
    expect(await workJobs(studio)).toBe(MAILS);
    studio.clock.advance({ hours: 1 });
    expect(await workJobs(studio)).toBe(refused.size);
    expect(refused.size).toBe(Math.ceil(MAILS / 3));
    expect(server.received).toHaveLength(MAILS);
    expect(new Set(server.received.flatMap(({ to }) => to)).size).toBe(MAILS);
  });

  it('leaves no link, password or e-mail address in the log', () => {
    expect(log.text).toContain('a job failed and is given up');
    expect(log.text).not.toMatch(/a-token|canary-password|@people/);
  });
});
