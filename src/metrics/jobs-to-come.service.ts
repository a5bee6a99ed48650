import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Cleanup } from '../audit/cleanup.service.js';
import type { Figures } from '../common/metrics.js';
import { sampleOf } from '../common/meter.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Waiting } from '../http/waiting.js';
import { Jobs } from '../jobs/jobs.service.js';
import { Tasks } from '../jobs/tasks.service.js';
import { ReconciliationRun } from '../packages/reconciliation-run.service.js';

/** Nobody who watches needs them sooner, however many ask. */
const FRESH_FOR_MS = 10_000;
/** Whoever watches waits no longer for a database that is busy or down. */
const ANSWER_WITHIN_MS = 1_000;
/** Counted up to here: one more says that there are more. */
const LIMIT = 10_001;

/** Asks the database what there is to do that nobody waits for. */
@Injectable()
export class JobsToCome {
  private asking: Promise<Figures> | undefined;
  private known: Figures = {};
  private knownAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cleanup: Cleanup,
    private readonly tasks: Tasks,
    private readonly jobs: Jobs,
    private readonly reconciliations: ReconciliationRun,
    private readonly waiting: Waiting,
  ) {}

  /**
   * The figures, at most seconds old; none while the database does not answer, and while this
   * process waits for its tables. Never throws.
   */
  async read(): Promise<Figures> {
    if (this.waiting.reason !== undefined) return {};
    if (performance.now() - this.knownAtMs < FRESH_FOR_MS) return this.known;
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    const late = new AbortController();
    const none = sleep(ANSWER_WITHIN_MS, {}, { ref: false, signal: late.signal });
    return Promise.race([this.asking, none.catch(() => ({}))]).finally(() => late.abort());
  }

  private async ask(): Promise<Figures> {
    try {
      this.known = await this.unitOfWork.read((tx) => this.count(tx));
      this.knownAtMs = performance.now();
      return this.known;
    } catch {
      // That the database is in trouble is told by the works that people wait for.
      return {};
    }
  }

  private async count(tx: Tx): Promise<Figures> {
    const [expired, tasks, jobs, usages] = await Promise.all([
      this.cleanup.countDue(tx, LIMIT),
      this.tasks.figures(tx),
      this.jobs.figures(tx),
      this.reconciliations.countToCome(tx, LIMIT),
    ]);
    const rows = expired.map(({ table, rows: n }) => [
      sampleOf('coach_rows_to_clean', { table }),
      n,
    ]);
    const counted = { ...Object.fromEntries(rows), ...tasks, ...jobs } as Figures;
    return { ...counted, coach_usages_to_reconcile: usages };
  }
}
