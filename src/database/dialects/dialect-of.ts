import type { DatabaseConfig } from '../../config/config.js';
import type { Dialect } from './dialect.js';
import { MariadbDialect } from './mariadb.js';
import { SqliteDialect } from './sqlite.js';

/** The dialect of the configured database; no statement is waited for longer than given. */
export function dialectOf(
  database: DatabaseConfig,
  { statementTimeoutMs }: { statementTimeoutMs?: number | undefined } = {},
): Dialect {
  return database.kind === 'sqlite'
    ? new SqliteDialect(database.file)
    : new MariadbDialect(database.kind, database.url, database.poolSize, statementTimeoutMs);
}
