import { get } from 'node:http';
import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '../../src/common/metrics.js';
import { Tasks } from '../../src/jobs/tasks.service.js';
import { isServerDatabase } from '../support/database.js';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { addJob } from '../support/jobs.js';
import { Listener } from '../support/listener.js';
import { readMetrics } from '../support/metrics.js';
import { Holder } from '../support/second-factors.js';
import { openStudio, type Studio } from '../support/studio.js';
import { withSending } from '../support/traffic.js';

const PASSWORD = 'correct horse battery';
const passwordHash = hash(PASSWORD);
const DURATIONS = 'coach_http_request_duration_seconds';
const MEMBER = 'method="GET",route="/api/v1/members/:memberId"';
const ABANDONED = 'coach_http_requests_abandoned_total';
const IN_PROGRESS = 'coach_http_requests_in_progress';
const BUSY = isServerDatabase() ? { errno: 1213 } : { code: 'SQLITE_BUSY' };
const BUSY_NAME = isServerDatabase() ? '1213' : 'SQLITE_BUSY';

describe('metrics', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;

  beforeAll(async () => {
    studio = await openStudio();
    // What recurs is told of once it had its turn.
    await studio.app.get(Tasks).startDue();
    await addJob(studio, 'unknown');
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 9 });
  });
  afterAll(() => studio.close());

  const figures = () => readMetrics(studio.api);

  /** How much larger samples are after the work; those that were not there had been 0. */
  async function growth(work: () => Promise<unknown>): Promise<(sample: string) => number> {
    const before = await figures();
    await work();
    const after = await figures();
    return (sample) => (after.get(sample) ?? 0) - (before.get(sample) ?? 0);
  }

  /** Holds the messages to the database back while `work` is under way. */
  async function whileHeld(work: () => Promise<unknown>): Promise<void> {
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    await withSending(
      studio,
      () => work().finally(goOn),
      async (send, statements) => {
        await held;
        return send(statements);
      },
    );
  }

  it('count requests by the pattern of the route and the status, and never by ids', async () => {
    const api = studio.api.as(ana);
    const grown = await growth(async () => {
      for (const id of [tom.id, tom.id, 999_999]) await api.get(`/members/${id}`);
      await api.get('/members/none-of-ours?x=1');
      await studio.api.get('/api/somewhere/else');
    });
    const of = (status: number) => grown(`coach_http_requests_total{${MEMBER},status="${status}"}`);
    expect([of(200), of(403) + of(404), of(400)]).toEqual([2, 1, 1]);
    expect(grown(`${DURATIONS}_count{${MEMBER}}`)).toBe(4);
    expect(grown(`${DURATIONS}_bucket{${MEMBER},le="+Inf"}`)).toBe(4);
    expect(grown(`${DURATIONS}_sum{${MEMBER}}`)).toBeGreaterThan(0);
    expect(grown('coach_http_requests_total{method="GET",route="none",status="404"}')).toBe(1);
    const names = [...(await figures()).keys()].join('\n');
    expect(names).not.toMatch(/999999|none-of-ours|somewhere/);
  });

  it('put each duration into all classes that it fits', async () => {
    const samples = [...(await figures())].filter(([sample]) =>
      sample.startsWith(`${DURATIONS}_bucket{${MEMBER}`),
    );
    const counts = samples.map(([, count]) => count);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts.at(-1)).toBeGreaterThan(0);
    expect(samples).toHaveLength(12);
  });

  it('count answers that were given again, to a client and to our own retry', async () => {
    const again = 'coach_idempotent_replays_total{to="client"}';
    const grown = await growth(async () => {
      const add = () => studio.api.as(ana).startWorkout(tom, {}, { key: 'metrics-of-tom' });
      for (let n = 0; n < 3; n += 1) await add();
    });
    expect(grown(again)).toBe(2);
  });

  it('count works that were tried again, by the error', async () => {
    const grown = await growth(async () => {
      let hasMet = false;
      const work = () => studio.api.as(ana).addUsage(tom);
      await withSending(studio, work, async (send, statements) => {
        if (hasMet || !statements.some(({ sql }) => sql === 'COMMIT')) return send(statements);
        hasMet = true;
        throw Object.assign(new Error('another writer'), BUSY);
      });
    });
    expect(grown(`coach_database_retries_total{error="${BUSY_NAME}"}`)).toBe(1);
  });

  it('count who is not let in, by the reason', async () => {
    const { email } = await studio.given.person('coach', 'Eve Silva', await passwordHash);
    const refused = (reason: string) => `coach_sign_ins_refused_total{reason="${reason}"}`;
    const grown = await growth(async () => {
      await studio.api.post('/auth/login', { email, password: PASSWORD });
      for (let n = 0; n < 12; n += 1) {
        await studio.api.post('/auth/login', { email, password: 'a guess' });
      }
      await studio.api.post('/auth/refresh', { refreshToken: 'x'.repeat(43) });
      await studio.api.post('/auth/login', { email });
    });
    expect(grown(refused('sign_in_failed'))).toBe(10);
    expect(grown(refused('too_many_attempts'))).toBe(2);
    expect(grown(refused('refresh_token_invalid'))).toBe(1);
  });

  it('count codes of a second factor that are wanted, or wrong, by the reason', async () => {
    const eve = await Holder.of(studio, 'coach');
    const refused = (reason: string) => `coach_sign_ins_refused_total{reason="${reason}"}`;
    const grown = await growth(async () => {
      const api = await eve.entered();
      await eve.begin(api);
      await api.post('/auth/second-factor/confirm', { code: eve.wrongCode() });
      await eve.turnOn(api);
      await eve.signIn();
      for (let n = 0; n < 2; n += 1) await eve.signIn({ code: eve.wrongCode() });
      await eve.signIn({ code: eve.code() });
    });
    expect(grown(refused('code_wrong'))).toBe(1);
    expect(grown(refused('second_factor_needed'))).toBe(1);
    expect(grown(refused('second_factor_wrong'))).toBe(2);
    expect(grown(refused('sign_in_failed'))).toBe(0);
  });

  it('tell how many works wait and run, and who left before the answer', async () => {
    const limit = (await figures()).get('coach_database_connections_limit') ?? 0;
    const grown = await growth(() =>
      whileHeld(async () => {
        const { base, authorization: headers } = studio.api.as(ana);
        const requests = Array.from({ length: limit + 2 }, () =>
          get(`${base}/api/v1/members/${tom.id}`, { headers, agent: false }),
        );
        for (const request of requests) request.on('error', () => undefined);
        const works = async () => {
          const now = await figures();
          const waiting = now.get('coach_database_works_waiting') ?? 0;
          return [now.get('coach_database_works_running'), waiting >= 2, now.get(IN_PROGRESS)];
        };
        // With the one that asks for the metrics.
        await expect.poll(works).toEqual([limit, true, limit + 3]);
        for (const request of requests) request.destroy();
        await expect.poll(async () => (await figures()).get(IN_PROGRESS)).toBe(1);
      }),
    );
    expect(grown(ABANDONED)).toBe(limit + 2);
    expect(grown(`coach_http_requests_total{${MEMBER},status="200"}`)).toBe(0);
  });

  it('tell how many streams are open, and do not take them for slow requests', async () => {
    const events = 'method="GET",route="/api/v1/events"';
    const grown = await growth(async () => {
      const listener = await Listener.openAndSee(studio.api.as(ana));
      expect((await figures()).get('coach_streams_open')).toBe(1);
      listener.leave();
      await expect.poll(async () => (await figures()).get('coach_streams_open')).toBe(0);
    });
    expect(grown(`coach_http_requests_total{${events},status="200"}`)).toBe(1);
    expect(grown(`${DURATIONS}_count{${events}}`)).toBe(0);
    expect(grown(ABANDONED)).toBe(0);
  });

  it('tell all that the list names, once something was counted', async () => {
    await studio.api.withToken('none.of.ours').get('/auth/me');
    const told = [...(await figures()).keys()].map((sample) => sample.replace(/\{.*/, ''));
    const names = Object.entries(METRICS).map(([name, { kind }]) =>
      kind === 'histogram' ? `${name}_count` : name,
    );
    const rare = ['coach_database_unavailable_total', 'coach_requests_limited_total'];
    expect(told).toEqual(expect.arrayContaining(names.filter((name) => !rare.includes(name))));
  });

  it('tell of the process itself', async () => {
    const now = await figures();
    expect(now.get('coach_processes')).toBe(1);
    expect(now.get('process_resident_memory_bytes')).toBeGreaterThan(20e6);
    expect(now.get('nodejs_heap_size_used_bytes')).toBeGreaterThan(10e6);
    expect(now.get('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(now.get('coach_event_loop_delay_max_seconds')).toBeGreaterThan(0);
    expect(now.get('coach_event_loop_delay_max_seconds')).toBeLessThan(300);
  });
});
