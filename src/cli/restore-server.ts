import type { InUse } from '../backup/copy-age-rules.js';
import { type CopyFacts, LOG } from '../backup/copy-facts.js';
import { inUseBeside } from '../backup/copy-log.js';
import { openEmpty } from '../backup/empty-database.js';
import { BackupRefused } from '../backup/refused.js';
import { ServerDatabase, urlOfDatabase } from '../backup/server-database.js';
import { findServerProgram } from '../backup/server-programs.js';
import { readDump, type RestoreDumpOrder, restoreServer } from '../backup/server-restore.js';
import { Clock } from '../common/clock.js';
import type { Config } from '../config/config.js';
import { proveBooks } from './copy-proof.js';
import {
  checkCode,
  describeCopy,
  endedText,
  requireKnownSchema,
  type RestoreOptions,
} from './restore-words.js';
import type { Terminal } from './terminal.js';

/** Reads a dump from beginning to end, and compares it with the configured database. */
export async function checkDump(file: string, terminal: Terminal): Promise<number> {
  const config = terminal.configure();
  const { manifest } = await readDump(file);
  const beside = await inUse(config, manifest);
  const { isOld, isCompared, text } = describeCopy(file, manifest, beside, config);
  terminal.write(text);
  requireKnownSchema(file, manifest);
  terminal.write(`It is whole. Its books are proved by: npm run restore -- ${file} --into NAME\n`);
  return checkCode({ isGood: !isOld, isProved: isCompared });
}

/** Puts a dump into an empty database: the configured one, or another on its server. */
export async function restoreDump(
  file: string,
  { into, replace = false }: RestoreOptions,
  terminal: Terminal,
): Promise<boolean> {
  const config = terminal.configure();
  const { database } = config;
  if (database.kind === 'sqlite') throw new Error('no server');
  if (replace) throw new BackupRefused('On a server nothing is replaced: use --into NAME.');
  const client = await findServerProgram('client', database.kind);
  const dump = await readDump(file);
  requireKnownSchema(file, dump.manifest);
  const url = into === undefined ? database.url : urlOfDatabase(database.url, into);
  const configure = (other: string) => terminal.configure({ DATABASE_URL: other });
  const place = { url, tls: database.tls };
  const order: RestoreDumpOrder = { client, place, file, dump, at: new Clock().now() };
  // One that cannot be read is why somebody restores.
  const asking = into === undefined ? undefined : inUse(config, dump.manifest);
  const beside = await asking?.catch(() => undefined);
  const target = await openEmpty(url, configure);
  terminal.write(describeCopy(file, dump.manifest, beside, config).text);
  const restored = await restoreServer(target, order, { isBeside: into !== undefined }).finally(
    () => target.close(),
  );
  terminal.write(`Restored into the database ${target.name}.\n${endedText(restored)}`);
  terminal.write(restored.notes.map((note) => `${note}\n`).join(''));
  const { holds, text } = await proveBooks(configure(url), terminal);
  terminal.write(text);
  if (into !== undefined) terminal.write(HOW_TO_USE);
  return holds;
}

const HOW_TO_USE = [
  'The database in use was not touched. To use this one instead: stop the product, put its name',
  'at the end of DATABASE_URL (with Docker: DATABASE_NAME in .env), and into the settings of PHP;',
  'start it. If it was a trial: drop it.',
  '',
].join('\n');

async function inUse(config: Config, facts: CopyFacts): Promise<InUse | undefined> {
  const database = await ServerDatabase.open(config);
  if (!database) return undefined;
  try {
    const tables = await database.tables();
    if (!tables.includes(LOG)) return undefined;
    return await inUseBeside(database, facts, config.databaseTimeZone);
  } finally {
    await database.close();
  }
}
