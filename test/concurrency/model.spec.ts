import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/common/durations.js';
import type { TestPerson } from '../support/api.js';
import { violations } from '../support/laws.js';
import { COMMANDS, type Real } from '../support/model-commands.js';
import { Model, type ModelPackage } from '../support/model.js';
import { seedFor } from '../support/seed.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { openStudios, type Studios } from '../support/studios.js';

const RUNS = size({ ci: 30, full: 300 });
const COMMANDS_A_RUN = size({ ci: 30, full: 60 });
const NOW = '2026-03-26T12:00:00Z';

interface Terms {
  readonly sessions: number | 'not counted';
  readonly days: number | undefined;
}

const terms: fc.Arbitrary<Terms> = fc.record({
  sessions: fc.constantFrom<Terms['sessions'][]>(1, 1, 2, 3, 'not counted'),
  days: fc.constantFrom(undefined, 1, 2, 3, 6),
});

describe.each(['package', 'monthly'] as const)('the product and a model of %s', (counted) => {
  let studio: Studios;
  let ana: TestPerson;
  let staff: TestPerson;
  const seed = seedFor('model');

  beforeAll(async () => {
    studio = await openStudios({ now: NOW, env: { COUNTED_RATE_TYPES: `package,${counted}` } });
    ana = await studio.given.coach();
    staff = await studio.given.staff();
  });
  afterAll(() => studio.close());

  /** A member with these packages, at the beginning of time. */
  async function begin(sold: readonly Terms[]): Promise<{ model: Model; real: Real }> {
    const hours = (Date.parse(NOW) - studio.clock.now().getTime()) / HOUR_MS;
    studio.advance({ hours });
    const tom = await studio.given.member();
    const packages: ModelPackage[] = [];
    for (const { sessions, days } of sold) {
      const isCounted = sessions !== 'not counted';
      const { id } = await studio.given.package(tom, {
        coach: ana,
        ...(isCounted ? { rateType: counted, remaining: sessions } : { rateType: 'monthly' }),
        ...(days === undefined ? {} : { expiresInDays: days }),
      });
      const expiresAt = days === undefined ? null : Date.parse(NOW) + days * DAY_MS;
      packages.push({ id, counted: isCounted, expiresAt, remaining: isCounted ? sessions : 0 });
    }
    return { model: new Model(Date.parse(NOW), packages), real: { studio, tom, ana, staff } };
  }

  async function expectSameBalances({ packages }: Model, { tom }: Real): Promise<void> {
    const { body } = await studio.api.as(ana).member(tom);
    const balances = body.packages.map((one: { id: number; remaining: number | null }) => [
      one.id,
      one.remaining,
    ]);
    expect(balances.toReversed()).toEqual(
      packages.map((one) => [one.id, one.counted ? one.remaining : null]),
    );
  }

  it(
    `answer the same, ${RUNS} times ${COMMANDS_A_RUN} commands`,
    async () => {
      const property = fc.asyncProperty(
        fc.array(terms, { minLength: 1, maxLength: 3 }),
        fc.array(fc.oneof(...COMMANDS), { minLength: COMMANDS_A_RUN, maxLength: COMMANDS_A_RUN }),
        async (sold, commands) => {
          const { model, real } = await begin(sold);
          await fc.asyncModelRun(() => ({ model, real }), commands);
          await expectSameBalances(model, real);
        },
      );
      await fc.assert(property, { seed, numRuns: RUNS, endOnFailure: false });
    },
    SIZED_TIMEOUT_MS,
  );

  it('and the books add up', async () => {
    expect(await violations(studio.sql, [counted])).toEqual([]);
  });
});
