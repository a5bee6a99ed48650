import { Problem } from '../common/problem.js';
import type { Refusal } from './dialects/dialect.js';

const DETAILS: Readonly<Record<Refusal['why'], string>> = {
  letters: 'A text holds letters that this database cannot keep.',
  length: 'A text is longer than this database can keep.',
  range: 'A number is larger than this database can keep.',
};

/**
 * A column cannot hold a value that is fine by our own rules: columns of PHP may know fewer letters
 * and be shorter than ours. Who knows the request finds out which of its fields it was.
 */
export class ValueRejected extends Problem {
  /** The table that was written to, or asked. */
  readonly table: string | undefined;

  constructor(
    readonly refusal: Refusal,
    cause: unknown,
  ) {
    super('validation_failed', DETAILS[refusal.why], {}, { cause });
    this.table = tableOf(cause);
  }
}

const TABLE = /\b(?:INSERT INTO|UPDATE|FROM)\s+`?(\w+)`?/;

/** TypeORM's error names the statement; the driver's names no table where a text is too long. */
export function tableOf(error: unknown): string | undefined {
  const query = (error as { query?: unknown } | null)?.query;
  return typeof query === 'string' ? TABLE.exec(query)?.[1] : undefined;
}
