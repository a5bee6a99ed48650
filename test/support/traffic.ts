import { DIALECT } from '../../src/database/dialects/dialect.token.js';
import type { Dialect } from '../../src/database/dialects/dialect.js';
import type { StatementResult } from '../../src/database/statement.js';
import { isServerDatabase } from './database.js';
import type { Studio } from './studio.js';

/*
 * What the product of a studio sends to its database while a piece of a test runs: in how many
 * messages, which statements, and what the database reads for them.
 */

/** What one request sends to the database. */
export interface Traffic {
  /** Messages: each is a round trip, where the database is a server. */
  readonly messages: string[][];
  readonly statements: number;
}

/** Watches the messages that the product of a studio sends while `work` is under way. */
export async function trafficOf(studio: Studio, work: () => Promise<unknown>): Promise<Traffic> {
  const messages: string[][] = [];
  await withSending(studio, work, async (send, statements) => {
    messages.push(statements.map(({ sql }) => sql));
    return send(statements);
  });
  return { messages, statements: messages.flat().length };
}

type Statements = Parameters<Dialect['send']>[1];
type Send = (statements: Statements) => ReturnType<Dialect['send']>;

/** Has every message go through `carry` while `work` is under way. */
export async function withSending(
  studio: Studio,
  work: () => Promise<unknown>,
  carry: (send: Send, statements: Statements) => ReturnType<Dialect['send']>,
): Promise<void> {
  const dialect = studio.app.get<Dialect>(DIALECT, { strict: false });
  const send = dialect.send.bind(dialect);
  dialect.send = async (runner, statements) => {
    return carry(async (sent) => send(runner, sent), statements);
  };
  try {
    await work();
  } finally {
    dialect.send = send;
  }
}

/** A statement as the product sent it. */
export interface SentStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Rows that the server read for it, from tables and keys; 0 on SQLite, which does not tell. */
  readonly rowsRead: number;
}

const READS = /^\s*(SELECT|WITH)/i;

/** Notes the statements that a studio sends while a piece of a test runs, and what they read. */
export class StatementCounter {
  constructor(private readonly studio: Studio) {}

  /** What was sent while the work ran, one by one, so that each has read what it has read. */
  async during(work: () => Promise<unknown>): Promise<SentStatement[]> {
    const sent: SentStatement[] = [];
    await withSending(this.studio, work, async (send, statements) => {
      const results: StatementResult[] = [];
      for (const statement of statements) {
        const ask = async (sql: string) => (await send([{ sql, values: [] }]))[0]?.rows;
        const before = await rowsReadOn(ask);
        results.push(...(await send([statement])));
        const rowsRead = (await rowsReadOn(ask)) - before;
        const sql = statement.sql.replace(/\s+/g, ' ').trim();
        sent.push({ sql, parameters: statement.values, rowsRead });
      }
      return results;
    });
    return sent;
  }

  /** Tables, and on SQLite keys too, that the statements read from end to end, by their plans. */
  async scans(statements: readonly SentStatement[]): Promise<string[]> {
    const found: string[] = [];
    for (const { sql, parameters } of statements.filter((one) => READS.test(one.sql))) {
      const prefix = isServerDatabase() ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN';
      const plan = await this.studio.sql<PlanStep>(`${prefix} ${sql}`, [...parameters]);
      found.push(...scannedIn(plan).map((name) => `${name}: ${sql}`));
    }
    return found;
  }
}

interface PlanStep {
  /** A line of SQLite's plan. */
  readonly detail?: string;
  /** A table of the server's plan, and how it is read. */
  readonly table?: string | null;
  readonly type?: string;
}

/** Tables that the database makes itself are read from end to end: they hold what was found. */
function scannedIn(plan: readonly PlanStep[]): string[] {
  const made = new Set<string>();
  const scanned: string[] = [];
  for (const { detail, table, type } of plan) {
    const [, maker, one] = /^(CO-ROUTINE|MATERIALIZE|SCAN) (\w+)/.exec(detail ?? '') ?? [];
    if (one !== undefined && maker === 'SCAN') scanned.push(one);
    else if (one !== undefined) made.add(one);
    if (type === 'ALL' && typeof table === 'string' && /^\w/.test(table)) scanned.push(table);
  }
  return scanned.filter((name) => !made.has(name) && name !== 'CONSTANT');
}

/** How many rows a connection has read so far; 0 where the database does not tell. */
async function rowsReadOn(
  ask: (sql: string) => Promise<readonly unknown[] | undefined>,
): Promise<number> {
  if (!isServerDatabase()) return 0;
  const counters = await ask("SHOW SESSION STATUS LIKE 'Handler_read%'");
  // What temporary tables hold is read by position and from their beginning on.
  const ofTables = (counters as { Variable_name: string; Value: string }[]).filter(
    ({ Variable_name: name }) => !/_(rnd|rnd_next|rnd_deleted)$/.test(name),
  );
  return ofTables.reduce((sum, { Value }) => sum + Number(Value), 0);
}
