import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { factsOf, LOG, quickFactsOf, requireOurs } from './copy-facts.js';
import type { CopyFacts } from './copy-facts.js';
import { BESIDE, EmbeddedFile } from './embedded-file.js';
import { NewFile } from './new-file.js';
import { BackupRefused, fileTrouble } from './refused.js';
import type { BackupOrder } from './server-backup.js';

/** Told of a whole copy that has no name yet; what it throws, undoes the copy. */
type OnCopy = (copy: string) => Promise<void>;

/**
 * Copies the embedded database, which may be in use, into a file. The copy is of one moment, and
 * has nothing beside it. Throws `BackupRefused`.
 */
export async function backUpEmbedded(
  from: string,
  order: BackupOrder,
  onCopy: OnCopy,
): Promise<CopyFacts> {
  requireElsewhere(from, order.file);
  const source = new EmbeddedFile(from);
  try {
    const before = await quickFactsOf(source);
    const target = await NewFile.begin(order.file, order);
    try {
      const isPacked = order.file.endsWith('.gz');
      const copy = isPacked ? await target.scratch('copy') : target.partial;
      source.copyInto(copy);
      const facts = await provenFacts(copy, before);
      await onCopy(copy);
      if (isPacked) {
        await pipeline(createReadStream(copy), createGzip(), createWriteStream(target.partial));
        await rm(copy);
      }
      await target.finish();
      return facts;
    } catch (error) {
      target.discard();
      throw fileTrouble(error, order.file);
    }
  } finally {
    source.close();
  }
}

/** Throws `BackupRefused` where a copy would take the place of the database, or of a part of it. */
function requireElsewhere(from: string, file: string): void {
  const own = ['', ...BESIDE].map((end) => resolve(from + end));
  if (!own.some((part) => part === resolve(file) || isSameFile(part, file))) return;
  throw new BackupRefused(`${file} is the database itself, or a part of it. Name another file.`);
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
  return a !== undefined && a.dev === b?.dev && a.ino === b.ino;
}

/** Counts a copy. Throws `BackupRefused` where it lacks what was there before it was begun. */
async function provenFacts(file: string, before: CopyFacts): Promise<CopyFacts> {
  const copy = new EmbeddedFile(file);
  try {
    await copy.requireIntegrity();
    const facts = await factsOf(copy);
    requireOurs(facts, 'The database');
    const isOld =
      (facts.rows[LOG] ?? 0) < (before.rows[LOG] ?? 0) ||
      (facts.newest?.id ?? 0) < (before.newest?.id ?? 0);
    if (isOld) throw new BackupRefused('The copy lacks changes that were there before it began.');
    return facts;
  } finally {
    copy.close();
  }
}
