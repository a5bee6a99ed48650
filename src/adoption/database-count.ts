import type { Config } from '../config/config.js';
import { inventoryOf } from './inventory.js';
import { compareInventories, type InventoryComparison } from './inventory-rules.js';

/** There are no two databases to be compared. */
export class NothingToCount extends Error {}

/** The URL of a database that is named alone, on the server of the configured one. */
export function databaseUrlOf({ database }: Config, nameOrUrl: string): string {
  if (nameOrUrl.includes('://')) return nameOrUrl;
  if (database.kind === 'sqlite') {
    throw new NothingToCount('Set DATABASE_URL to a database on the server, or name two URLs.');
  }
  const url = new URL(database.url);
  url.pathname = `/${encodeURIComponent(nameOrUrl)}`;
  return url.href;
}

/** Counts what two databases hold, the first of which may be in use, and changes nothing. */
export async function countDatabases(
  one: Config,
  other: Config,
  options: { inUse: boolean },
): Promise<InventoryComparison> {
  if (one.database.kind === 'sqlite' || other.database.kind === 'sqlite') {
    throw new NothingToCount('Databases on a server are compared, and no files.');
  }
  if (one.database.url === other.database.url) {
    throw new NothingToCount('This is the same database twice.');
  }
  return compareInventories(await inventoryOf(one), await inventoryOf(other), options);
}
