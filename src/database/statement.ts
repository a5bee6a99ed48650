/** Values that SQL takes as parameters; objects are refused by type, as drivers expand them. */
export type SqlValue = string | number | null;

/** One statement with its values, to be sent. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** What must hold when a work changes something: a SELECT, and what its rows may not be. */
export interface Question {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  /** Throws where the work must not go on. */
  readonly check: (rows: readonly unknown[]) => void;
}

/** What a statement came to. */
export interface StatementResult {
  /** Of a SELECT. */
  readonly rows: readonly unknown[];
  /** Rows that a write matched and changed. */
  readonly affected: number;
  /** The key that the database gave to an inserted row, 0 for other statements. */
  readonly insertId: number;
}

/** Of statements that were sent together, one failed; those behind it were not run. */
export class StatementFailed extends Error {
  constructor(
    readonly index: number,
    override readonly cause: unknown,
  ) {
    super('one of several statements failed');
  }
}

/** A statement came to nothing: one that was issued beside it failed, or its work has ended. */
export class NotRun extends Error {
  constructor(
    override readonly cause?: unknown,
    /** It stood before the one that failed: it was run, and nobody knows what it came to. */
    readonly wasRun = false,
  ) {
    super('a statement was not run');
  }
}
