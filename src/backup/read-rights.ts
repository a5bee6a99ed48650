import { lackOf } from '../adoption/grant-rules.js';
import { BackupRefused } from './refused.js';
import type { ServerDatabase } from './server-database.js';

/** Without the last two, things that are there are not seen, and would be missing. */
const NEEDED_RIGHTS = ['SELECT', 'SHOW VIEW', 'TRIGGER', 'EVENT'];

/** Whoever has one of them sees the names of all routines, so that one is missed in the dump. */
const SHOWING_ROUTINES = [
  ...['EXECUTE', 'CREATE ROUTINE', 'ALTER ROUTINE'],
  // Of MySQL 8.0.20 and MariaDB 11.3, and they show the text as well.
  ...['SHOW_ROUTINE', 'SHOW CREATE ROUTINE'],
];

/** Throws `BackupRefused` where this user may not read all that a backup must have. */
export async function requireRights(database: ServerDatabase): Promise<void> {
  const lack = lackOf(await grantsIn(database), {
    database: database.name,
    rights: NEEDED_RIGHTS,
    own: [],
  });
  if (!lack) return;
  const rights = lack.rights.join(', ');
  throw new BackupRefused(
    `The database user may not read all that a backup needs: ${rights}. ` +
      `GRANT ${rights} ON \`${lack.on}\`.* TO ${await accountOf(database)};`,
  );
}

/**
 * What to say where this user does not see which procedures and functions there are: the server
 * hides those of others as if they were not there, and the program that dumps says nothing.
 */
export async function blindnessOf(database: ServerDatabase): Promise<string | undefined> {
  const lines = await grantsIn(database);
  const { name } = database;
  const sees = SHOWING_ROUTINES.some(
    (right) => !lackOf(lines, { database: name, rights: [right], own: [] }),
  );
  if (sees || (await readsAllTexts(database))) return undefined;
  const account = await accountOf(database);
  return (
    'NOT WHOLE for certain: this user does not see whether there are procedures and functions\n' +
    `of others. GRANT SELECT ON mysql.proc TO ${account}; (MySQL: GRANT SHOW_ROUTINE ON *.* TO …)`
  );
}

/** By the table in which MariaDB keeps them; MySQL 8 has none. */
async function readsAllTexts(database: ServerDatabase): Promise<boolean> {
  try {
    await database.ask('SELECT * FROM mysql.proc LIMIT 0');
    return true;
  } catch {
    return false;
  }
}

async function grantsIn(database: ServerDatabase): Promise<string[]> {
  const rows = await database.ask<Record<string, string>>('SHOW GRANTS');
  return rows.map((row) => Object.values(row)[0] ?? '');
}

async function accountOf(database: ServerDatabase): Promise<string> {
  const [who] = await database.ask<{ user: string }>('SELECT CURRENT_USER() AS user');
  const account = (who?.user ?? '').split('@').map((part) => `'${part}'`);
  return account.join('@');
}
