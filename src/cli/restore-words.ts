import { MIGRATIONS } from '../../migrations/all.js';
import type { Ended } from '../backup/after-restore.js';
import { ageLine, type InUse, standingOf } from '../backup/copy-age-rules.js';
import type { CopyFacts } from '../backup/copy-facts.js';
import { logOf } from '../backup/copy-log.js';
import { BackupRefused } from '../backup/refused.js';
import { Clock } from '../common/clock.js';
import type { Config } from '../config/config.js';
import { rowsText } from './backup.js';

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

/** How `--check` ends: 0 is for a copy of which all was proved that it promises. */
export function checkCode({ isGood, isProved }: { isGood: boolean; isProved: boolean }): number {
  if (!isGood) return 1;
  return isProved ? 0 : 2;
}

/** What a copy holds, and what it lacks of the database in use. */
export function describeCopy(
  file: string,
  facts: CopyFacts,
  inUse: InUse | undefined,
  { databaseTimeZone }: Config,
): { isOld: boolean; isCompared: boolean; text: string } {
  const log = logOf(facts, databaseTimeZone);
  const { lines, ...standing } = standingOf(log, inUse);
  const all = [`${file}: ${rowsText(facts)}`, ageLine(log, new Clock().now()), ...lines, ''];
  return { ...standing, text: all.join('\n') };
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
