import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Cleanup } from '../../src/audit/cleanup.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import { logOf } from '../support/expectations.js';
import { tokenWith } from '../support/forgeries.js';
import type { GivenMember } from '../support/given.js';
import { Listener } from '../support/listener.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

const AT_ONCE = 32;

describe('a ticket for live updates', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;
  const open: Listener[] = [];

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 9 });
  });
  afterEach(() => open.splice(0).forEach((listener) => listener.leave()));
  afterAll(() => studio.close());

  async function ticketOf(api: Api): Promise<string> {
    const { status, body } = await api.post('/events/tickets', undefined, { raw: '' });
    if (status !== 201) throw new Error(`no ticket: ${status}`);
    return body.ticket as string;
  }

  async function use(ticket: string, api = studio.api): Promise<Listener> {
    const listener = await Listener.openAndSee(api, ticket);
    open.push(listener);
    return listener;
  }

  const tryToUse = (ticket: string, api = studio.api) => api.get(`/events?ticket=${ticket}`);

  it('is given to everybody who is signed in, and kept by nobody', async () => {
    const { api, given } = studio;
    for (const person of [await given.admin(), await given.staff(), ana, tom]) {
      const answer = await api.as(person).post('/events/tickets');
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({
        ticket: expect.stringMatching(/^[\w-]{43}$/) as unknown,
        expiresIn: 30,
      });
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    expect(await api.post('/events/tickets')).toBeProblem('not_signed_in');
  });

  it('opens the stream of its person', async () => {
    const listener = await use(await ticketOf(studio.api.as(tom)));
    expect(listener.ids).toEqual([tom.packageId]);
    const { body } = await studio.api.as(ana).adjust(tom, { adjustment: 1, reason: 'more' });
    await listener.untilTold(tom.packageId, { version: body.package.version });
  });

  it('works once', async () => {
    const ticket = await ticketOf(studio.api.as(ana));
    await use(ticket);
    expect(await tryToUse(ticket)).toBeProblem('not_signed_in');
    expect(await tryToUse(ticket)).toBeProblem('not_signed_in');
  });

  it('works once for 32 who try at once, in as many processes as there are', async () => {
    const { api, databaseUrl } = studio;
    const other = isServerDatabase() ? await openStudio({ databaseUrl }) : undefined;
    const doors = [api, other?.api ?? api];
    for (let round = 0; round < 5; round += 1) {
      const ticket = await ticketOf(api.as(ana));
      const tries = Array.from({ length: AT_ONCE }, (_, i) => tryToUse(ticket, doors[i % 2]));
      const statuses = (await Promise.all(tries)).map(({ status }) => status);
      expect(statuses.toSorted()).toEqual([200, ...new Array(AT_ONCE - 1).fill(401)]);
    }
    await other?.close();
  });

  it('works in another process than the one that gave it', async () => {
    const other = await openStudio({ databaseUrl: studio.databaseUrl });
    const listener = await use(await ticketOf(studio.api.as(tom)), other.api);
    expect(listener.ids).toEqual([tom.packageId]);
    listener.leave();
    await other.close();
  });

  it('lives for half a minute, and then is swept away', async () => {
    const { api, app, clock, sql } = studio;
    const ticket = await ticketOf(api.as(ana));
    clock.advance({ seconds: 29 });
    const young = await ticketOf(api.as(ana));
    await use(young);
    clock.advance({ seconds: 1 });
    expect(await tryToUse(ticket)).toBeProblem('not_signed_in');
    clock.advance({ seconds: 30 });
    await app.get(Cleanup).runNow();
    expect(await sql('SELECT * FROM coach_stream_ticket')).toEqual([]);
  });

  it('is of no use on any other route, as a ticket or as a token', async () => {
    const { api } = studio;
    const ticket = await ticketOf(api.as(await studio.given.admin()));
    for (const path of ['/members', '/activity', `/members/${tom.id}`, '/auth/me']) {
      expect(await api.get(`${path}?ticket=${ticket}`)).toBeProblem('not_signed_in');
      expect(await api.withToken(ticket).get(path)).toBeProblem('not_signed_in');
    }
    expect(await api.post(`/events/tickets?ticket=${ticket}`)).toBeProblem('not_signed_in');
    expect(await api.withToken(ticket).get('/events')).toBeProblem('not_signed_in');
    // None of them used it up.
    await use(ticket);
  });

  it.each([
    ['nothing', ''],
    ['a guess', 'x'.repeat(43)],
    ['a very long guess', 'x'.repeat(5_000)],
    ['the scheme of SQL', "' OR 1=1 --"],
    ['letters of no alphabet', '\u0000\ud7ff'],
    ['a percent sign', '%'],
  ])('that is %s opens nothing', async (_, guess) => {
    const answer = await tryToUse(encodeURIComponent(guess));
    expect(answer).toBeProblem('not_signed_in');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('that is its hash, as the database has it, opens nothing', async () => {
    const ticket = await ticketOf(studio.api.as(ana));
    const rows = await studio.sql<{ token_hash: string }>(
      'SELECT token_hash FROM coach_stream_ticket',
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { token_hash: hash } of rows) {
      expect(hash).not.toContain(ticket);
      expect(await tryToUse(hash)).toBeProblem('not_signed_in');
    }
  });

  it('two of which are sent at once opens nothing', async () => {
    const [first, second] = [
      await ticketOf(studio.api.as(ana)),
      await ticketOf(studio.api.as(ana)),
    ];
    expect(await tryToUse(`${first}&ticket=${second}`)).toBeProblem('not_signed_in');
  });

  it('is not needed with a token in the header; a token in the URL is none', async () => {
    const { api, config } = studio;
    const loot = { secret: config.jwtSecret, adminId: ana.id, memberToken: '' };
    const token = tokenWith(loot, { role: 'coach' });
    expect((await api.withToken(token).get('/events')).status).toBe(200);
    for (const name of ['ticket', 'access_token', 'token', 'authorization']) {
      expect(await api.get(`/events?${name}=${token}`)).toBeProblem('not_signed_in');
    }
    const both = await api.withToken(token).get(`/events?access_token=${token}`);
    expect(both).toBeProblem('validation_failed');
  });

  it('changes nothing of the studio, so the activity log says nothing', async () => {
    const before = await logOf(studio);
    await use(await ticketOf(studio.api.as(ana)));
    expect(await logOf(studio)).toEqual(before);
  });
});
