import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import { driverErrorOf } from '../database/faults.js';
import { UNFINISHED } from '../database/unfinished-restore.js';
import { quoted } from './copy-facts.js';
import { BackupRefused } from './refused.js';
import { ServerDatabase, urlOfDatabase } from './server-database.js';

const LOOK_AGAIN_MS = 200;
const ALONE_WITHIN_MS = 10_000;
/** Less, because who waits for the name is connected, too. */
const NAME_WITHIN_SECONDS = 5;

type Configure = (url: string) => Config;

/**
 * Opens the database that the URL names, to be filled: it is made if there is none. One that a
 * restore has left unfinished is emptied; throws `BackupRefused` for every other that is not empty,
 * and for one that another restore is filling. Until it is closed, no other restore gets it.
 */
export async function openEmpty(url: string, configure: Configure): Promise<ServerDatabase> {
  const database = (await ServerDatabase.open(configure(url))) ?? (await make(url, configure));
  try {
    await requireOnly(database);
    const objects = await database.objects();
    const isUnfinished = objects.some(({ name }) => name === UNFINISHED);
    if (objects.length > 0 && !isUnfinished) {
      throw new BackupRefused(
        `The database ${database.name} is not empty, and nothing in it was changed. ` +
          'Restore into another one, which is made: add --into NAME',
      );
    }
    if (isUnfinished) {
      await requireAlone(database);
      await empty(database);
    }
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function make(url: string, configure: Configure): Promise<ServerDatabase> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const server = await ServerDatabase.open(configure(urlOfDatabase(url, 'information_schema')));
  try {
    await server?.ask(
      `CREATE DATABASE ${quoted(name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    );
  } catch (error) {
    const why = driverErrorOf(error).sqlMessage ?? (error as Error).message;
    throw new BackupRefused(
      `The database ${name} is not there and cannot be made: ${why}. ` +
        'Let somebody make an empty one of that name who may, and run this again.',
    );
  } finally {
    await server?.close();
  }
  const made = await ServerDatabase.open(configure(url));
  if (!made) throw new BackupRefused(`The database ${name} was made, and is not there.`);
  return made;
}

/** Of two that begin at the same time, both see it empty. */
async function requireOnly(database: ServerDatabase): Promise<void> {
  if (await database.takeName('coach-restore', NAME_WITHIN_SECONDS)) return;
  throw new BackupRefused(
    `Another restore into ${database.name} is under way. Nothing was changed by this one.`,
  );
}

/** The program of a restore that was killed lives for moments; that of another one for longer. */
async function requireAlone(database: ServerDatabase): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
    if ((await database.othersConnected()) === 0) return;
    if (waitedMs >= ALONE_WITHIN_MS) break;
    await sleep(LOOK_AGAIN_MS);
  }
  throw new BackupRefused(
    `Somebody is connected to ${database.name}: another restore, perhaps. Nothing was changed.`,
  );
}

/** All but the mark: if this is stopped, the next run knows by it what to do. */
async function empty(database: ServerDatabase): Promise<void> {
  await database.run('SET foreign_key_checks = 0');
  // Triggers go with their tables.
  const objects = (await database.objects()).filter(({ kind }) => kind !== 'trigger');
  for (const { kind, name } of objects.filter((one) => one.name !== UNFINISHED)) {
    await database.run(`DROP ${kind} IF EXISTS ${quoted(name)}`);
  }
}
