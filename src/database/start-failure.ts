import { driverErrorOf } from './faults.js';

const FOLDER_CODES = new Set(['EACCES', 'EROFS', 'EPERM', 'ENOTDIR', 'EEXIST']);

/** What to do about the errors that drivers give a code, a number or only a text. */
const REASONS: readonly (readonly [advice: string, ...signs: (string | number)[]])[] = [
  [
    'The database server cannot be reached. Check DATABASE_URL and that the server runs.',
    ...['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ],
  [
    'The host in DATABASE_URL is not known. Check its name, and that letters of the password ' +
      'such as @ : / are written %40 %3A %2F.',
    ...['ENOTFOUND', 'EAI_AGAIN'],
  ],
  [
    'The database server does not encrypt, and DATABASE_TLS insists on it. Give the server a ' +
      'certificate, or set DATABASE_TLS=off where nobody can listen on the way.',
    'HANDSHAKE_NO_SSL_SUPPORT',
  ],
  [
    'The certificate of the database server is for another name than the one in DATABASE_URL.',
    "does not match certificate's altnames",
  ],
  [
    'The certificate of the database server is not vouched for by DATABASE_CA, or is out of date.',
    'HANDSHAKE_SSL_ERROR',
  ],
  ['The database server insists on TLS. Set DATABASE_TLS=verify and DATABASE_CA.', 3159],
  [
    'The database refuses the user or the password (DATABASE_URL, or DATABASE_PASSWORD and its ' +
      'file); or it takes nobody without TLS, which DATABASE_TLS is for.',
    ...[1045, 1044, 1698],
  ],
  ['The database named in DATABASE_URL does not exist. Create it first.', 1049],
  [
    'The database file cannot be written. Check its owner, or DATABASE_URL.',
    ...['SQLITE_READONLY', 'readonly database'],
  ],
  [
    'Another program has locked the database file. End it, then start again.',
    ...['SQLITE_BUSY', 'database is locked'],
  ],
  [
    'The file in DATABASE_URL is not a SQLite database.',
    ...['SQLITE_NOTADB', 'file is not a database'],
  ],
  [
    'The database file cannot be opened or created. Check its folder, or DATABASE_URL.',
    'Unable to open connection to local database',
  ],
];

/** Why the database could not be opened, or undefined where the database was not the reason. */
export function explainDatabaseFailure(error: unknown): string | undefined {
  const { code = '', errno = 0 } = driverErrorOf(error);
  const { message = '', path } = (error ?? {}) as { message?: string; path?: string };
  if (FOLDER_CODES.has(code)) {
    return `The database's folder cannot be written${path ? `: ${path}` : ''}. Check DATABASE_URL.`;
  }
  const shown = (sign: string | number) =>
    sign === code || sign === errno || (typeof sign === 'string' && message.includes(sign));
  return REASONS.find(([, ...signs]) => signs.some(shown))?.[0];
}
