import { createWriteStream, existsSync } from 'node:fs';
import { link, mkdir, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Ended, endWhatIsOld } from './after-restore.js';
import { contentOf, readingTrouble } from './backup-content.js';
import { type Asked, type CopyFacts, factsOf, requireOurs } from './copy-facts.js';
import { BESIDE, EmbeddedFile } from './embedded-file.js';
import { readHeader } from './file-header.js';
import { NewFile } from './new-file.js';
import { takeOver } from './same-owner.js';
import { TargetLock } from './target-lock.js';
import { BackupRefused, Damaged, fileTrouble } from './refused.js';

/** A copy as it was unpacked, with what it holds. */
export interface UnpackedCopy {
  readonly path: string;
  readonly facts: CopyFacts;
  readonly isBare: boolean;
}

/** What a restore is asked for. */
interface RestoreOrder {
  readonly file: string;
  readonly at: Date;
  /** Whether the database that is there may be set aside. */
  readonly mayReplace: boolean;
}

/** What became of it. */
interface RestoredFile extends Ended {
  /** Where the database is that was there before. */
  readonly aside: string | undefined;
  /** What else to tell. */
  readonly note: string | undefined;
}

/**
 * Told of the copy before it takes the place of the old one, if that can be read; what it throws
 * leaves all as it was.
 */
type OnUnpacked = (copy: UnpackedCopy, old: Asked | undefined) => Promise<void>;

/** Unpacks a copy into a scratch file, and makes sure that it is whole and one of ours. */
export async function unpack(file: string, path: string): Promise<UnpackedCopy> {
  if (existsSync(`${file}-wal`)) {
    throw new BackupRefused(
      `${file} has a ${basename(file)}-wal beside it, so it is a database and no backup. ` +
        `Make one of it: DATABASE_URL=sqlite:${file} npm run backup -- FILE`,
    );
  }
  try {
    await pipeline(await contentOf(file), createWriteStream(path));
  } catch (error) {
    throw readingTrouble(error, file);
  }
  const { isBare, isCut } = await readHeader(path);
  if (isCut) throw new BackupRefused(`${file} is damaged: its end is missing.`);
  const copy = new EmbeddedFile(path);
  try {
    copy.keepNothingBeside();
    await copy.requireIntegrity();
    const facts = await factsOf(copy);
    requireOurs(facts, file);
    return { path, facts, isBare };
  } catch (error) {
    throw error instanceof BackupRefused
      ? new BackupRefused(error.message.replace(path, file))
      : error;
  } finally {
    copy.close();
  }
}

/**
 * Puts a copy in the place of the embedded database. That happens in one step at the end, and what
 * was there before is set aside: whenever it is stopped, there is either the one or the other.
 */
export async function restoreEmbedded(
  target: string,
  order: RestoreOrder,
  onCopy: OnUnpacked,
): Promise<RestoredFile> {
  await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => {
    throw fileTrouble(error, target);
  });
  const lock = TargetLock.take(target);
  try {
    return await restoreAlone(target, order, onCopy);
  } finally {
    lock.release();
  }
}

async function restoreAlone(
  target: string,
  { file, at, mayReplace }: RestoreOrder,
  onCopy: OnUnpacked,
): Promise<RestoredFile> {
  const wasThere = existsSync(target);
  if (wasThere && !mayReplace) {
    throw new BackupRefused(
      `${target} exists. Stop the product and add --replace: it is set aside, not deleted.`,
    );
  }
  const old = wasThere ? takeAlone(target) : undefined;
  try {
    const restored = await NewFile.begin(target, { mayReplace: true });
    try {
      await onCopy(await unpack(file, restored.partial), old);
      const ended = await endIn(restored.partial, at);
      if (!wasThere && existsSync(target)) {
        throw new BackupRefused(`${target} has come to be meanwhile: stop what has made it.`);
      }
      const note = await takeOver(target, restored.partial);
      await restored.reachDisk();
      const aside = await setAside(target, at, old === undefined ? BESIDE : []);
      await restored.finish();
      return { ...ended, aside, note };
    } catch (error) {
      restored.discard();
      throw fileTrouble(error, target);
    }
  } finally {
    old?.close();
  }
}

/** Nobody can open it then; undefined where it is so damaged that nobody can anyway. */
function takeAlone(target: string): EmbeddedFile | undefined {
  const database = new EmbeddedFile(target);
  try {
    if (database.takeAlone()) return database;
  } catch (error) {
    database.close();
    if (error instanceof Damaged) return undefined;
    throw fileTrouble(error, target);
  }
  database.close();
  throw new BackupRefused(
    `${target} is in use: stop the product, and whatever else has it open. Nothing was changed.`,
  );
}

async function endIn(file: string, at: Date): Promise<Ended> {
  const database = new EmbeddedFile(file);
  try {
    const ended = await endWhatIsOld(database, at);
    await database.writeAllIntoFile();
    return ended;
  } finally {
    database.close();
  }
}

/** The name that the old one gets, beside its own, which the new one takes over in one step. */
async function setAside(
  target: string,
  at: Date,
  beside: readonly string[],
): Promise<string | undefined> {
  const stamp = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const aside = `${target}.before-restore-${stamp}`;
  const isThere = existsSync(target);
  if (isThere) {
    await link(target, aside).catch(async () => rename(target, aside));
  }
  for (const end of beside.filter((one) => existsSync(target + one))) {
    await rename(target + end, aside + end);
  }
  return isThere ? aside : undefined;
}
