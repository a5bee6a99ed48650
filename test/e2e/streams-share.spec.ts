import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../support/api.js';
import { EventStreams } from '../../src/realtime/event-streams.service.js';
import type { GivenMember } from '../support/given.js';
import { Listener } from '../support/listener.js';
import '../support/matchers.js';
import { readMetrics } from '../support/metrics.js';
import { openStudio, type Studio } from '../support/studio.js';

const CONNECTIONS = 12;
const PLACES = CONNECTIONS / 2;

describe('streams of live updates', () => {
  let studio: Studio;
  let coaches: Api[];
  let tom: GivenMember;
  const open: Listener[] = [];

  beforeAll(async () => {
    studio = await openStudio({ env: { MAX_CONNECTIONS: String(CONNECTIONS) } });
    const { api, given } = studio;
    const people = [await given.coach('Ana Silva'), await given.coach('Ben Stone')];
    coaches = people.map((one) => api.as(one));
    tom = await given.member({ coach: people[0], remaining: 9 });
  });
  afterAll(async () => {
    for (const listener of open) listener.leave();
    await studio.close();
  });

  const count = () => studio.app.get(EventStreams).state.streams;

  it('hold half of the connections at most, and the others are for what is asked', async () => {
    for (let n = 0; n < PLACES; n += 1) {
      const api = coaches[n % 2];
      if (api) open.push(await Listener.openAndSee(api));
    }
    const [ana, ben] = coaches;
    const pauses: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const refused = await ben?.get('/events');
      expect(refused).toBeProblem('unavailable');
      expect(refused?.body.detail).toContain('Too many live updates');
      pauses.push(Number(refused?.headers.get('retry-after')));
    }
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(20);
    expect(new Set(pauses).size).toBe(3);
    expect(count()).toBe(PLACES);
    expect((await readMetrics(studio.api)).get('coach_streams_refused_total')).toBe(3);
    // Nobody who listens is sent away for it, and whoever taps is served.
    expect((await ana?.adjust(tom, { adjustment: -1, reason: 'of a test' }))?.status).toBe(200);
    await open[0]?.untilTold(tom.packageId, { remaining: 8 });
    expect(open.flatMap((listener) => listener.named('end'))).toEqual([]);
  });

  it('are opened again as soon as one has ended', async () => {
    open.shift()?.leave();
    await expect.poll(count).toBe(PLACES - 1);
    const [ana] = coaches;
    if (ana) open.push(await Listener.openAndSee(ana));
    expect(count()).toBe(PLACES);
  });
});
