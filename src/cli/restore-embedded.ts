import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Asked } from '../backup/copy-facts.js';
import { inUseBeside } from '../backup/copy-log.js';
import { onEarlyEnd } from '../backup/early-end.js';
import { EmbeddedFile } from '../backup/embedded-file.js';
import { restoreEmbedded, unpack, type UnpackedCopy } from '../backup/embedded-restore.js';
import { BackupRefused } from '../backup/refused.js';
import { Clock } from '../common/clock.js';
import type { Config } from '../config/config.js';
import { proveBooks, proveFile } from './copy-proof.js';
import {
  checkCode,
  describeCopy,
  endedText,
  requireKnownSchema,
  type RestoreOptions,
} from './restore-words.js';
import type { Terminal } from './terminal.js';

const BARE = [
  'NOT A BACKUP: it was copied as it lay there (cp). Changes that were still in the file -wal',
  'beside it are not in it, and nobody can tell from it how many: use npm run backup.',
  '',
].join('\n');

/** Looks at a copy of the embedded database, and compares it with the configured one. */
export async function checkEmbedded(file: string, terminal: Terminal): Promise<number> {
  const config = terminal.configure();
  let folder: string | undefined;
  const remove = () => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  // Before there is anything: a signal in between would leave it there.
  const forget = onEarlyEnd(remove);
  try {
    folder = mkdtempSync(join(tmpdir(), 'coach-copy-'));
    const copy = await unpack(file, join(folder, 'copy.db'));
    const { isOld, isCompared } = await withConfigured(config, (beside) =>
      tellOf(file, copy, beside, { config, terminal }),
    );
    requireKnownSchema(file, copy.facts);
    // It is unpacked for this alone, so the product may change it.
    const database = { kind: 'sqlite', file: copy.path } as const;
    const { holds, isChecked, text } = await proveBooks({ ...config, database }, terminal);
    terminal.write(text);
    const isGood = holds && !isOld && !copy.isBare;
    return checkCode({ isGood, isProved: isChecked && isCompared });
  } finally {
    remove();
    forget();
  }
}

/** Puts a copy in the place of a file. */
export async function restoreFile(
  file: string,
  into: string,
  { replace = false, anyway = false }: RestoreOptions,
  terminal: Terminal,
): Promise<boolean> {
  const config = terminal.configure();
  const { database } = config;
  const target = resolve(into);
  let isRight = true;
  const order = { file, at: new Clock().now(), mayReplace: replace };
  const { aside, note, ...ended } = await restoreEmbedded(target, order, async (copy, old) => {
    requireKnownSchema(file, copy.facts);
    const isConfigured = database.kind === 'sqlite' && database.file === target;
    const tell = (beside: Asked | undefined) => tellOf(file, copy, beside, { config, terminal });
    // The old one is taken for this process alone: nobody else can ask it.
    await (isConfigured ? tell(old) : withConfigured(config, tell));
    const { holds, text } = await proveFile(copy.path, config, terminal);
    terminal.write(text);
    isRight = holds && !copy.isBare;
    if (isRight || anyway) return;
    throw new BackupRefused(
      'Nothing was changed. If it is to be restored all the same: add --anyway',
    );
  });
  terminal.write(`Restored into ${target}.\n${endedText(ended)}`);
  if (note !== undefined) terminal.write(`${note}\n`);
  if (aside !== undefined) {
    terminal.write(`What was there before is now ${aside}: delete it when all is well.\n`);
  }
  return isRight;
}

/** Says what a copy is, beside the database in use, where that can be read. */
async function tellOf(
  file: string,
  { facts, isBare }: UnpackedCopy,
  beside: Asked | undefined,
  { config, terminal }: { config: Config; terminal: Terminal },
): Promise<{ isOld: boolean; isCompared: boolean }> {
  // One that cannot be read is why somebody restores.
  const inUse =
    beside && (await inUseBeside(beside, facts, config.databaseTimeZone).catch(() => undefined));
  const { text, ...standing } = describeCopy(file, facts, inUse, config);
  terminal.write(isBare ? text + BARE : text);
  return standing;
}

/** The configured database while a work lasts; undefined where there is none. */
async function withConfigured<T>(
  { database }: Config,
  work: (opened: EmbeddedFile | undefined) => Promise<T>,
): Promise<T> {
  const isThere = database.kind === 'sqlite' && existsSync(database.file);
  const opened = isThere ? new EmbeddedFile(database.file) : undefined;
  try {
    return await work(opened);
  } finally {
    opened?.close();
  }
}
