import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { violations } from '../support/laws.js';
import { lastActivityId, Recorder } from '../support/recorder.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { openStudios, type Studios } from '../support/studios.js';

const ROUNDS = size({ ci: 8, full: 200 });
const AT_ONCE = 16;

describe('sessions and voids at once', { timeout: SIZED_TIMEOUT_MS }, () => {
  let studio: Studios;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudios();
    ana = await studio.given.coach();
  });
  afterAll(() => studio.close());

  it('void once, and use nothing behind it', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const tom = await studio.given.member({ coach: ana, remaining: 20 });
      const path = `/members/${tom.id}/packages/${tom.packageId}`;
      const sinceId = await lastActivityId(studio.sql);
      const recorder = new Recorder();
      const requests = Array.from({ length: AT_ONCE }, (_, n) => {
        const usageDate = new Date(Date.UTC(2026, 1, n + 1)).toISOString().slice(0, 10);
        const body = { reason: 'at once', keepUsages: round % 2 === 0 };
        return n % 2 === 0
          ? studio.anyAs(ana).addUsage(tom, { usageDate })
          : studio.anyAs(ana).post(`${path}/void`, body);
      });
      await Promise.all(requests.map((one, n) => recorder.mutation(`request ${n}`, one)));
      expect(recorder.failures).toEqual([]);
      const { body } = await studio.api.as(ana).member(tom);
      const [one] = body.packages;
      const used = recorder.statuses[201] ?? 0;
      const voids = recorder.statuses[200] ?? 0;
      const isVoided = one.state === 'voided';
      expect(voids).toBe(isVoided ? 1 : 0);
      expect(one.remaining).toBe(isVoided ? 0 : 20 - used);
      // Without leave to keep them, whichever comes first keeps the other from happening.
      if (round % 2 === 1) expect(isVoided && used > 0).toBe(false);
      else expect(isVoided).toBe(true);
      expect(await recorder.differences(studio.sql, sinceId)).toEqual([]);
    }
  });

  it('leave books that add up', async () => {
    expect(await violations(studio.sql)).toEqual([]);
  });
});
