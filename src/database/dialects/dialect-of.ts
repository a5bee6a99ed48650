import type { DatabaseConfig } from '../../config/config.js';
import type { Dialect } from './dialect.js';
import { MariadbDialect } from './mariadb.js';
import { SqliteDialect } from './sqlite.js';

/** No statement and no connection is waited for longer than given. */
interface Times {
  readonly statementTimeoutMs?: number | undefined;
  readonly connectTimeoutMs?: number;
}

/** The dialect of the configured database. */
export function dialectOf(
  database: DatabaseConfig,
  { statementTimeoutMs, connectTimeoutMs }: Times = {},
): Dialect {
  if (database.kind === 'sqlite') return new SqliteDialect(database.file);
  return new MariadbDialect(database, statementTimeoutMs, connectTimeoutMs);
}
