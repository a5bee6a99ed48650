import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork, type Command } from '../audit/audited-unit-of-work.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { Cleanup } from '../audit/cleanup.service.js';
import { SYSTEM } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import type { Figures } from '../common/metrics.js';
import { sampleOf } from '../common/meter.js';
import { DEFAULT_LIMIT, type Page, pageOf, readCursor } from '../common/page.js';
import { Problem } from '../common/problem.js';
import { toDb } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { JobDto } from './dto/job.dto.js';
import type { JobQueryDto } from './dto/job-query.dto.js';
import { type JobHandler, MAX_PAYLOAD_BYTES, type Payload } from './job-handler.js';
import { JobRow } from './job.entity.js';
import { type JobsOfKind, JobsOfKindRepository } from './jobs-of-kind.repository.js';
import { type JobCount, JobsRepository } from './jobs.repository.js';

/** How a job is added. */
interface AddOptions {
  /** In lower case. Where there was a job of the kind with the same key, this one is not added. */
  readonly dedupeKey?: string;
  /** It is not done before; at once where nothing is said. */
  readonly dueAt?: Date;
}

/** Takes what is to be done once, with what causes it, and tells what became of it. */
@Injectable()
export class Jobs {
  private readonly handlersByKind = new Map<string, JobHandler>();
  private tell = (): void => undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly clock: Clock,
    private readonly rows: JobsRepository,
    private readonly ofKind: JobsOfKindRepository,
    cleanup: Cleanup,
  ) {
    cleanup.register(JobRow);
  }

  /** Who does the jobs of a kind; called once for each, before the first is done. */
  register(handler: JobHandler): void {
    this.handlersByKind.set(handler.kind, handler);
  }

  /** All that are registered. */
  get handlers(): readonly JobHandler[] {
    return [...this.handlersByKind.values()];
  }

  /** Has somebody told, within this process, when a job may have become due. */
  onAdded(tell: () => void): void {
    this.tell = tell;
  }

  /**
   * Adds a job by the transaction of what causes it: both are there, or neither. The statement
   * travels with those that are issued beside it.
   */
  async add(
    tx: Tx,
    kind: string,
    payload: Payload,
    { dedupeKey, dueAt }: AddOptions = {},
  ): Promise<void> {
    const text = JSON.stringify(payload);
    if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) throw new Error(`${kind}: a job of that size`);
    const now = this.clock.now();
    const when = { dueAt: dueAt ?? now, createdAt: now };
    await this.rows.add(tx, { kind, payload: text, dedupeKey: dedupeKey ?? null, ...when });
    tx.onCommit(() => this.tell());
  }

  /** A page of the jobs in a state (`dead` where none is asked for), the latest due first. */
  async list({
    state = 'dead',
    limit = DEFAULT_LIMIT,
    cursor,
  }: JobQueryDto): Promise<Page<JobDto>> {
    const position = readCursor<[string, number]>(cursor, ['instant', 'number']);
    const after = position && { dueAt: position[0], id: position[1] };
    const rows = await this.unitOfWork.read((tx) =>
      this.rows.find(tx, state, { limit: limit + 1, ...(after ? { after } : {}) }),
    );
    const page = pageOf(rows, limit, (row) => [toDb(row.dueAt), row.id]);
    return { ...page, data: page.data.map((row) => JobDto.of(row)) };
  }

  /**
   * Has a job that was given up tried anew, as often as at first. Throws `job_not_found`, and
   * `job_not_dead` where it is not given up.
   */
  async retry(work: AuditedWork, id: number): Promise<JobDto> {
    const { tx, at } = work;
    const job = await this.rows.lock(tx, id);
    if (!job) throw new Problem('job_not_found', 'There is no such job.');
    if (job.state !== 'dead') {
      throw new Problem('job_not_dead', 'This job is not given up: there is nothing to try again.');
    }
    await this.rows.revive(tx, id, at);
    const { kind, attempts, lastError } = job;
    work.did({ before: { kind, attempts, lastError }, after: { jobId: id } });
    tx.onCommit(() => this.tell());
    const revived = { state: 'due', dueAt: at, attempts: 0, finishedAt: null } as const;
    return JobDto.of({ ...job, ...revived });
  }

  /** As `retry`, by an operator at the command line. */
  async retryByOperator(id: number): Promise<JobDto> {
    const command: Command = { action: 'job.retried', actor: SYSTEM, status: 200 };
    return (await this.auditedWork.run(command, (work) => this.retry(work, id))).body;
  }

  /** How those of a kind went lately, and how many wait or are given up. */
  async lookAt(kind: string): Promise<JobsOfKind & { waiting: number; givenUp: number }> {
    return this.unitOfWork.read(async (tx) => {
      const [lately, counts] = await Promise.all([this.ofKind.find(tx, kind), this.rows.count(tx)]);
      const of = counts.filter((count) => count.kind === kind);
      const dead = of.filter(({ state }) => state === 'dead');
      const givenUp = sum(dead);
      return { ...lately, waiting: sum(of) - givenUp, givenUp };
    });
  }

  /** How many jobs wait and how many are given up, by kind; and since when the oldest is due. */
  async figures(tx: Tx): Promise<Figures> {
    const counts = await this.rows.count(tx);
    const kinds = [...new Set([...this.handlersByKind.keys(), ...counts.map(({ kind }) => kind)])];
    const nowMs = this.clock.now().getTime();
    const figures = kinds.flatMap((kind) => {
      const of = counts.filter((count) => count.kind === kind);
      const waiting = of.filter(({ state }) => state !== 'dead');
      const dead = of.filter(({ state }) => state === 'dead');
      return [
        [sampleOf('coach_jobs_due', { kind }), sum(waiting)] as const,
        [sampleOf('coach_jobs_oldest_seconds', { kind }), secondsSince(waiting, nowMs)] as const,
        [sampleOf('coach_jobs_dead', { kind }), sum(dead)] as const,
      ];
    });
    return Object.fromEntries(figures);
  }
}

function sum(counts: readonly JobCount[]): number {
  return counts.reduce((jobs, count) => jobs + count.jobs, 0);
}

/** For how long the oldest is due, 0 where none is yet. */
function secondsSince(counts: readonly JobCount[], nowMs: number): number {
  const ages = counts.map(({ oldestDueAt }) => Math.round((nowMs - oldestDueAt.getTime()) / 1_000));
  return Math.max(0, ...ages);
}
