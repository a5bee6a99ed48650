import { get } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EventStreams } from '../../src/realtime/event-streams.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { Devices } from '../support/devices.js';
import type { GivenMember } from '../support/given.js';
import { Listener } from '../support/listener.js';
import '../support/matchers.js';
import { size } from '../support/size.js';
import type { Studio } from '../support/studio.js';

const NOTHING = { streams: 0, audiences: 0, isWatching: false };
const COMERS = size({ ci: 200, full: 1_000 });

describe('a stream of live updates', () => {
  let studio: Studio;
  let devices: Devices;
  let ana: TestPerson;
  let tom: GivenMember;
  const open: Listener[] = [];

  beforeAll(async () => {
    // Today, because tokens end by the real clock, too.
    devices = await Devices.open();
    studio = devices.studio;
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 9 });
  });
  beforeEach(() => studio.clock.set(devices.now));
  afterEach(() => open.splice(0).forEach((listener) => listener.leave()));
  afterAll(() => studio.close());

  async function listen(api: Api, ticket?: string): Promise<Listener> {
    const listener = await Listener.openAndSee(api, ticket);
    open.push(listener);
    return listener;
  }

  const state = () => studio.app.get(EventStreams).state;

  async function ticketOf(api: Api): Promise<string> {
    return (await api.post('/events/tickets')).body.ticket as string;
  }

  async function expectEnd(listener: Listener, reason: string): Promise<void> {
    expect(await listener.untilNamed('end')).toEqual({ reason });
    await listener.untilClosed();
    expect(listener.events.at(-1)?.name).toBe('end');
  }

  it('ends with the access token, also where it was opened by a ticket', async () => {
    const { api, clock } = studio;
    const asAna = api.as(ana);
    const listeners = [await listen(asAna), await listen(api, await ticketOf(asAna))];
    clock.advance({ minutes: 14 });
    await asAna.adjust(tom, { adjustment: 1, reason: 'still here' });
    for (const one of listeners) await one.until(() => one.named('package').length > 0);
    clock.advance({ minutes: 2 });
    for (const one of listeners) await expectEnd(one, 'access_ended');
  });

  it('is not opened by a ticket whose access has ended', async () => {
    const { api, clock, config } = studio;
    expect(config.accessTokenMinutes).toBe(15);
    clock.advance({ minutes: 15, seconds: -10 });
    const ticket = await ticketOf(api.as(ana));
    clock.advance({ seconds: 20 });
    expect(await api.get(`/events?ticket=${ticket}`)).toBeProblem('token_expired');
  });

  it('ends when the token of its device is revoked, and no other does', async () => {
    const [lost, kept] = [await devices.of(ana), await devices.of(ana)];
    const listeners = [await listen(lost.api), await listen(studio.api, await ticketOf(lost.api))];
    const others = [await listen(kept.api), await listen(studio.api.as(ana))];
    const unused = await ticketOf(lost.api);
    await devices.revoke(lost);
    for (const one of listeners) await expectEnd(one, 'access_ended');
    expect(await studio.api.get(`/events?ticket=${unused}`)).toBeProblem('not_signed_in');
    for (const one of others) expect(one.named('end')).toEqual([]);
  });

  it('ends when the person behind a device token gets another role', async () => {
    const eve = await studio.given.staff();
    const phone = await devices.of(eve);
    const listener = await listen(phone.api);
    await devices.setRole(eve, 'member');
    await expectEnd(listener, 'access_ended');
  });

  /** What PHP, or somebody at the database, does to an account. */
  const LOSSES: [string, string][] = [
    ['is deleted', 'DELETE FROM `user` WHERE id = ?'],
    ['gets another role', 'UPDATE `user` SET user_type_id = 4 WHERE id = ?'],
  ];
  it.each(LOSSES)('ends when its person %s, and none is opened any more', async (_, sql) => {
    const eve = await studio.given.staff();
    const asEve = studio.api.as(eve);
    const listeners = [await listen(asEve), await listen(studio.api, await ticketOf(asEve))];
    const phone = await devices.of(eve);
    listeners.push(await listen(phone.api));
    const others = [await listen(studio.api.as(ana)), await listen((await devices.of(ana)).api)];
    const unused = await ticketOf(asEve);
    await studio.sql(sql, [eve.id]);
    for (const one of listeners) await expectEnd(one, 'access_ended');
    expect(await asEve.post('/events/tickets')).toBeProblem('not_signed_in');
    expect(await studio.api.get(`/events?ticket=${unused}`)).toBeProblem('not_signed_in');
    expect(await asEve.get('/events')).toBeProblem('not_signed_in');
    for (const one of others) expect(one.named('end')).toEqual([]);
  });

  it('is one of five of a person: the sixth ends the oldest, and nobody else’s', async () => {
    const { api, given } = studio;
    const other = await listen(api.as(tom));
    const coach = await given.coach();
    const listeners: Listener[] = [];
    for (let i = 0; i < 5; i += 1) listeners.push(await listen(api.as(coach)));
    expect(listeners.flatMap((one) => one.named('end'))).toEqual([]);
    listeners.push(await listen(api.as(coach)));
    await expectEnd(listeners[0] ?? other, 'too_many_streams');
    await listen(api.as(coach));
    await expectEnd(listeners[1] ?? other, 'too_many_streams');

    const uma = await given.member({ coach, remaining: 3 });
    for (const one of listeners.slice(2)) await one.untilTold(uma.packageId, { remaining: 3 });
    expect(other.named('end')).toEqual([]);
  });

  it('says every 15 seconds that it is alive', async () => {
    const listener = await listen(studio.api.as(ana));
    const startedAt = performance.now();
    await listener.until(() => listener.named(':').length > 0);
    const silentMs = performance.now() - startedAt;
    expect(silentMs).toBeGreaterThan(14_000);
    expect(silentMs).toBeLessThan(17_000);
    expect(listener.named(':')).toEqual([': heartbeat']);
  });

  it('asked for by its headers alone is none', async () => {
    await expect.poll(state).toEqual(NOTHING);
    const answer = await studio.api.as(ana).request('HEAD', '/events');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(state()).toEqual(NOTHING);
  });

  it('leaves nothing behind, however many come and go', async () => {
    const { api, app, given } = studio;
    const people = await Promise.all(Array.from({ length: 20 }, () => given.staff()));
    await expect.poll(state).toEqual(NOTHING);
    const server = app.getHttpServer();
    const connections = () =>
      new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
    let come = 0;
    for (let round = 0; round < COMERS / people.length; round += 1) {
      const listeners = await Promise.all(
        people.map(async (one, i) => {
          // Some go before they have seen anything.
          const listener = await (i % 2 ? Listener.open : Listener.openAndSee)(api.as(one));
          listener.leave();
          return listener;
        }),
      );
      come += listeners.length;
    }
    expect(come).toBe(COMERS);
    await expect.poll(state).toEqual(NOTHING);
    await expect.poll(connections).toBeLessThan(people.length);
  });

  it('leaves nothing behind where the client is gone before the answer', async () => {
    const { api } = studio;
    const { base, authorization: headers } = api.as(ana);
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const request = get(`${base}/api/v1/events`, { headers, agent: false });
        request.on('response', (response) => response.resume().on('error', () => undefined));
        const gone = new Promise((resolve) => request.on('error', resolve).on('close', resolve));
        setTimeout(() => request.destroy(), i / 2);
        await gone;
      }),
    );
    await expect.poll(state).toEqual(NOTHING);
  });
});
