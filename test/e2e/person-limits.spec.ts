import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Api, TestPerson } from '../support/api.js';
import { Devices } from '../support/devices.js';
import { booksOf, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { USUAL_LIMITS } from '../support/limits.js';
import { Listener } from '../support/listener.js';
import '../support/matchers.js';
import { readMetrics } from '../support/metrics.js';
import { COACH_API, OldApp, PAGE } from '../support/old-app.js';
import { openStudio, type Studio } from '../support/studio.js';
import { trafficOf } from '../support/traffic.js';

const LIMITS = {
  PERSON_CHANGES_PER_SECOND: '1',
  PERSON_READS_PER_SECOND: '1',
  PERSON_STREAMS_PER_SECOND: '1',
};
/** Four seconds' worth may come at once. */
const AT_ONCE = 4;
/** So many are too many, however slow the machine is on which they are sent. */
const TOO_MANY = 40;
/** A second and a little, in which one more is let through. */
const LATER_MS = 1_100;

describe('a person who asks too much', () => {
  let devices: Devices;
  let studio: Studio;
  let tom: GivenMember;

  beforeAll(async () => {
    devices = await Devices.open(LIMITS);
    studio = devices.studio;
    tom = await studio.given.member({ coach: await studio.given.coach(), remaining: 9 });
  });
  afterAll(() => studio.close());

  /** Somebody who has not asked for anything yet. */
  const someone = async (): Promise<TestPerson> => studio.given.staff();
  const asSomeone = async (): Promise<Api> => studio.api.as(await someone());
  const read = (api: Api) => api.get(`/members/${tom.id}`);
  const change = (api: Api, key?: string) =>
    api.adjust(tom, { adjustment: 1, reason: 'of a test' }, key === undefined ? {} : { key });

  /** One a second, and what may come at once. */
  const allowedSince = (ms: number) => AT_ONCE + (performance.now() - ms) / 1_000;

  /** Asks until it is too much, and gives that answer; what was let through before is counted. */
  async function refused(ask: () => Promise<Answer>, letThrough = 0): Promise<Answer> {
    for (let n = 0; n < TOO_MANY; n += 1) {
      const answer = await ask();
      if (answer.status !== 429) continue;
      expect(answer).toBeProblem('too_many_requests');
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(answer.body.detail).toBe('Too many requests at once. Try again in a second.');
      expect(n).toBeGreaterThanOrEqual(letThrough);
      return answer;
    }
    throw new Error('it never was too much');
  }

  it('is told to wait after so many changes, which are not made and not in the log', async () => {
    const api = await asSomeone();
    let made = 0;
    const before = (await booksOf(studio)).coach_usage_history?.length ?? 0;
    const { rows } = await logged(studio, () =>
      refused(async () => {
        const answer = await change(api);
        if (answer.status === 200) made += 1;
        return answer;
      }, AT_ONCE),
    );
    expect(rows).toHaveLength(made);
    expect((await booksOf(studio)).coach_usage_history).toHaveLength(before + made);
  });

  it('makes a change with the same key afterwards, once', async () => {
    const api = await asSomeone();
    let n = 0;
    await refused(() => change(api, `tap-${(n += 1)}`));
    await sleep(LATER_MS);
    const { answer, rows } = await logged(studio, () => change(api, `tap-${n}`));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('idempotency-replayed')).toBeNull();
    expect(rows).toHaveLength(1);
    await sleep(LATER_MS);
    const again = await change(api, `tap-${n}`);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(answer.body);
  });

  it('reads on after too many changes, and changes on after too many reads', async () => {
    const api = await asSomeone();
    await refused(() => change(api));
    expect((await read(api)).status).toBe(200);
    const other = await asSomeone();
    await refused(() => read(other), AT_ONCE);
    expect((await change(other)).status).toBe(200);
  });

  it('reads by HEAD, too', async () => {
    const api = await asSomeone();
    const head = () => api.request('HEAD', `/members/${tom.id}`);
    let status = 0;
    for (let n = 0; n < TOO_MANY && status !== 429; n += 1) ({ status } = await head());
    expect(status).toBe(429);
  });

  it('is let through at the pace of the limit, however many are refused meanwhile', async () => {
    const api = await asSomeone();
    await refused(() => read(api));
    const from = performance.now();
    let [through, asked] = [0, 0];
    while (performance.now() - from < 3_000) {
      asked += 1;
      if ((await read(api)).status === 200) through += 1;
    }
    const seconds = (performance.now() - from) / 1_000;
    expect(through).toBeLessThanOrEqual(seconds + 1);
    expect(through).toBeGreaterThanOrEqual(Math.min(2, asked));
  });

  it('takes nothing from others', async () => {
    const [api, other] = [await asSomeone(), await asSomeone()];
    await refused(() => read(api));
    expect((await read(other)).status).toBe(200);
  });

  it('gets no more by signing in twice', async () => {
    const person = await someone();
    const [first, second] = [studio.api.as(person), studio.api.as(person)];
    const since = performance.now();
    let n = 0;
    await refused(() => read((n += 1) % 2 === 0 ? first : second));
    expect(n).toBeLessThan(allowedSince(since) + 2);
  });

  it('costs neither a look at the body nor a message to the database', async () => {
    const person = await someone();
    const [api, device] = [studio.api.as(person), (await devices.of(person)).api];
    const wrong = (by: Api) => by.adjust(tom, { adjustment: 'none' });
    let messages: unknown;
    const areRefused = async () => {
      let statuses: number[] = [];
      ({ messages } = await trafficOf(studio, async () => {
        statuses = (await Promise.all([wrong(api), wrong(device)])).map(({ status }) => status);
      }));
      return statuses.every((status) => status === 429);
    };
    for (let n = 0; n < TOO_MANY && !(await areRefused()); n += 1);
    expect(messages).toEqual([]);
  });

  it('counts apart from each of their devices', async () => {
    const person = await someone();
    const [one, other] = [await devices.of(person), await devices.of(person)];
    await refused(() => read(one.api), AT_ONCE);
    expect((await read(other.api)).status).toBe(200);
    expect((await read(studio.api.as(person))).status).toBe(200);
  });

  it('cannot be made of somebody else by tokens that are none', async () => {
    const person = await someone();
    const { Authorization = '' } = studio.api.as(person).authorization;
    const forged = studio.api.withToken(`${Authorization.slice('Bearer '.length)}x`);
    for (let n = 0; n < 3 * AT_ONCE; n += 1) expect((await read(forged)).status).toBe(401);
    expect((await read(studio.api.as(person))).status).toBe(200);
  });

  it('opens so many streams, by tickets or without them', async () => {
    const api = await asSomeone();
    const ticket = () => api.post('/events/tickets', undefined, { raw: '' });
    const first = await ticket();
    expect(first.status).toBe(201);
    const since = performance.now();
    let n = 0;
    await refused(() => ((n += 1) % 2 === 0 ? ticket() : api.get('/events')));
    expect(n).toBeLessThan(allowedSince(since) + 2);
    // One that was given is good.
    const listener = await Listener.openAndSee(studio.api, first.body.ticket as string);
    listener.leave();
    expect((await read(api)).status).toBe(200);
  });

  it('is told so by the old scripts in their form', async () => {
    const oldApp = new OldApp(await asSomeone());
    // Asked by POST, it reads all the same.
    const ofPage = () => oldApp.send('POST', PAGE, 'get-session-history', { member_id: tom.id });
    const ofApp = () =>
      oldApp.get(COACH_API, 'get-remaining-sessions', { user_id: tom.id, coach_id: 1 });
    for (const ask of [ofPage, ofApp]) {
      let answer = await ask();
      for (let n = 0; n < TOO_MANY && answer.status !== 429; n += 1) answer = await ask();
      expect(answer.status).toBe(429);
      expect(answer.headers.get('retry-after')).toBe('1');
      const message = 'Too many requests at once. Try again in a second.';
      expect(answer.body).toEqual({ success: false, message });
    }
    const undo = await oldApp.post(PAGE, 'undo-session-usage', { member_id: tom.id, usage_id: 1 });
    expect(undo.status).toBe(404);
  });

  it('shows in the metrics', async () => {
    const api = await asSomeone();
    const count = async () =>
      (await readMetrics(studio.api)).get('coach_requests_limited_total{kind="read"}') ?? 0;
    const before = await count();
    await refused(() => read(api));
    expect(await count()).toBe(before + 1);
  });
});

describe('without settings', () => {
  it('a class of sixty starts at once, and a page full of questions is answered', async () => {
    const studio = await openStudio({ env: USUAL_LIMITS });
    expect(studio.config.personLimits).toEqual({ change: 20, read: 50, stream: 5 });
    const { given } = studio;
    const ana = await given.coach();
    const api = studio.api.as(ana);
    const tom = await given.member({ coach: ana, remaining: 99 });
    // Where the machine is busy some are 503, by a limit that is of all people together.
    const expectLetThrough = async (count: number, ask: () => Promise<Answer>) => {
      const statuses = (await Promise.all(Array.from({ length: count }, ask))).map(
        ({ status }) => status,
      );
      expect(statuses).toContain(200);
      expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    };
    await expectLetThrough(60, () => api.adjust(tom, { adjustment: 1, reason: 'x' }));
    await expectLetThrough(150, () => api.get('/auth/me'));
    await studio.close();
  });

  it('0 is without limit', async () => {
    const studio = await openStudio({ env: { ...LIMITS, PERSON_READS_PER_SECOND: '0' } });
    const api = studio.api.as(await studio.given.coach());
    const answers = await Promise.all(Array.from({ length: 60 }, () => api.get('/auth/me')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await studio.close();
  });
});
