import type { DataSourceOptions, QueryRunner } from 'typeorm';
import type { SerialQueue } from '../serial-queue.js';
import type { Statement, StatementResult } from '../statement.js';

/**
 * What an error of the database means for the work that met it.
 * - `conflict`: deadlock or lock timeout; the whole work may be tried again
 * - `connection_lost`: whether a COMMIT under way succeeded is unknown
 * - `timeout`: no answer in time; the connection must not be used again
 * - `duplicate`: a unique key refused the row
 * - `check`: a CHECK constraint refused the row
 * - `value_rejected`: a column cannot hold a value: its letters, its length, its size
 * - `out_of_ids`: a table has no id left for a new row
 * - `read_only`: the server takes no changes; another one may, so a new connection is tried
 * - `no_room`: the disk is full, or what else the database needs
 * - `storage`: the database cannot read or write its files, or they are damaged
 * - `other`: a defect
 */
export type Fault =
  | 'conflict'
  | 'connection_lost'
  | 'timeout'
  | 'duplicate'
  | 'check'
  | 'value_rejected'
  | 'out_of_ids'
  | 'read_only'
  | 'no_room'
  | 'storage'
  | 'other';

/** How much a work must see of what others do meanwhile. */
export type Mode = 'read' | 'snapshot' | 'write';

/**
 * How long a work waits for a connection, or for its turn, before it is `unavailable`. A read is
 * asked for again at no cost, and nobody looks at a screen for longer.
 */
export const WAIT_MS: Readonly<Record<Mode, number>> = {
  read: 2_500,
  snapshot: 2_500,
  write: 4_000,
};

/** Why a column refused a value, and which one, where the database says so. */
export interface Refusal {
  readonly why: 'letters' | 'length' | 'range';
  readonly column: string | undefined;
}

/** What a column for texts can hold. */
export interface TextLimit {
  readonly column: string;
  readonly charset: string;
  /** In characters; null where only bytes limit it. */
  readonly maxLength: number | null;
  readonly maxBytes: number;
}

/** Runs a SELECT. */
export type Ask = <Row>(sql: string, values: (string | number)[]) => Promise<Row[]>;

/** About columns that may hold less than ours. */
export interface NarrowColumns {
  /** What an error of the fault `value_rejected` says. */
  refusalOf(error: DriverError): Refusal;
  /** The columns of a table that hold texts. */
  limitsOf(ask: Ask, table: string): Promise<TextLimit[]>;
  /** A text as a character set keeps it: with another sign in the place of each that it lacks. */
  keptAs(ask: Ask, charset: string, text: string): Promise<string>;
}

/** Everything that differs between the databases; nothing outside this folder asks which it is. */
export interface Dialect {
  readonly forUpdate: '' | ' FOR UPDATE';
  /** A statement that changes nothing, and fails where no change can be made. */
  readonly emptyChange: string;
  /** Follows an INSERT: what to change where a row with this key is there already. */
  onConflict(key: readonly string[]): string;
  /** Present where the driver has one shared connection: all work must wait its turn here. */
  readonly queue?: SerialQueue;
  /** Present where a table's ids have no gaps: asks for the last one, of a table's name. */
  readonly lastGivenId?: string;
  /** Present where columns may refuse values that fit into ours. */
  readonly narrowColumns?: NarrowColumns;
  /** Present where a server limits how many connections we may open: how many those are. */
  readonly connectionsAllowed?: (ask: Ask) => Promise<number>;
  /** Present where the database has a clock of its own: asks for its seconds since 1970, `now`. */
  readonly epochSeconds?: string;
  options(): DataSourceOptions;
  /** Gets the runner a usable connection with our session settings, within this time. */
  acquire(runner: QueryRunner, withinMs: number): Promise<void>;
  /** Throws where what was committed is not where the next start would look for it. */
  requireInPlace?(): void;
  /** The statements that begin a transaction; none where there is to be no transaction. */
  opening(mode: Mode): readonly string[];
  /** Runs statements in their order, up to the first that fails. Throws `StatementFailed`. */
  send(runner: QueryRunner, statements: readonly Statement[]): Promise<readonly StatementResult[]>;
  /** Gives the connection back; `broken` ones are closed instead. */
  release(runner: QueryRunner, broken: boolean): Promise<void>;
  /** Classifies an error of the driver, already unwrapped. */
  classify(error: DriverError): Fault;
}

/** The fields by which drivers say what went wrong. */
export interface DriverError {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlMessage?: string;
  /** The connection cannot be used any more. */
  readonly fatal?: boolean;
}

/** TypeORM's own tables; under its default names another program may have tables of its own. */
export const BOOKKEEPING = {
  migrationsTableName: 'coach_schema_migration',
  metadataTableName: 'coach_schema_metadata',
} as const;
