import type { EntityManager, QueryRunner } from 'typeorm';
import type { RateType } from '../config/config.js';
import type { Fault } from './dialects/dialect.js';
import type { SharedTimes } from './shared-times.js';

/** Values that SQL takes as parameters; objects are refused by type, as drivers expand them. */
export type SqlValue = string | number | null;

/** What a write statement did. */
export interface Written {
  /** Rows that the statement matched and changed. */
  readonly affected: number;
  /** The key that the database gave to the inserted row, 0 for other statements. */
  readonly insertId: number;
}

/** Thrown by a work that met another writer's row: the whole work is tried again from its start. */
export class TryAgain extends Error {}

/**
 * One open connection to the database, usually in a transaction. It is the first parameter of
 * every repository method, so that no statement can run outside the work it belongs to.
 */
export class Tx {
  constructor(
    private readonly runner: QueryRunner,
    /** Appended to a SELECT to lock its rows until the end; empty where writers queue anyway. */
    readonly forUpdate: '' | ' FOR UPDATE',
    private readonly faultOf: (error: unknown) => Fault,
    /** Reads and writes the times in tables that PHP shares. */
    readonly times: SharedTimes,
    /** Says which rows of subscriptions are counted: `COUNTED_RATE_TYPES`. */
    readonly countedRateTypes: readonly RateType[],
  ) {}

  /** Whether an error says that a unique key refused a row. */
  isDuplicate(error: unknown): boolean {
    return this.faultOf(error) === 'duplicate';
  }

  /** Whether an error says that a column cannot hold a value, or not even be compared with it. */
  isValueRejected(error: unknown): boolean {
    return this.faultOf(error) === 'value_rejected';
  }

  /** Entities and query builder, for what is not on the hot path. Never call `save` on it. */
  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** The rows of a SELECT. */
  async rows<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.runner.query(sql, [...parameters])) as Row[];
  }

  /** The first row of a SELECT, if there is one. */
  async row<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, parameters))[0];
  }

  /** Runs an INSERT, UPDATE or DELETE. */
  async write(sql: string, parameters: readonly SqlValue[] = []): Promise<Written> {
    const result = await this.runner.query(sql, [...parameters], true);
    const raw = result.raw as number | bigint | { insertId?: number } | undefined;
    const insertId = typeof raw === 'object' ? raw.insertId : raw;
    return { affected: result.affected ?? 0, insertId: Number(insertId ?? 0) };
  }
}

/** `?, ?, ?` for a list of values in SQL; the list must not be empty. */
export function placeholders(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
