import { MIGRATIONS } from '../../migrations/all.js';
import type { Ended } from '../backup/after-restore.js';
import { kindOf } from '../backup/backup-content.js';
import { ageLine, type InUse, standingOf } from '../backup/copy-age-rules.js';
import type { CopyFacts } from '../backup/copy-facts.js';
import { logOf } from '../backup/copy-log.js';
import { BackupRefused } from '../backup/refused.js';
import { Clock } from '../common/clock.js';
import type { Config } from '../config/config.js';
import { rowsText } from './backup.js';
import type { Terminal } from './terminal.js';

/** As they stand at the command line. */
export interface RestoreOptions {
  /** Only look at the copy. */
  readonly check?: boolean;
  /** Into another database: its name on the server, or its file. */
  readonly into?: string;
  /** The database that is there may be set aside. */
  readonly replace?: boolean;
  /** Although the books of the copy do not add up. */
  readonly anyway?: boolean;
}

/** Puts a copy back, or looks at one. False where it is old, or its books do not add up. */
export async function restore(
  file: string,
  options: RestoreOptions,
  terminal: Terminal,
): Promise<boolean> {
  const { database } = terminal.configure();
  const kind = await kindOf(file);
  if (database.kind === 'sqlite') {
    if (kind !== 'embedded') throw new BackupRefused(wrongKind(file, 'a server'));
    const embedded = await import('./restore-embedded.js');
    if (options.check) return embedded.checkEmbedded(file, terminal);
    return embedded.restoreFile(file, options.into ?? database.file, options, terminal);
  }
  if (kind !== 'dump') throw new BackupRefused(wrongKind(file, 'the embedded database'));
  const server = await import('./restore-server.js');
  if (options.check) return server.checkDump(file, terminal);
  return server.restoreDump(file, options, terminal);
}

function wrongKind(file: string, of: string): string {
  return `${file} is a backup of ${of}, and DATABASE_URL names the other kind.`;
}

/** Throws `BackupRefused` for a copy that has migrations which this version does not know. */
export function requireKnownSchema(file: string, { migrations }: CopyFacts): void {
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const unknown = migrations.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new BackupRefused(
    `${file} was made by a later version of this product (${unknown.join(', ')}): ` +
      'restore it with that one. Nothing was changed.',
  );
}

/** What a copy holds, and what it lacks of the database in use. */
export function describeCopy(
  file: string,
  facts: CopyFacts,
  inUse: InUse | undefined,
  { databaseTimeZone }: Config,
): { isOld: boolean; text: string } {
  const log = logOf(facts, databaseTimeZone);
  const { isOld, lines } = standingOf(log, inUse);
  const all = [`${file}: ${rowsText(facts)}`, ageLine(log, new Clock().now()), ...lines, ''];
  return { isOld, text: all.join('\n') };
}

/** What a restore has ended, and what it could not. */
export function endedText({ signIns, deviceTokens }: Ended): string {
  return [
    `Ended: ${signIns} sign-ins of the copy; everybody signs in again.`,
    `Valid as the copy has them: ${deviceTokens} device tokens. Whoever has revoked one since the`,
    'copy was made revokes it again.',
    '',
  ].join('\n');
}
