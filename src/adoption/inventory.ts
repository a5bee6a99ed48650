import { DataSource, type QueryRunner } from 'typeorm';
import type { Config } from '../config/config.js';
import { operatorDataSourceOptions } from '../database/data-source-options.js';
import type { Inventory, InventoryEntry } from './inventory-rules.js';

/** What a server database can hold; `definer` is in whose name it runs. */
const OBJECTS = [
  `SELECT LOWER(TABLE_TYPE) AS kind, TABLE_NAME AS name, NULL AS definer
     FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE <> 'VIEW'`,
  `SELECT 'view', TABLE_NAME, DEFINER FROM information_schema.VIEWS
    WHERE TABLE_SCHEMA = DATABASE()`,
  `SELECT 'trigger', TRIGGER_NAME, DEFINER FROM information_schema.TRIGGERS
    WHERE TRIGGER_SCHEMA = DATABASE()`,
  `SELECT LOWER(ROUTINE_TYPE), ROUTINE_NAME, DEFINER FROM information_schema.ROUTINES
    WHERE ROUTINE_SCHEMA = DATABASE()`,
  `SELECT 'event', EVENT_NAME, DEFINER FROM information_schema.EVENTS
    WHERE EVENT_SCHEMA = DATABASE()`,
];

interface ObjectRow {
  readonly kind: string;
  readonly name: string;
  readonly definer: string | null;
}

/** All objects of the database that this user may see. */
export async function objectsIn(runner: QueryRunner): Promise<ObjectRow[]> {
  return (await runner.query(OBJECTS.join(' UNION ALL '))) as ObjectRow[];
}

/** Reads what a database holds, and the rows and contents of each table; changes nothing. */
export async function inventoryOf(config: Config): Promise<Inventory> {
  const dataSource = new DataSource({ ...operatorDataSourceOptions(config), logger: 'debug' });
  await dataSource.initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SET SESSION TRANSACTION READ ONLY');
    const entries: InventoryEntry[] = [];
    for (const object of await objectsIn(runner)) {
      entries.push({ ...object, ...(await contentsOf(runner, object)) });
    }
    const [{ name = '' } = {}] = (await runner.query('SELECT DATABASE() AS name')) as {
      name?: string;
    }[];
    return { name, entries };
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

/** A view whose tables or whose definer are gone is there, and cannot be read. */
async function contentsOf(
  runner: QueryRunner,
  { kind, name }: ObjectRow,
): Promise<Pick<InventoryEntry, 'rows' | 'checksum' | 'fault'>> {
  const isView = kind === 'view';
  if (!isView && !kind.endsWith('table') && kind !== 'system versioned') return {};
  try {
    const [count] = (await runner.query(`SELECT COUNT(*) AS n FROM ${quoted(name)}`)) as {
      n: string | number;
    }[];
    const rows = Number(count?.n);
    if (isView) return { rows };
    const [sum] = (await runner.query(`CHECKSUM TABLE ${quoted(name)}`)) as {
      Checksum: string | number | null;
    }[];
    return { rows, checksum: String(sum?.Checksum) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
