import type { DataSourceOptions, QueryRunner } from 'typeorm';
import type { SerialQueue } from '../serial-queue.js';

/**
 * What an error of the database means for the work that met it.
 * - `conflict`: another writer was faster; the whole work may be tried again
 * - `lost`: the connection is gone; whether a COMMIT under way succeeded is unknown
 * - `stuck`: no answer in time; the connection must not be used again
 * - `duplicate`: a unique key refused the row
 * - `check`: a CHECK refused the row
 * - `unstorable`: a column is too short for a text, or does not know its letters
 * - `other`: a defect
 */
export type Fault = 'conflict' | 'lost' | 'stuck' | 'duplicate' | 'check' | 'unstorable' | 'other';

/** How much a work must see of what others do meanwhile. */
export type Mode = 'read' | 'snapshot' | 'write';

/** Everything that differs between the databases; nothing outside this folder asks which it is. */
export interface Dialect {
  readonly forUpdate: '' | ' FOR UPDATE';
  /** Present where the driver has one shared connection: all work must wait its turn here. */
  readonly queue?: SerialQueue;
  options(timeouts: { statementTimeoutMs?: number }): DataSourceOptions;
  /** Gets the runner a usable connection with our session settings. */
  acquire(runner: QueryRunner): Promise<void>;
  begin(runner: QueryRunner, mode: Mode): Promise<void>;
  /** Gives the connection back; `broken` ones are closed instead. */
  release(runner: QueryRunner, broken: boolean): Promise<void>;
  /** Classifies an error of the driver, already unwrapped. */
  classify(error: DriverError): Fault;
}

/** The fields by which drivers say what went wrong. */
export interface DriverError {
  readonly code?: string;
  readonly errno?: number;
  /** The connection is of no use any more. */
  readonly fatal?: boolean;
}

/** TypeORM's own tables; under its default names another program may have tables of its own. */
export const BOOKKEEPING = {
  migrationsTableName: 'coach_schema_migration',
  metadataTableName: 'coach_schema_metadata',
} as const;
