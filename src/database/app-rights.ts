import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { ROOT_FOLDER } from '../common/root-folder.js';
import type { Config } from '../config/config.js';
import { operatorDataSourceOptions } from './data-source-options.js';

/** Why no rights are given. */
export class RightsRefused extends Error {}

/** A user of the server, and from where it comes, as the server has it. */
export interface Grantee {
  readonly user: string;
  readonly host: string;
}

const RIGHTS = join(ROOT_FOLDER, 'docs/app-rights.sql');

/** What may stand between quotes as it is; servers allow longer names than anybody gives. */
const NAME = /^[\w.-]{1,32}$/;
const HOST = /^[\w.:%-]{1,60}$/;

const HOW = 'Who serves must be there, and who migrates must have its rights WITH GRANT OPTION.';

/**
 * Gives a user the rights of daily work in the configured database, by the user of the
 * configuration. False where that is the same user, to whom nothing need be given. Throws
 * `RightsRefused`.
 */
export async function giveAppRights(config: Config, { user, host }: Grantee): Promise<boolean> {
  const { database } = config;
  if (database.kind === 'sqlite') {
    throw new RightsRefused('The embedded database has no users: set DATABASE_URL to a server.');
  }
  if (!NAME.test(user)) throw new RightsRefused('--user is the name of a user of the database.');
  if (!HOST.test(host)) throw new RightsRefused('--host is from where it comes: %, or 10.0.0.5.');
  if (decodeURIComponent(new URL(database.url).username) === user) return false;
  const rights = await readFile(RIGHTS, 'utf8');
  await run(config, rights.replaceAll("'coach_app'@'%'", `'${user}'@'${host}'`));
  return true;
}

async function run(config: Config, statements: string): Promise<void> {
  const dataSource = new DataSource({ ...operatorDataSourceOptions(config), logger: 'debug' });
  await dataSource.initialize();
  try {
    await dataSource.query(statements).catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error);
      throw new RightsRefused(`The server says: ${said}. ${HOW}`);
    });
  } finally {
    await dataSource.destroy();
  }
}
