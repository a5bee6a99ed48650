import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { Figures } from '../common/metrics.js';
import { sampleOf } from '../common/meter.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { TaskDto, type TaskListDto } from './dto/task.dto.js';
import { nextRun, nextTry, type Schedule } from './schedule-rules.js';
import type { TaskRow } from './task.entity.js';
import { lastRunOf } from './task-state-rules.js';
import { type Lease, type RunEnd, TasksRepository } from './tasks.repository.js';
import { END_WITHIN_MS, endInTime, LEASE_MS, Turn } from './turn.js';

/** What is done again and again, by one process at a time. */
export interface Task {
  /** Its name in the database, for good. */
  readonly name: string;
  readonly schedule: Schedule;
  /** Does it once. It looks at `isEnding` between its transactions, and may be cut short. */
  run(isEnding: () => boolean): Promise<void>;
}

/** A task that this process is at. */
interface Run {
  readonly name: string;
  readonly done: Promise<void>;
}

/** Runs what recurs: each task in one process at a time, and once for all runs that were missed. */
@Injectable()
export class Tasks {
  private readonly logger = new Logger(Tasks.name);
  private readonly tasks = new Map<string, Task>();
  private readonly underWay = new Map<Lease, { turn: Turn; done: Promise<void> }>();
  private isEnding = false;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: TasksRepository,
  ) {}

  /** Adds a task; called once for each, before the first is run. */
  register(task: Task): void {
    this.tasks.set(task.name, task);
  }

  /** All tasks by name: when each is due, whether it runs, how its last run ended. */
  async list(): Promise<TaskListDto> {
    const rows = await this.unitOfWork.read((tx) => this.rows.find(tx));
    const now = this.clock.now();
    const data = [...this.tasks.values()].map(({ name, schedule }) => {
      const row = rows.find((one) => one.name === name);
      return TaskDto.of(name, schedule, now, row);
    });
    return { data: data.toSorted((one, other) => (one.name < other.name ? -1 : 1)) };
  }

  /** Figures of each task that has had its turn in the database. */
  async figures(tx: Tx): Promise<Figures> {
    const rows = (await this.rows.find(tx)).filter(({ name }) => this.tasks.has(name));
    const nowMs = this.clock.now().getTime();
    const figures = rows.flatMap(({ name: task, nextRunAt, lastResult }) => [
      [sampleOf('coach_task_late_seconds', { task }), lateSeconds(nextRunAt, nowMs)] as const,
      [
        sampleOf('coach_task_failed', { task }),
        Number(lastRunOf(lastResult).lastResult === 'failed'),
      ] as const,
    ]);
    return Object.fromEntries(figures);
  }

  /**
   * Begins the tasks that are due and that no other process runs, and gives their runs, none of
   * which ever fails: it says so in the log, and where the task stands in the database.
   */
  async startDue(): Promise<readonly Run[]> {
    const found = await this.unitOfWork.read((tx) => this.rows.find(tx));
    const now = this.clock.now();
    const runs: Run[] = [];
    for (const task of this.tasks.values()) {
      if (this.isEnding) break;
      const row = found.find(({ name }) => name === task.name);
      if (!row) await this.add(task, now);
      else if (isDue(row, now)) runs.push(...(await this.claim(task)));
    }
    return runs;
  }

  /** Begins no more, and gives back what has not come to its end in time. Never throws. */
  async end(graceMs = END_WITHIN_MS): Promise<void> {
    this.isEnding = true;
    await endInTime(this.underWay, (lease) => this.giveBack(lease), graceMs);
  }

  private async add({ name, schedule }: Task, now: Date): Promise<void> {
    const at = nextRun(schedule, now, this.config.studioTimeZone);
    await this.unitOfWork.write(async (tx) => {
      await this.rows.add(tx, name, at);
      return { result: undefined };
    });
  }

  private async claim(task: Task): Promise<Run[]> {
    const now = this.clock.now();
    const lease = { name: task.name, token: randomUUID() };
    const isOurs = await this.unitOfWork.write(async (tx) => {
      return { result: await this.rows.claim(tx, lease, now, this.leaseEnd()) };
    });
    if (!isOurs) return [];
    const turn = new Turn();
    if (this.isEnding) turn.end();
    const done = this.run(task, lease, turn).finally(() => this.underWay.delete(lease));
    this.underWay.set(lease, { turn, done });
    return [{ name: task.name, done }];
  }

  private async run(task: Task, lease: Lease, turn: Turn): Promise<void> {
    const beganAt = this.clock.now();
    const beganMs = performance.now();
    let failure: unknown;
    try {
      await turn.during(
        () => task.run(turn.isEnding),
        () => this.extend(lease),
      );
    } catch (error) {
      failure = error;
      this.logger.warn({
        msg: 'a task failed and will be tried again',
        task: task.name,
        err: error,
      });
    }
    const tookMs = Math.round(performance.now() - beganMs);
    // What was cut short is as due as before.
    if (turn.isEnding() && failure === undefined) await this.giveBack(lease);
    else await this.finish(lease, this.endOf(task, beganAt, tookMs, failure));
  }

  private endOf({ schedule }: Task, lastRunAt: Date, lastTookMs: number, failure: unknown): RunEnd {
    const zone = this.config.studioTimeZone;
    if (failure === undefined) {
      const nextRunAt = nextRun(schedule, lastRunAt, zone);
      return { nextRunAt, lastRunAt, lastResult: 'done', lastTookMs };
    }
    const nextRunAt = nextTry(schedule, lastRunAt, this.clock.now(), zone);
    const lastResult = failure instanceof Problem ? failure.code : 'internal_error';
    return { nextRunAt, lastRunAt, lastResult, lastTookMs };
  }

  private leaseEnd(): Date {
    return new Date(this.clock.now().getTime() + LEASE_MS);
  }

  private async extend(lease: Lease): Promise<boolean> {
    return this.unitOfWork.write(async (tx) => {
      return { result: await this.rows.extend(tx, lease, this.leaseEnd()) };
    });
  }

  private async finish(lease: Lease, end: RunEnd): Promise<void> {
    await this.tell(lease, (tx) => this.rows.finish(tx, lease, end));
  }

  private async giveBack(lease: Lease): Promise<void> {
    await this.tell(lease, (tx) => this.rows.release(tx, lease));
  }

  /** Where the database does not hear it, the lease ends by itself, and the task is run again. */
  private async tell({ name: task }: Lease, word: (tx: Tx) => Promise<void>): Promise<void> {
    try {
      await this.unitOfWork.write(async (tx) => {
        await word(tx);
        return { result: undefined };
      });
    } catch (error) {
      this.logger.warn({ msg: 'the end of a task could not be written down', task, err: error });
    }
  }
}

function isDue({ nextRunAt, leaseUntil }: TaskRow, now: Date): boolean {
  return nextRunAt <= now && (leaseUntil === null || leaseUntil < now);
}

function lateSeconds(nextRunAt: Date, nowMs: number): number {
  return Math.max(0, Math.round((nowMs - nextRunAt.getTime()) / 1_000));
}
