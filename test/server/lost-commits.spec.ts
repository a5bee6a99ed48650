import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMigratedDatabase } from '../support/database.js';
import { CutProxy } from '../support/cut-proxy.js';
import { violations } from '../support/laws.js';
import { LostCommits } from '../support/lost-commits.js';
import { readMetrics } from '../support/metrics.js';
import { randomOperation } from '../support/random-operations.js';
import type { Town } from '../support/random-turn.js';
import { lastActivityId, Recorder } from '../support/recorder.js';
import { chance, seedFor } from '../support/seed.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { openStudio, type Studio } from '../support/studio.js';
import { givenTown } from '../support/town.js';

const LOST = size({ ci: 100, full: 500 });
const CLIENTS = 8;

/* The server does it, and the connection ends before we are told: a network does that. */
describe('answers to COMMIT that are lost on their way', () => {
  let direct: Studio;
  let studio: Studio;
  let proxy: CutProxy;
  let town: Town;
  let isLosing = false;
  const seed = seedFor('lost-commits');
  const lots = chance(seed).forClient(CLIENTS);
  const lost = new LostCommits(() => isLosing && lots.between(1, 4) === 1);

  beforeAll(async () => {
    const databaseUrl = await createMigratedDatabase();
    const way = await CutProxy.before(databaseUrl, lost.carry);
    proxy = way.proxy;
    direct = await openStudio({ databaseUrl });
    studio = await openStudio({ databaseUrl: way.url });
    const rateTypes = ['package'] as const;
    town = await givenTown(direct, chance(seed), { members: 12, coaches: 3, rateTypes });
  });
  afterAll(async () => {
    await studio.close();
    await proxy.close();
    await direct.close();
  });

  it(
    `lose nothing, do nothing twice, and are hardly seen by clients, ${LOST} times`,
    async () => {
      const sinceId = await lastActivityId(direct.sql);
      const recorder = new Recorder();
      const studios = { ...studio, all: [studio], anyAs: studio.api.as.bind(studio.api) };
      const turn = { ...studios, advance: (by: object) => studio.clock.advance(by) };
      isLosing = true;
      await Promise.all(
        Array.from({ length: CLIENTS }, async (_, index) => {
          const dice = chance(seed).forClient(index);
          while (lost.count < LOST) await randomOperation(turn, town, dice, recorder);
        }),
      );
      isLosing = false;

      // A machine without time for us may lose one more connection than our retries wait for.
      expect(recorder.unavailable).toBeLessThanOrEqual(LOST / 20);
      expect(recorder.failures).toEqual([]);
      expect(await violations(direct.sql)).toEqual([]);
      const differences = await recorder.differences(direct.sql, sinceId);
      // What was lost with its answer may have been done.
      expect(differences.filter((one) => !one.endsWith('not "failed 503"'))).toEqual([]);
      const figures = await readMetrics(studio.api);
      const found = figures.get('coach_idempotent_replays_total{to="our retry"}') ?? 0;
      const all = { lost: lost.count, foundByRetry: found, answers: recorder.statuses };
      process.stdout.write(`lost-commits: ${JSON.stringify(all)}\n`);
      // The others were of reads and of refusals.
      expect(found).toBeGreaterThan(LOST / 20);
    },
    SIZED_TIMEOUT_MS,
  );
});
