import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type QueryRunner } from 'typeorm';
import { ARCHIVE_TABLES } from '../../migrations/adoption/archive.js';
import type { Config } from '../config/config.js';
import { operatorDataSourceOptions } from '../database/data-source-options.js';
import { BOOKKEEPING } from '../database/dialects/dialect.js';

/** What giving the database back would end, and who still works on it. */
export interface Leaving {
  /** Whether it was given back already, and has what was put aside then. */
  readonly hasLeft: boolean;
  /** Valid tokens of devices; nobody can make the same ones again. */
  readonly deviceTokens: number;
  /** From where others have been connected all the while, in the name of this user. */
  readonly connections: readonly string[];
}

const NOTHING: Leaving = { hasLeft: false, deviceTokens: 0, connections: [] };

interface Connection {
  readonly id: number | string;
  readonly host: string;
}

/** PHP's pages are connected for moments, and the product as long as it runs. */
const LOOK_AGAIN_MS = 1_500;

const CONNECTIONS = `SELECT ID AS id, HOST AS host FROM information_schema.PROCESSLIST
  WHERE DB = DATABASE() AND ID <> CONNECTION_ID()
    AND USER = SUBSTRING_INDEX(USER(), '@', 1) ORDER BY ID`;

/** Looks at the configured database, and changes nothing. */
export async function beforeLeaving(config: Config): Promise<Leaving> {
  if (config.database.kind === 'sqlite') return NOTHING;
  const dataSource = new DataSource({ ...operatorDataSourceOptions(config), logger: 'debug' });
  await dataSource.initialize();
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('coach_schema_origin'))) {
      // One that stopped at its very end has its record still, and has not left.
      const hasRecord = await runner.hasTable(BOOKKEEPING.migrationsTableName);
      return { ...NOTHING, hasLeft: !hasRecord && (await hasArchive(runner)) };
    }
    const connections = await connectionsThatStay(runner);
    return { ...NOTHING, deviceTokens: await deviceTokens(runner), connections };
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

/** Those that would be empty are not there. */
async function hasArchive(runner: QueryRunner): Promise<boolean> {
  for (const table of ARCHIVE_TABLES) if (await runner.hasTable(table)) return true;
  return false;
}

async function connectionsThatStay(runner: QueryRunner): Promise<string[]> {
  const look = async () => (await runner.query(CONNECTIONS)) as Connection[];
  const before = new Set((await look()).map(({ id }) => String(id)));
  if (before.size === 0) return [];
  await sleep(LOOK_AGAIN_MS);
  const after = await look();
  return after.filter(({ id }) => before.has(String(id))).map(({ id, host }) => `${id}, ${host}`);
}

async function deviceTokens(runner: QueryRunner): Promise<number> {
  if (!(await runner.hasTable('coach_device_token'))) return 0;
  const [row] = (await runner.query(
    `SELECT COUNT(*) AS \`count\` FROM coach_device_token
      WHERE revoked_at IS NULL AND expires_at > UTC_TIMESTAMP()`,
  )) as { count: number | string }[];
  return Number(row?.count ?? 0);
}
