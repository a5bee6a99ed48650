import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, type TestPerson } from '../support/api.js';
import { percentile } from '../support/embedded.js';
import { violations } from '../support/laws.js';
import { Listener } from '../support/listener.js';
import { readMetrics } from '../support/metrics.js';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';
import { randomOperation } from '../support/random-operations.js';
import type { Town } from '../support/random-turn.js';
import { lastActivityId, Recorder } from '../support/recorder.js';
import { type Chance, chance, seedFor } from '../support/seed.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { type OpenDatabase, openDatabase } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';
import { givenTown } from '../support/town.js';

const SECONDS = size({ ci: 8, full: 1_800 });
const CLIENTS = 6;
const PAUSE_MS = 30;
const LOOK_EVERY_MS = size({ ci: 500, full: 5_000 });
/** A short run has hardly left the start behind, when every page is new to the process. */
const MAY_GROW_BY = size({ ci: 2, full: 1.2 });

/** What a process holds at an instant. */
interface Held {
  readonly heapBytes: number;
  readonly files: number;
}

/* What somebody does all day, and what goes wrong beside it. */
describe('a process that works for long', () => {
  let studio: Studio;
  let database: OpenDatabase;
  let product: Product;
  let town: Town;
  const seed = seedFor('soak');

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio({ now: new Date().toISOString() });
    const rateTypes = ['package'] as const;
    town = await givenTown(studio, chance(seed), { members: 12, coaches: 3, rateTypes });
    await studio.close();
    database = await openDatabase(studio.databaseUrl);
    product = await startProduct({
      NODE_ENV: 'production',
      DATABASE_URL: studio.databaseUrl,
      STUDIO_TIME_ZONE: studio.config.studioTimeZone,
      JWT_SECRET: studio.config.jwtSecret,
    });
  });
  afterAll(async () => {
    await endProduct(product);
    await database.close();
  });

  const as = (person: Pick<TestPerson, 'id' | 'role'>) =>
    new Api(product.base, studio.app).as(person);

  async function held(): Promise<Held> {
    const figures = await readMetrics(new Api(product.base, studio.app));
    const open = await readdir(`/proc/${product.pid}/fd`);
    return { heapBytes: figures.get('nodejs_heap_size_used_bytes') ?? NaN, files: open.length };
  }

  /** Requests that are wrong, and people who come and leave. */
  async function oddThing(dice: Chance): Promise<void> {
    const coach = dice.oneOf(town.coaches);
    await dice.oneOf([
      () => as(coach).post('/members/1/adjustments', undefined, { raw: '{"adjustment":' }),
      () => as(coach).get('/members/2000000000'),
      () => as(coach).get('/nowhere'),
      () => as(coach).withToken('forged').get('/members'),
      () => as(coach).get('/overview?weeks=4'),
      () => as(town.admin).get('/activity'),
      async () => (await Listener.openAndSee(as(coach))).leave(),
      async () => (await Listener.open(as(town.admin))).leave(),
    ])();
  }

  it(
    `holds no more after ${SECONDS} s than at their beginning`,
    async () => {
      const atRest = await held();
      const sinceId = await lastActivityId(database.sql);
      const recorder = new Recorder();
      const until = performance.now() + SECONDS * 1_000;
      const isOver = () => performance.now() > until;
      const stage = { ...studio, all: [studio], anyAs: as, advance: () => undefined };
      const working = Array.from({ length: CLIENTS }, async (_, index) => {
        const dice = chance(seed).forClient(index);
        while (!isOver()) {
          if (dice.between(1, 10) === 1) await oddThing(dice);
          await randomOperation(stage, town, dice, recorder);
          await sleep(PAUSE_MS);
        }
      });
      const looks: Held[] = [];
      const looking = (async () => {
        while (!isOver()) {
          await sleep(LOOK_EVERY_MS);
          looks.push(await held());
        }
      })();
      await Promise.all([...working, looking]);

      // The first tenth is the start: what is used first is loaded, compiled, prepared.
      const later = looks.slice(Math.ceil(looks.length / 10));
      const third = Math.ceil(later.length / 3);
      const middle = (part: Held[], of: keyof Held) =>
        percentile(
          part.map((one) => one[of]),
          50,
        );
      const [first, last] = [later.slice(0, third), later.slice(-third)];
      const figures = {
        answers: recorder.statuses,
        heapMiB: [first, last].map((part) => Math.round(middle(part, 'heapBytes') / 2 ** 20)),
        files: [atRest.files, ...[first, last].map((part) => middle(part, 'files'))],
      };
      process.stdout.write(`soak: ${JSON.stringify(figures)}\n`);
      expect(middle(last, 'heapBytes')).toBeLessThan(middle(first, 'heapBytes') * MAY_GROW_BY);

      await expect.poll(async () => (await held()).files).toBeLessThan(atRest.files + 20);
      const idle = await readMetrics(new Api(product.base, studio.app));
      for (const name of ['coach_streams_open', 'coach_database_works_running']) {
        expect(idle.get(name), name).toBe(0);
      }
      expect(idle.get('coach_database_works_waiting')).toBe(0);
      // A machine without time for us lets somebody wait too long now and then.
      expect(recorder.unavailable).toBeLessThan(1 + recorder.answers.length / 100);
      expect(recorder.failures).toEqual([]);
      expect(await violations(database.sql)).toEqual([]);
      expect(await recorder.differences(database.sql, sinceId)).toEqual([]);
    },
    SIZED_TIMEOUT_MS,
  );
});
