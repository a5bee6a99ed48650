import type { PoolConnection } from 'mysql2';
import type { DataSourceOptions, QueryRunner } from 'typeorm';
import { Problem } from '../../common/problem.js';
import type { DatabaseTls, ServerDatabaseConfig } from '../../config/config.js';
import { driverErrorOf } from '../faults.js';
import { MARIADB_COLUMNS } from './mariadb-columns.js';
import { mariadbFaultOf } from './mariadb-faults.js';
import type { Statement, StatementResult } from '../statement.js';
import { sendTogether } from './mariadb-wire.js';
import {
  type Ask,
  BOOKKEEPING,
  type Dialect,
  type DriverError,
  type Fault,
  type Mode,
} from './dialect.js';

/** Less than any work waits, so that it is known which of the two was missing. */
const CONNECT_TIMEOUT_MS = 2_000;
/** Works that may wait for a connection at the same time. */
const POOL_QUEUE_LIMIT = 2_000;

// Strict, so that no text is truncated; without NO_BACKSLASH_ESCAPES, because the driver quotes
// with backslashes. Lock waits are short because the whole work is tried again.
const SESSION = [
  `SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 3,
     sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`,
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
];

const SNAPSHOT = [
  'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
  'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY',
];

/** MariaDB (and MySQL 8): a pool of connections, READ COMMITTED, row locks. */
export class MariadbDialect implements Dialect {
  readonly forUpdate = ' FOR UPDATE';
  // A server that only reads refuses it before it looks for rows.
  readonly emptyChange = 'DELETE FROM coach_idempotency_key WHERE 1 = 0';
  readonly narrowColumns = MARIADB_COLUMNS;
  readonly epochSeconds = 'SELECT UNIX_TIMESTAMP(NOW(3)) AS now';
  readonly connectionsAllowed = connectionsAllowed;
  private readonly prepared = new WeakSet<object>();

  constructor(
    private readonly database: ServerDatabaseConfig,
    private readonly statementTimeoutMs: number | undefined,
    private readonly connectTimeoutMs = CONNECT_TIMEOUT_MS,
  ) {}

  onConflict(): string {
    return 'ON DUPLICATE KEY UPDATE';
  }

  options(): DataSourceOptions {
    const { database, statementTimeoutMs } = this;
    return {
      ...BOOKKEEPING,
      type: database.kind,
      url: database.url,
      poolSize: database.poolSize,
      ...encryption(database.tls),
      charset: 'utf8mb4',
      timezone: 'Z',
      dateStrings: ['DATE'],
      // Statements of one work that do not wait for one another are sent together.
      multipleStatements: true,
      connectTimeout: this.connectTimeoutMs,
      // The driver itself has no timeout for a server that does not answer.
      ...(statementTimeoutMs === undefined
        ? {}
        : { enableQueryTimeout: true, maxQueryExecutionTime: statementTimeoutMs }),
      extra: { queueLimit: POOL_QUEUE_LIMIT, enableKeepAlive: true },
    };
  }

  async acquire(runner: QueryRunner, withinMs: number): Promise<void> {
    const connection = await connectInTime(runner, withinMs);
    if (this.prepared.has(connection)) return;
    try {
      for (const statement of SESSION) await runner.query(statement);
      this.prepared.add(connection);
    } catch (error) {
      await this.release(runner, true);
      throw error;
    }
  }

  opening(mode: Mode): readonly string[] {
    if (mode === 'write') return ['START TRANSACTION'];
    return mode === 'snapshot' ? SNAPSHOT : [];
  }

  async send(runner: QueryRunner, statements: readonly Statement[]): Promise<StatementResult[]> {
    const connection = (await runner.connect()) as PoolConnection;
    return sendTogether(connection, statements, this.statementTimeoutMs);
  }

  async release(runner: QueryRunner, broken: boolean): Promise<void> {
    if (broken) ((await runner.connect()) as PoolConnection).destroy();
    await runner.release();
  }

  classify(error: DriverError): Fault {
    return mariadbFaultOf(error);
  }
}

/** A server that does not encrypt is refused unless it is off, whatever the server says. */
function encryption({ mode, authority }: DatabaseTls): { ssl?: Record<string, unknown> } {
  if (mode === 'off') return {};
  if (mode === 'require') return { ssl: { rejectUnauthorized: false } };
  return { ssl: { ca: authority?.pem, rejectUnauthorized: true, verifyIdentity: true } };
}

/** That of the server, or that of our user where it is lower; 0 is none. */
async function connectionsAllowed(ask: Ask): Promise<number> {
  const [row] = await ask<{ ofServer: number | string; ofUser: number | string }>(
    'SELECT @@max_connections AS ofServer, @@max_user_connections AS ofUser',
    [],
  );
  const limits = [Number(row?.ofServer ?? 0), Number(row?.ofUser ?? 0)].filter((n) => n > 0);
  return Math.min(...limits);
}

async function connectInTime(runner: QueryRunner, withinMs: number): Promise<PoolConnection> {
  const connecting = runner.connect() as Promise<PoolConnection>;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // If it still opens later, it goes back to the pool at once.
      connecting.then(() => runner.release()).catch(() => undefined);
      reject(busy());
    }, withinMs);
  });
  try {
    return await Promise.race([connecting, late]);
  } catch (error) {
    // A full or closing pool throws errors without a code.
    throw driverErrorOf(error).code === undefined ? busy(error) : error;
  } finally {
    clearTimeout(timer);
  }
}

function busy(cause?: unknown): Problem {
  const detail = 'The database is busy. Try again in a moment.';
  return new Problem('unavailable', detail, { retryAfter: 1 }, { cause });
}
