import type { Logger } from 'typeorm';

/** TypeORM's log without the values of statements; without a listener it is silent. */
export class StatementLog implements Logger {
  constructor(private readonly onStatement: (sql: string) => void = () => undefined) {}

  /** Tells a statement in one line. */
  logQuery(query: string): void {
    this.onStatement(query.replace(/\s+/g, ' ').trim());
  }

  /** Says nothing: who runs the statement gets the error. */
  logQueryError(): void {
    return undefined;
  }

  /** Says nothing: migrations take the time that they need. */
  logQuerySlow(): void {
    return undefined;
  }

  /** Says nothing. */
  logSchemaBuild(): void {
    return undefined;
  }

  /** Says nothing: progress is told by name. */
  logMigration(): void {
    return undefined;
  }

  /** Says nothing. */
  log(): void {
    return undefined;
  }
}
