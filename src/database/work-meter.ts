import type { Meter } from '../common/meter.js';
import type { DatabaseConfig } from '../config/config.js';
import type { Fault } from './dialects/dialect.js';
import { driverErrorOf } from './faults.js';
import { NotRun, StatementFailed } from './statement.js';
import { TryAgain } from './tx.js';

/** A work's place: in the queue first, then at a connection, until it is left. */
export class WorkPlace {
  private state: 'waiting' | 'running' | 'left' = 'waiting';

  constructor(private readonly counts: { waiting: number; running: number }) {
    counts.waiting += 1;
  }

  get isWaiting(): boolean {
    return this.state === 'waiting';
  }

  /** Notes that the work has its connection, for the first time or again. */
  begin(): void {
    if (this.state !== 'waiting') return;
    this.state = 'running';
    this.counts.waiting -= 1;
    this.counts.running += 1;
  }

  /** Notes that the work has met a lock, and waits once more. */
  waitAgain(): void {
    if (this.state !== 'running') return;
    this.state = 'waiting';
    this.counts.running -= 1;
    this.counts.waiting += 1;
  }

  /** Notes that the work has ended, or will never begin. */
  leave(): void {
    if (this.state !== 'left') this.counts[this.state] -= 1;
    this.state = 'left';
  }
}

/** Counts the works of a database: how many wait and run, and what became of them. */
export class WorkMeter {
  private readonly counts = { waiting: 0, running: 0 };

  constructor(
    private readonly meter: Meter,
    database: DatabaseConfig,
  ) {
    const most = 'poolSize' in database ? database.poolSize : 1;
    meter.watch('coach_database_works_waiting', () => this.counts.waiting);
    meter.watch('coach_database_works_running', () => this.counts.running);
    meter.watch('coach_database_connections_limit', () => most);
  }

  /** How many works wait or run. */
  get underWay(): number {
    return this.counts.waiting + this.counts.running;
  }

  enter(): WorkPlace {
    return new WorkPlace(this.counts);
  }

  /** Notes that a work is tried again after this error. */
  noteRetry(error: unknown): void {
    this.meter.tally('coach_database_retries_total', { error: nameOf(error) }).add();
  }

  /** Notes that a work ended by its own error, or `busy`, because it got no connection. */
  noteFinal(place: WorkPlace): void {
    if (place.isWaiting) this.noteUnavailable('busy');
  }

  /** Notes that a work was given up. */
  noteUnavailable(fault: Fault | 'busy'): void {
    this.meter.tally('coach_database_unavailable_total', { fault }).add();
  }
}

/** What the database calls an error: its number, or the code of its driver or of the network. */
function nameOf(error: unknown): string {
  if (error instanceof TryAgain) return 'changed meanwhile';
  if (error instanceof NotRun || error instanceof StatementFailed) return nameOf(error.cause);
  const { errno = 0, code = 'none' } = driverErrorOf(error);
  return errno > 0 ? String(errno) : code;
}
