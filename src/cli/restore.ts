import { kindOf } from '../backup/backup-content.js';
import { BackupRefused } from '../backup/refused.js';
import type { RestoreOptions } from './restore-words.js';
import type { Terminal } from './terminal.js';

/** Puts a copy back; false where its books do not add up. Or looks at one, and gives its code. */
export async function restore(
  file: string,
  options: RestoreOptions,
  terminal: Terminal,
): Promise<boolean | number> {
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
