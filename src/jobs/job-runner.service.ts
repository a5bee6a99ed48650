import { randomInt, randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { JobChanges, JobHandler, Payload } from './job-handler.js';
import { KEPT_MS, MOST_ATTEMPTS, pauseAfter, reasonOf } from './job-rules.js';
import {
  type ClaimedJob,
  type DueJob,
  type Finished,
  type JobLease,
  JobsRepository,
} from './jobs.repository.js';
import { Jobs } from './jobs.service.js';
import { END_WITHIN_MS, endInTime, LEASE_MS, Turn } from './turn.js';

/** From so many that are due first, one is taken at random: several processes seldom meet. */
const LOOK_AT = 50;
const PROCESS_DIED = 'its process died at each try';

/** Does single jobs: each in one process at a time, and what it changes exactly once. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger(JobRunner.name);
  /** How many jobs of a kind are under way. */
  private readonly busy = new Map<string, number>();
  private readonly underWay = new Map<JobLease, { turn: Turn; done: Promise<void> }>();
  private begun = 0;
  private isEnding = false;
  private tell = (): void => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: JobsRepository,
    private readonly jobs: Jobs,
  ) {}

  /** Has somebody told, within this process, when it is worth a look: a job came, or a place. */
  onWork(tell: () => void): void {
    this.tell = tell;
    this.jobs.onAdded(tell);
  }

  /**
   * Begins the jobs that are due, as far as there is room, and gives what it has begun, each of
   * which does one after another and never fails: it says so in the log.
   */
  async startDue(): Promise<readonly Promise<void>[]> {
    const handlers = this.jobs.handlers.filter((handler) => this.roomFor(handler) > 0);
    if (handlers.length === 0 || this.isEnding) return [];
    const kinds = handlers.map(({ kind }) => kind);
    const now = this.clock.now();
    const found = await this.unitOfWork.read((tx) => this.rows.findDue(tx, kinds, now, LOOK_AT));
    if (found.length === 0) return [];
    return handlers.flatMap((handler) => {
      const due = shuffled(found.filter(({ kind }) => kind === handler.kind));
      const places = Math.min(this.roomFor(handler), due.length);
      return Array.from({ length: places }, async () => this.workOff(handler, due));
    });
  }

  /**
   * Does all that is due, and what that adds, and gives how many were begun. Throws where the
   * database does not answer.
   */
  async workDue(): Promise<number> {
    const before = this.begun;
    let places = await this.startDue();
    while (places.length > 0) {
      await Promise.all(places);
      places = await this.startDue();
    }
    return this.begun - before;
  }

  /** Begins no more, and gives back what has not come to its end in time. Never throws. */
  async end(graceMs = END_WITHIN_MS): Promise<void> {
    this.isEnding = true;
    await endInTime(this.underWay, (lease) => this.giveBack(lease), graceMs);
  }

  private roomFor({ kind, atOnce = 1 }: JobHandler): number {
    return atOnce - (this.busy.get(kind) ?? 0);
  }

  /** Takes one place of a kind, until nothing of what was found is left. */
  private async workOff(handler: JobHandler, due: DueJob[]): Promise<void> {
    const { kind } = handler;
    this.busy.set(kind, (this.busy.get(kind) ?? 0) + 1);
    let isWell = true;
    try {
      for (let one = due.pop(); one && !this.isEnding; one = due.pop()) {
        // Where another process was faster, it is at the others, too: a look says what is left.
        if (!(await this.take(handler, one))) due.splice(0);
      }
    } catch (error) {
      // The next look may find a database that answers.
      isWell = false;
      this.logger.warn({ msg: 'a job could not be begun', kind, err: error });
    } finally {
      this.busy.set(kind, (this.busy.get(kind) ?? 1) - 1);
    }
    if (isWell) this.tell();
  }

  /** Says whether it was the caller's to do. */
  private async take(handler: JobHandler, { id, attempts }: DueJob): Promise<boolean> {
    const now = this.clock.now();
    if (attempts >= MOST_ATTEMPTS) {
      await this.write((tx) => this.rows.buryLeft(tx, id, this.burial(PROCESS_DIED)));
      return true;
    }
    const lease = { id, token: randomUUID() };
    const job = await this.write((tx) => this.rows.claim(tx, lease, now, this.leaseEnd()));
    if (!job) return false;
    this.begun += 1;
    const turn = new Turn();
    if (this.isEnding) turn.end();
    const done = this.run(handler, lease, job, turn).finally(() => this.underWay.delete(lease));
    this.underWay.set(lease, { turn, done });
    await done;
    return true;
  }

  private async run(
    handler: JobHandler,
    lease: JobLease,
    { payload, attempts }: ClaimedJob,
    turn: Turn,
  ): Promise<void> {
    const { id } = lease;
    try {
      const isOurs = await turn.during(
        async () => {
          const given = JSON.parse(payload) as Payload;
          let kept: Payload = {};
          const keep = (facts: Payload) => void (kept = facts);
          const job = { id, payload: given, attempt: attempts, isEnding: turn.isEnding, keep };
          const changes = await handler.run(job);
          return this.finish({ ...lease, kept }, changes);
        },
        () => this.extend(lease),
      );
      if (!isOurs) this.logger.warn({ msg: 'a job was taken over', job: id, kind: handler.kind });
    } catch (error) {
      await this.fail(handler, lease, attempts, error);
    }
  }

  /**
   * What it changes is committed with the word that it is done, and only where it is ours: says
   * whether it was. Where it changes nothing, that word and its COMMIT are one message.
   */
  private async finish(lease: Finished, changes: JobChanges | undefined): Promise<boolean> {
    let isOurs = false;
    await this.unitOfWork.write(
      async (tx) => {
        const at = this.clock.now();
        const expiresAt = new Date(at.getTime() + KEPT_MS.done);
        if (!changes) {
          this.rows.finishAtEnd(tx, lease, at, expiresAt);
          tx.onCommit(() => void (isOurs = tx.hasChangedRows));
          return { result: undefined };
        }
        isOurs = await this.rows.finish(tx, lease, at, expiresAt);
        if (isOurs) await changes(tx);
        return { result: undefined, discard: !isOurs };
      },
      // Where the answer to a COMMIT was lost, it is not ours any more at the second time.
      { replayable: true },
    );
    return isOurs;
  }

  private async fail(
    { kind }: JobHandler,
    lease: JobLease,
    attempts: number,
    failure: unknown,
  ): Promise<void> {
    const pauseMs = pauseAfter(attempts, failure, randomInt(1_001) / 1_000);
    const reason = reasonOf(failure);
    const { id: job } = lease;
    if (pauseMs === undefined) {
      this.logger.error({ msg: 'a job failed and is given up', job, kind, attempts, err: failure });
      await this.tellRow(lease, (tx) => this.rows.bury(tx, lease, this.burial(reason)));
      return;
    }
    const msg = 'a job failed and will be tried again';
    this.logger.warn({ msg, job, kind, attempts, err: failure });
    const dueAt = new Date(this.clock.now().getTime() + pauseMs);
    await this.tellRow(lease, (tx) => this.rows.postpone(tx, lease, dueAt, reason));
  }

  private burial(reason: string) {
    const at = this.clock.now();
    return { reason, at, expiresAt: new Date(at.getTime() + KEPT_MS.dead) };
  }

  private leaseEnd(): Date {
    return new Date(this.clock.now().getTime() + LEASE_MS);
  }

  private async extend(lease: JobLease): Promise<boolean> {
    return this.write((tx) => this.rows.extend(tx, lease, this.leaseEnd()));
  }

  private async giveBack(lease: JobLease): Promise<void> {
    await this.tellRow(lease, (tx) => this.rows.release(tx, lease));
  }

  /** Where the database does not hear it, the lease ends by itself, and the job is tried again. */
  private async tellRow({ id: job }: JobLease, word: (tx: Tx) => Promise<void>): Promise<void> {
    try {
      await this.write(word);
    } catch (error) {
      this.logger.warn({ msg: 'the end of a job could not be written down', job, err: error });
    }
  }

  private async write<T>(word: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.write(async (tx) => ({ result: await word(tx) }));
  }
}

function shuffled<T>(all: readonly T[]): T[] {
  const mixed = [...all];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const at = randomInt(last + 1);
    const [one, other] = [mixed[at], mixed[last]];
    if (one !== undefined && other !== undefined) [mixed[at], mixed[last]] = [other, one];
  }
  return mixed;
}
