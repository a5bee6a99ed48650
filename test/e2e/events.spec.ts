import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EventStreams } from '../../src/realtime/event-streams.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import { faultsOf } from '../support/document-check.js';
import type { GivenMember } from '../support/given.js';
import { Listener } from '../support/listener.js';
import '../support/matchers.js';
import { changePackage, disconnect } from '../support/packages.js';
import { servedDocument } from '../support/served-document.js';
import { openStudio, type Studio } from '../support/studio.js';

const SHAPE = [
  ...['approvals', 'coachId', 'coachName', 'expiresAt', 'freeze', 'granted', 'id'],
  ...['memberId', 'payment'],
  ...['rateType', 'remaining', 'requestedAt', 'sale', 'state', 'transfer', 'version'],
];

describe('live updates', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;
  const open: Listener[] = [];

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach('Ana Silva');
    tom = await studio.given.member({ coach: ana, remaining: 9, expiresInDays: 30 });
  });
  afterEach(() => open.splice(0).forEach((listener) => listener.leave()));
  afterAll(() => studio.close());

  async function listen(api: Api): Promise<Listener> {
    const listener = await Listener.openAndSee(api);
    open.push(listener);
    return listener;
  }

  it('begin with what is, and go on with what becomes of it', async () => {
    const { api } = studio;
    const listener = await listen(api.as(ana));
    const { body: member } = await api.as(ana).member(tom);
    expect(listener.named('snapshot')).toEqual([
      { at: studio.clock.now().toISOString(), complete: true, packages: member.packages },
    ]);

    const { body } = await api.as(ana).startWorkout(tom);
    const told = await listener.untilTold(tom.packageId, { remaining: 8 });
    expect(told).toEqual(body.package);
    await api.as(ana).undo(tom, body.usage.id);
    await listener.untilTold(tom.packageId, { remaining: 9, version: told.version + 1 });
  });

  it('are sent as server-sent events that nobody keeps, squeezes or holds back', async () => {
    const { response, events } = await listen(studio.api.as(ana));
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
    });
    expect(response.headers).not.toHaveProperty('etag');
    expect(response.headers).not.toHaveProperty('content-encoding');
    expect(events[0]).toEqual({ name: 'retry', data: 'retry: 2000' });
  });

  it('tell whole packages and nothing else, in versions that never fall', async () => {
    const { api } = studio;
    const listener = await listen(api.as(ana));
    const [before] = listener.toldOf(tom.packageId);
    for (let turn = 1; turn <= 20; turn += 1) {
      await api.as(ana).adjust(tom, { adjustment: turn % 2 ? 1 : -1, reason: 'up and down' });
    }
    await listener.untilTold(tom.packageId, { version: (before?.version ?? 0) + 20 });
    const told = listener.toldOf(tom.packageId);
    for (const one of told) expect(Object.keys(one).toSorted()).toEqual(SHAPE);
    const versions = told.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
  });

  it('are as the API’s document describes them', async () => {
    const { api } = studio;
    // Before the first event: a build may take longer than the time between two heartbeats.
    const document = await servedDocument();
    const uma = await studio.given.member({ coach: ana, remaining: 2 });
    const listener = await listen(api.as(ana));
    await disconnect(studio, { id: uma.packageId, memberId: uma.id });
    await listener.untilNamed('gone');
    await api.as(ana).adjust(tom, { adjustment: 1, reason: 'one more' });
    await listener.untilNamed('package');
    const { properties = {} } = document.components.schemas.EventsDto ?? {};
    expect(Object.keys(properties)).toEqual(['snapshot', 'package', 'gone', 'approval', 'end']);
    for (const { name, data } of listener.events.filter((event) => event.name !== 'retry')) {
      expect(faultsOf(document, properties[name] ?? { enum: [] }, data)).toEqual([]);
    }
  });

  it('come within a second, also of what another process did', async () => {
    const { api, databaseUrl } = studio;
    const other = await openStudio({ databaseUrl });
    const listener = await listen(api.as(ana));
    const startedAt = performance.now();
    const { body } = await other.api.as(ana).adjust(tom, { adjustment: 5, reason: 'elsewhere' });
    await listener.untilTold(tom.packageId, { version: body.package.version });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    await other.close();
  });

  it('come of what PHP does, which raises no version and writes no log', async () => {
    const { clock, given, sql, api } = studio;
    const uma = await given.member({ coach: ana, remaining: 4 });
    // What the log says of both is long ago.
    clock.advance({ minutes: 5 });
    const listener = await listen(api.as(ana));
    const [before] = listener.toldOf(tom.packageId);
    for (const remaining of [7, 6]) {
      const change = 'UPDATE coach_member_list SET remaining_sessions = ? WHERE id = ?';
      await sql(change, [remaining, tom.packageId]);
      const told = await listener.untilTold(tom.packageId, { remaining });
      expect(told).toEqual({ ...before, remaining });
    }
    // It comes with a reading of everything, and what has not changed is not told, nor gone.
    expect(listener.toldOf(tom.packageId)).toHaveLength(3);
    expect(listener.toldOf(uma.packageId)).toHaveLength(1);
    expect(listener.named('gone')).toEqual([]);
  });

  it('come of a new package, and of new terms', async () => {
    const listener = await listen(studio.api.as(ana));
    const uma = await studio.given.member({ coach: ana, remaining: 4 });
    const told = await listener.untilTold(uma.packageId, { remaining: 4 });
    await changePackage(studio, told, { expiresAt: '2026-05-01T10:00:00Z' });
    await listener.untilTold(uma.packageId, { expiresAt: '2026-05-01T10:00:00.000Z' });
  });

  it('come of time that passes', async () => {
    const { given, api, clock } = studio;
    const uma = await given.member({ coach: ana, remaining: 4, expiresInDays: 1 });
    const listener = await listen(api.as(uma));
    clock.advance({ days: 1 });
    const told = await listener.untilTold(uma.packageId, { state: 'expired' });
    expect(told).toEqual({ ...listener.toldOf(uma.packageId)[0], state: 'expired' });
  });

  it('begin with the newest packages of a large studio, and tell of all', async () => {
    const { api, given, sql } = studio;
    const many = await given.coach('Ida Many');
    const vic = await given.member({ coach: many, remaining: 3 });
    const columns = `coach_id, member_id, status, coach_approval, staff_approval, requested_at,
      remaining_sessions, rate_type, granted_sessions, booked_sessions, version`;
    for (let doubled = 1; doubled < 1_024; doubled *= 2) {
      await sql(
        `INSERT INTO coach_member_list (${columns})
         SELECT ${columns} FROM coach_member_list WHERE member_id = ?`,
        [vic.id],
      );
    }
    const all = await sql<{ id: number }>('SELECT id FROM coach_member_list ORDER BY id');
    const listener = await listen(api.as(await given.staff()));
    const newest = all.slice(-300).map(({ id }) => id);
    expect(listener.ids).toEqual(newest);
    expect(JSON.stringify(listener.named('snapshot')).length).toBeLessThan(100_000);
    const { body } = await api.as(ana).adjust(tom, { adjustment: 1, reason: 'an older one' });
    await listener.untilTold(tom.packageId, { version: body.package.version });
    const change = 'UPDATE coach_member_list SET remaining_sessions = 4 WHERE id = ?';
    await sql(change, [vic.packageId]);
    await listener.untilTold(vic.packageId, { remaining: 4 });
    expect(listener.ids).toHaveLength(302);
  });

  it('leave out what is long over, until the log or its date says something of it', async () => {
    const { api, given, sql } = studio;
    const uma = await given.member({ coach: ana, remaining: 4 });
    const over = await given.package(uma, { coach: ana, remaining: 2 });
    const endsAt = async (id: number, at: string) => {
      await sql('UPDATE coach_member_list SET expires_at = ? WHERE id = ?', [at, id]);
    };
    await endsAt(over.id, '2026-03-03 11:00:00');
    const listener = await listen(api.as(uma));
    expect(listener.ids).toEqual([uma.packageId]);
    await changePackage(studio, { id: over.id, memberId: uma.id }, { disconnected: true });
    await listener.untilTold(over.id, { state: 'disconnected' });

    // What PHP ends for long is told once more, and is not gone.
    await endsAt(uma.packageId, '2026-01-01 00:00:00');
    await listener.untilTold(uma.packageId, { state: 'expired' });
    await endsAt(uma.packageId, '2026-06-01 00:00:00');
    await listener.until(() => listener.toldOf(uma.packageId).at(-1)?.state === 'active');
    expect(listener.named('gone')).toEqual([]);
  });

  it('come to many at once, in as many processes as the database allows', async () => {
    const { api, databaseUrl, given } = studio;
    const others = isServerDatabase() ? [await openStudio({ databaseUrl })] : [];
    const processes = [api, ...others.map((one) => one.api)];
    const staff = await Promise.all(Array.from({ length: 10 }, () => given.staff()));
    const listeners = await Promise.all(
      staff.flatMap((one) => processes.map((each) => listen(each.as(one)))),
    );
    const { body } = await api.as(ana).adjust(tom, { adjustment: 1, reason: 'for all to see' });
    const { version } = body.package;
    await Promise.all(listeners.map((one) => one.untilTold(tom.packageId, { version })));
    for (const one of others) await one.close();
  });

  it('run only while somebody listens', async () => {
    const { app, api } = studio;
    const streams = app.get(EventStreams);
    open.splice(0).forEach((listener) => listener.leave());
    const listener = await listen(api.as(ana));
    expect(streams.state.isWatching).toBe(true);
    listener.leave();
    await expect.poll(() => streams.state).toEqual({ streams: 0, audiences: 0, isWatching: false });
  });
});
