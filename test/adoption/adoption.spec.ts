import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { factsOf, type LegacyFacts, schemaTextOf } from '../support/adoption/legacy-facts.js';
import { LEGACY_KINDS } from '../support/adoption/legacy-schema.js';
import { verifiedLaws } from '../support/adoption/verified.js';
import { type OpenDatabase, openDatabase } from '../support/sql.js';

const EACH = { transaction: 'each' } as const;

describe.each(LEGACY_KINDS)('adopting a legacy database: %s', (kind) => {
  let legacy: LegacyDatabase;
  let database: OpenDatabase;
  let facts: LegacyFacts;
  let schema: string[];

  beforeAll(async () => {
    legacy = await createLegacyDatabase(kind);
    database = await openDatabase(legacy.url);
    facts = await factsOf(legacy);
    schema = await schemaTextOf(legacy);
    await database.dataSource.runMigrations(EACH);
  });
  afterAll(async () => {
    await database.close();
    await legacy.close();
  });

  it('starts from some 200 members and 5,000 usages', () => {
    expect(facts.people).toHaveLength(208);
    expect(facts.packages.length).toBeGreaterThan(240);
    expect(facts.usages).toHaveLength(5_000);
  });

  it('loses and changes no legacy fact', async () => {
    expect(await factsOf(legacy)).toEqual(facts);
  });

  it('books opening balances, so that the books add up from the first day', async () => {
    expect(await verifiedLaws(legacy.url)).toEqual({ holds: true, violations: [] });
    const [sums] = await legacy.query<Record<string, string>>(
      `SELECT COUNT(*) AS packages, SUM(version) AS versions,
              SUM(booked_sessions = COALESCE(remaining_sessions, 0)) AS booked
         FROM coach_member_list WHERE rate_type = 'package'`,
    );
    const counted = facts.packages.filter((one) => one.rate_type === 'package').length;
    expect(sums).toEqual({
      packages: counted,
      versions: String(counted),
      booked: String(counted),
    });
  });

  it('goes back to what it was, table for table and row for row, and forth again', async () => {
    const adopted = await factsOf(legacy);
    const books = await booksOf();
    await revertAll();
    expect(await schemaTextOf(legacy)).toEqual(schema);
    expect(await factsOf(legacy)).toEqual(facts);

    await database.dataSource.runMigrations(EACH);
    expect(await factsOf(legacy)).toEqual(adopted);
    expect(await booksOf()).toEqual(books);
    expect(await verifiedLaws(legacy.url)).toEqual({ holds: true, violations: [] });
  });

  async function revertAll(): Promise<void> {
    for (;;) {
      const [last] = await legacy.query('SELECT id FROM coach_schema_migration LIMIT 1');
      if (!last) break;
      await database.dataSource.undoLastMigration(EACH);
    }
  }

  async function booksOf() {
    return {
      packages: await legacy.query(
        `SELECT id, granted_sessions, version, booked_sessions, remaining_sessions, rate_type
           FROM coach_member_list ORDER BY id`,
      ),
      usages: await legacy.query('SELECT * FROM coach_usage_history ORDER BY id'),
      activities: await legacy.query('SELECT * FROM admin_activity_log ORDER BY id'),
    };
  }
});
