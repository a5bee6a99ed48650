import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Ended, endWhatIsOld } from './after-restore.js';
import { contentOf, readingTrouble } from './backup-content.js';
import { factsOf, quoted, requireOurs } from './copy-facts.js';
import { type NamedInDump, NamesOfDump } from './dump-names.js';
import { DumpReader } from './dump-reader.js';
import { isLater, type Manifest, manifestIn } from './manifest.js';
import type { ServerPlace } from './option-file.js';
import { BackupRefused } from './refused.js';
import { UNFINISHED } from '../database/unfinished-restore.js';
import type { ServerDatabase } from './server-database.js';
import { type Running, type ServerProgram, startClient } from './server-programs.js';

/** A dump that was read from its beginning to its end. */
interface ReadDump extends NamedInDump {
  readonly manifest: Manifest;
}

/** What is put where: `place` is the database that is filled. */
export interface RestoreDumpOrder {
  readonly client: ServerProgram;
  readonly place: ServerPlace;
  readonly file: string;
  readonly dump: ReadDump;
  readonly at: Date;
}

/** What became of a restore into a server database. */
interface RestoredDump extends Ended {
  readonly notes: readonly string[];
}

/** Reads a whole dump. Throws `BackupRefused` where something of it is missing. */
export async function readDump(file: string): Promise<ReadDump> {
  const reader = new DumpReader();
  const content = await contentOf(file);
  try {
    for await (const chunk of content) reader.take(chunk as Buffer);
  } catch (error) {
    throw readingTrouble(error, file);
  }
  if (!reader.isComplete) {
    throw new BackupRefused(`${file} is cut off: the end of the dump is missing.`);
  }
  const manifest = manifestIn(reader.trailer);
  if (!manifest) {
    throw new BackupRefused(
      `${file} is a dump that npm run backup has not made, or its last line is missing. ` +
        'It can be restored by the program that is for its server.',
    );
  }
  if (isLater(manifest)) {
    throw new BackupRefused(`${file} was made by a later version of this product.`);
  }
  const { facts } = reader;
  if (facts.rows[UNFINISHED] !== undefined) {
    throw new BackupRefused(`${file} is of a database that was being restored: use another one.`);
  }
  requireSame(manifest, facts.rows, `${file} is damaged`);
  requireOurs(facts, file);
  return { manifest, definers: reader.definers, altered: reader.altered };
}

/** Puts a dump that was read into an empty database, and proves that all of it has arrived. */
export async function restoreServer(
  database: ServerDatabase,
  { client, place, file, dump, at }: RestoreDumpOrder,
  { isBeside }: { isBeside: boolean },
): Promise<RestoredDump> {
  await database.run(`CREATE TABLE IF NOT EXISTS ${UNFINISHED} (since varchar(40) NOT NULL)`);
  const names = await NamesOfDump.on(database, dump);
  await fill(startClient(client, place), file, names);
  // First: by the clock they change what is counted.
  const events = isBeside ? await stopEvents(database) : [];
  const { rows } = await factsOf(database);
  requireSame(dump.manifest, rows, `The database ${database.name} is not what the backup is`);
  const ended = await endWhatIsOld(database, at);
  await database.run(`DROP TABLE ${UNFINISHED}`);
  return { ...ended, notes: [...names.notes, ...events] };
}

/** What runs by the clock must not do in a trial what it does in the database in use. */
async function stopEvents(database: ServerDatabase): Promise<string[]> {
  const objects = await database.objects();
  const events = objects.flatMap(({ kind, name }) => (kind === 'event' ? [quoted(name)] : []));
  for (const event of events) await database.run(`ALTER EVENT ${event} DISABLE`);
  if (events.length === 0) return [];
  const statements = events.map((event) => `ALTER EVENT ${event} ENABLE;`);
  return ['Its events are off. Before it is used, turn those on that are to run:', ...statements];
}

async function fill(client: Running, file: string, names: NamesOfDump): Promise<void> {
  client.stdout.resume();
  const renaming = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      done(null, names.take(chunk));
    },
    flush: (done) => {
      done(null, names.end());
    },
  });
  try {
    await pipeline(await contentOf(file), renaming, client.stdin);
  } catch (error) {
    // Where it has ended by itself, its own words say more.
    await client.ended;
    throw readingTrouble(error, file);
  }
  await client.ended;
}

/** Throws `BackupRefused` where a table has not as many rows as the manifest says. */
function requireSame({ rows }: Manifest, found: Record<string, number>, what: string): void {
  const wrong = Object.entries(rows).filter(([table, count]) => found[table] !== count);
  if (wrong.length === 0) return;
  const list = wrong.map(([table, count]) => `${table} ${found[table] ?? 'none'} of ${count}`);
  throw new BackupRefused(`${what}: rows of ${list.slice(0, 5).join(', ')}`);
}
