import { openDatabase } from '../sql.js';
import { bookedAndVerified, type Books, booksOf } from './adopting.js';
import type { LegacyDatabase } from './legacy-database.js';
import { factsOf, type LegacyFacts, schemaTextOf } from './legacy-facts.js';

const EACH = { transaction: 'each' } as const;

/** What a command wants of the database. */
export type Command = 'migration:run' | 'migration:revert';

/**
 * Does what the command does, the revert until nothing is left, but sends no more than so many
 * statements: as a kill between two statements does. Returns what it sent, if it came to the end.
 */
export async function stopAfter(
  url: string,
  command: Command,
  statements: number,
): Promise<readonly string[] | undefined> {
  const { dataSource, sql, close } = await openDatabase(url);
  const sent: string[] = [];
  const createQueryRunner = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (mode) => {
    const runner = createQueryRunner(mode);
    const query = runner.query.bind(runner);
    runner.query = async (text: string, ...rest: []) => {
      // A connection that ends lets its name go without a statement.
      if (text.includes('RELEASE_LOCK')) return query(text, ...rest);
      if (sent.length >= statements && text !== 'ROLLBACK') throw new Error('stopped here');
      sent.push(text);
      return query(text, ...rest);
    };
    return runner;
  };
  try {
    if (command === 'migration:run') await dataSource.runMigrations(EACH);
    else await undoAll();
    return sent;
  } catch (error) {
    if (error instanceof Error && error.message === 'stopped here') return undefined;
    throw error;
  } finally {
    await close();
  }

  async function undoAll(): Promise<void> {
    for (;;) {
      const [last] = await sql('SELECT id FROM coach_schema_migration LIMIT 1');
      if (!last) return;
      await dataSource.undoLastMigration(EACH);
    }
  }
}

/** All that must be the same however often an adoption was stopped. */
export interface Outcome {
  readonly schema: string[];
  readonly facts: LegacyFacts;
  readonly books: Books;
}

export async function outcomeOf(legacy: LegacyDatabase): Promise<Outcome> {
  const { packages, usages, activities } = await booksOf(legacy);
  return {
    schema: await schemaTextOf(legacy),
    facts: await factsOf(legacy),
    books: {
      packages,
      usages: usages.map(comparable),
      activities: activities.map(comparable),
    },
  };
}

/** Without what is each run's own: ids of new rows, and when the books were opened. */
function comparable(row: Record<string, unknown>): Record<string, unknown> {
  const isOurs = row.adjustment_type === 'grant' || row.action === 'package.adopted';
  return isOurs ? { ...row, id: null, usage_id: null, created_at: null } : row;
}

/** Throws unless the books add up. */
export async function expectBooks(url: string): Promise<void> {
  const { holds, violations } = await bookedAndVerified(url);
  if (!holds) throw new Error(violations.join('\n'));
}
