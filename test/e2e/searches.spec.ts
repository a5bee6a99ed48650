import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Meter } from '../../src/common/meter.js';
import type { MetricName } from '../../src/common/metrics.js';
import type { Api, TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { openStudio, type Studio } from '../support/studio.js';
import { withSending } from '../support/traffic.js';

/** How long a search takes here. */
const SEARCH_MS = 15;
const SEARCHES = 16;
/** Of so many connections the reports leave one. */
const POOL = 4;

describe('the searches of one coach', () => {
  let studio: Studio;
  let ana: TestPerson;
  let ben: Api;
  let bens: GivenMember;

  beforeAll(async () => {
    studio = await openStudio({ env: { DATABASE_POOL_SIZE: String(POOL) } });
    const { given, api } = studio;
    ana = await given.coach('Ana Silva');
    for (const name of ['Tom Reed', 'Una Reed']) await given.member({ name, coach: ana });
    const other = await given.coach('Ben Stone');
    bens = await given.member({ name: 'Tim Reed', coach: other, remaining: 9 });
    ben = api.as(other);
    // The first list of all folds everybody's names.
    await ben.get('/members');
  });
  afterAll(() => studio.close());

  const gauge = (name: MetricName) => studio.app.get(Meter).read()[name] ?? 0;

  /** While `work` is under way each search takes long; tells how many ran at once. */
  async function withSlowSearches(work: () => Promise<unknown>): Promise<number> {
    let [running, most] = [0, 0];
    await withSending(studio, work, async (send, statements) => {
      if (!statements.some(({ sql }) => sql.includes('FROM coach_person_name')))
        return send(statements);
      running += 1;
      most = Math.max(most, running);
      await sleep(SEARCH_MS);
      const results = await send(statements);
      running -= 1;
      return results;
    });
    return most;
  }

  it('hold up nobody else, and are all answered', async () => {
    let answered = 0;
    const most = await withSlowSearches(async () => {
      const searches = Array.from({ length: SEARCHES }, async () => {
        const { status, body } = await studio.api.as(ana).get('/members?search=reed');
        answered += 1;
        return [status, body.data.map(({ firstName }: { firstName: string }) => firstName)];
      });
      await expect.poll(() => gauge('coach_searches_waiting')).toBeGreaterThan(SEARCHES / 2);
      expect((await ben.get('/members')).body.data).toHaveLength(1);
      expect((await ben.adjust(bens, { adjustment: -1, reason: 'of a test' })).status).toBe(200);
      expect(answered).toBeLessThan(SEARCHES / 2);
      for (const found of await Promise.all(searches)) expect(found).toEqual([200, ['Tom', 'Una']]);
    });
    expect(most).toBe(1);
    expect([gauge('coach_searches_running'), gauge('coach_searches_waiting')]).toEqual([0, 0]);
  });
});
