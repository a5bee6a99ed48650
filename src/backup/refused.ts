/** Why there is no backup, or why nothing was restored. The text says what to do. */
export class BackupRefused extends Error {}

/** A file that nobody can open as a database. */
export class Damaged extends BackupRefused {}

interface Trouble {
  readonly code?: string;
  readonly message?: string;
  readonly path?: string;
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL']);
const CLOSED = new Set(['EACCES', 'EPERM', 'EROFS']);
const ABSENT = new Set(['ENOENT', 'ENOTDIR']);

/** What went wrong with a file or its folder, in one line; other errors are given back. */
export function fileTrouble(error: unknown, file: string): unknown {
  const { code = '', message = '' } = (error ?? {}) as Trouble;
  if (FULL.has(code)) return new BackupRefused(`There is no room for ${file}: the disk is full.`);
  if (CLOSED.has(code)) {
    return new BackupRefused(`${file} cannot be written or read: this account may not (${code}).`);
  }
  if (ABSENT.has(code)) {
    return new BackupRefused(`${file} is not there, or its folder is not (${code}).`);
  }
  if (code === 'EISDIR') return new BackupRefused(`${file} is a folder. Name a file.`);
  if (code.startsWith('SQLITE_BUSY')) {
    return new BackupRefused('The database is locked by another program. Try again in a moment.');
  }
  if (/^SQLITE_(IOERR|CANTOPEN|READONLY)/.test(code)) {
    return new BackupRefused(`${file} cannot be written or read: ${message}.`);
  }
  return error;
}
