import { createWriteStream } from 'node:fs';
import { PassThrough, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Config, ServerDatabaseConfig } from '../config/config.js';
import { UNFINISHED } from '../database/unfinished-restore.js';
import { type CopyFacts, LOG, quickFactsOf, requireOurs } from './copy-facts.js';
import { DumpReader, type ObjectKind } from './dump-reader.js';
import { trailerOf } from './manifest.js';
import { NewFile } from './new-file.js';
import { blindnessOf, requireRights } from './read-rights.js';
import { BackupRefused, fileTrouble } from './refused.js';
import { ServerDatabase } from './server-database.js';
import { findServerProgram, startDump } from './server-programs.js';

/** What a backup is asked for. */
export interface BackupOrder {
  readonly file: string;
  readonly mayReplace: boolean;
  readonly at: Date;
}

/** What is in a backup, and what to know about it. */
interface BackupResult {
  readonly facts: CopyFacts;
  readonly notes: readonly string[];
  /** What nobody knows whether it lacks, and what to do about it; undefined where it is whole. */
  readonly blindness: string | undefined;
}

/** Dumps the configured server database into a file. Throws `BackupRefused`. */
export async function backUpServer(
  config: Config,
  place: ServerDatabaseConfig,
  order: BackupOrder,
): Promise<BackupResult> {
  const program = await findServerProgram('dump', place.kind);
  const database = await ServerDatabase.open(config);
  if (!database)
    throw new BackupRefused('This user sees no database of that name. Check DATABASE_URL.');
  try {
    await requireRights(database);
    const blindness = await blindnessOf(database);
    const before = await quickFactsOf(database);
    const expected = await database.objects();
    if (expected.some(({ name }) => name === UNFINISHED)) {
      throw new BackupRefused(
        'A restore into this database did not come to its end. Run it again.',
      );
    }
    const target = await NewFile.begin(order.file, order);
    try {
      const reader = new DumpReader();
      await dumpInto(target.partial, startDump(program, place), reader, order);
      requireWhole(reader, before, expected);
      await target.finish();
      return { facts: reader.facts, notes: await notesOn(database), blindness };
    } catch (error) {
      target.discard();
      throw fileTrouble(error, order.file);
    }
  } finally {
    await database.close();
  }
}

async function dumpInto(
  path: string,
  dump: ReturnType<typeof startDump>,
  reader: DumpReader,
  { file, at }: BackupOrder,
): Promise<void> {
  dump.stdin.end();
  const reading = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      reader.take(chunk);
      done(null, chunk);
    },
    flush: (done) => {
      done(null, reader.isComplete ? trailerOf(reader.facts, at) : undefined);
    },
  });
  const packing = file.endsWith('.gz') ? createGzip() : new PassThrough();
  try {
    await pipeline(dump.stdout, reading, packing, createWriteStream(path));
  } catch (error) {
    dump.kill();
    throw error;
  }
  await dump.ended;
}

/** Throws `BackupRefused` where something is not in the dump that was there before it began. */
function requireWhole(
  { facts, objects, isComplete }: DumpReader,
  before: CopyFacts,
  expected: readonly { kind: string; name: string }[],
): void {
  requireOurs(facts, 'The database');
  if (!isComplete) throw new BackupRefused('The dump ends before its end. There is no backup.');
  const missing = expected.flatMap(({ kind, name }) =>
    kind === 'table' && facts.rows[name] === undefined ? [name] : [],
  );
  for (const kind of Object.keys(objects) as ObjectKind[]) {
    const names = kind === 'routine' ? ['procedure', 'function'] : [kind];
    const count = expected.filter((one) => names.includes(one.kind)).length;
    if (objects[kind] < count) missing.push(`${count - objects[kind]} of ${count} ${kind}s`);
  }
  const isOld =
    (facts.rows[LOG] ?? 0) < (before.rows[LOG] ?? 0) ||
    (facts.newest?.id ?? 0) < (before.newest?.id ?? 0);
  if (isOld) missing.push('changes that were there before it began');
  if (missing.length === 0) return;
  throw new BackupRefused(`The dump lacks ${missing.join(', ')}. There is no backup.`);
}

async function notesOn(database: ServerDatabase): Promise<string[]> {
  const tables = await database.tablesWithoutTransactions();
  if (tables.length === 0) return [];
  return [`Not as of one moment, because of their storage engine: ${tables.join(', ')}`];
}
