import { driverErrorOf } from './faults.js';

/** Why the database could not be opened, or undefined where the database was not the reason. */
export function explainDatabaseFailure(error: unknown): string | undefined {
  const { code = '', errno } = driverErrorOf(error);
  const { message = '', path } = (error ?? {}) as { message?: string; path?: string };
  if (['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code)) {
    return 'The database server cannot be reached. Check DATABASE_URL and that the server runs.';
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return 'The host in DATABASE_URL is not known. Check its name.';
  }
  if (errno === 1045 || errno === 1044 || errno === 1698) {
    return 'The database refuses the user or the password in DATABASE_URL.';
  }
  if (errno === 1049) return 'The database named in DATABASE_URL does not exist. Create it first.';
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM' || code === 'ENOTDIR') {
    return `The database's folder cannot be written${path ? `: ${path}` : ''}. Check DATABASE_URL.`;
  }
  if (code === 'SQLITE_READONLY' || /readonly database/.test(message)) {
    return 'The database file cannot be written. Check its owner, or DATABASE_URL.';
  }
  if (code === 'SQLITE_NOTADB' || /file is not a database/.test(message)) {
    return 'The file in DATABASE_URL is not a SQLite database.';
  }
  if (/Unable to open connection to local database/.test(message)) {
    return 'The database file cannot be opened or created. Check its folder, or DATABASE_URL.';
  }
  return undefined;
}
