import { afterEach, describe, expect, it } from 'vitest';
import { revert } from '../support/adoption/adopting.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { factsOf, schemaTextOf } from '../support/adoption/legacy-facts.js';
import {
  type Command,
  expectBooks,
  type Outcome,
  outcomeOf,
  stopAfter,
} from '../support/adoption/stopping.js';
import { dropDatabases } from '../support/database.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { migrate } from '../support/sql.js';

const USAGES = 200;
const STOPS = size({ ci: 3, full: 40 });
const TIMEOUT_MS = Math.max(SIZED_TIMEOUT_MS, 300_000);

const open: LegacyDatabase[] = [];

const isArchiveDrop = (sql: string) => /^DROP TABLE .*coach_archived_/.test(sql);

async function legacyDatabase(): Promise<LegacyDatabase> {
  const legacy = await createLegacyDatabase('enhanced', USAGES);
  open.push(legacy);
  return legacy;
}

afterEach(async () => {
  for (const legacy of open.splice(0)) await legacy.close();
  await dropDatabases();
});

/** What the first, uninterrupted adoption made of such a database. */
async function adopted(): Promise<Outcome> {
  const legacy = await legacyDatabase();
  await migrate(legacy.url);
  await expectBooks(legacy.url);
  return outcomeOf(legacy);
}

describe('a stop between any two statements', () => {
  /** Moments spread over so many statements, the last ones among them. */
  const moments = (total: number) =>
    Array.from({ length: STOPS }, (_, n) => Math.floor((total * (n + 0.5)) / STOPS)).concat(
      total - 2,
      total - 1,
    );

  /** All that the command sends to its end. */
  const statementsOf = async (url: string, name: Command) =>
    (await stopAfter(url, name, Number.POSITIVE_INFINITY)) ?? [];

  it(
    'of adoption is mended by adopting again',
    async () => {
      const right = await adopted();
      const first = await legacyDatabase();
      const total = (await statementsOf(first.url, 'migration:run')).length;
      for (const moment of moments(total)) {
        const legacy = await legacyDatabase();
        expect(await stopAfter(legacy.url, 'migration:run', moment)).toBeUndefined();
        await migrate(legacy.url);
        expect(await outcomeOf(legacy), `stopped after ${moment}`).toEqual(right);
      }
    },
    TIMEOUT_MS,
  );

  it(
    'of adoption is mended by reverting, too',
    async () => {
      const first = await legacyDatabase();
      const before = { schema: await schemaTextOf(first), facts: await factsOf(first) };
      const total = (await statementsOf(first.url, 'migration:run')).length;
      for (const moment of moments(total)) {
        const legacy = await legacyDatabase();
        await stopAfter(legacy.url, 'migration:run', moment);
        await revert(legacy.url);
        const after = { schema: await schemaTextOf(legacy), facts: await factsOf(legacy) };
        expect(after, `stopped after ${moment}`).toEqual(before);
      }
    },
    TIMEOUT_MS,
  );

  it(
    'of adopting what was given back is mended by adopting again',
    async () => {
      const returned = async () => {
        const legacy = await legacyDatabase();
        await migrate(legacy.url);
        await revert(legacy.url);
        return legacy;
      };
      const first = await returned();
      const sent = await statementsOf(first.url, 'migration:run');
      const right = await outcomeOf(first);
      // The archives go one after the other: what is put back from them is so once for all.
      const drops = sent.flatMap((text, n) => (isArchiveDrop(text) ? [n + 1] : []));
      expect(drops).toHaveLength(3);
      for (const moment of [...moments(sent.length), ...drops]) {
        const legacy = await returned();
        expect(await stopAfter(legacy.url, 'migration:run', moment)).toBeUndefined();
        await migrate(legacy.url);
        expect(await outcomeOf(legacy), `stopped after ${moment}`).toEqual(right);
        await expectBooks(legacy.url);
      }
    },
    TIMEOUT_MS,
  );

  it.each([
    { next: 'reverting again', andThen: 'migration:revert' },
    { next: 'adopting again', andThen: 'migration:run' },
  ] as const)(
    'of a revert is mended by $next',
    async ({ andThen }) => {
      const first = await legacyDatabase();
      const before = { schema: await schemaTextOf(first), facts: await factsOf(first) };
      await migrate(first.url);
      const right = await outcomeOf(first);
      const total = (await statementsOf(first.url, 'migration:revert')).length;

      for (const moment of moments(total)) {
        const legacy = await legacyDatabase();
        await migrate(legacy.url);
        await stopAfter(legacy.url, 'migration:revert', moment);
        const about = `stopped after ${moment}`;
        if (andThen === 'migration:revert') {
          await revert(legacy.url);
          const after = { schema: await schemaTextOf(legacy), facts: await factsOf(legacy) };
          expect(after, about).toEqual(before);
        }
        await migrate(legacy.url);
        expect(await outcomeOf(legacy), about).toEqual(right);
        await expectBooks(legacy.url);
      }
    },
    TIMEOUT_MS,
  );
});
