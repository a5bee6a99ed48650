import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { HOUR_MS, MINUTE_MS } from '../common/durations.js';
import { Meter } from '../common/meter.js';
import { Config } from '../config/config.js';
import { ClockDrift } from '../database/clock-drift.js';
import { mayWork } from './drift-rules.js';
import { JobRunner } from './job-runner.service.js';
import { Looks } from './looks.js';
import { Tasks } from './tasks.service.js';
import { withinMs } from './turn.js';

/** How often it is looked for jobs that others have added; what is added here is begun at once. */
const LOOK_EVERY_MS = 1_000;
/** How often it is looked which task is due; a row for each is read. */
const TASKS_EVERY_MS = 10_000;
/** How soon it is looked again where nothing can be worked just now. */
const IN_TROUBLE_EVERY_MS = 10_000;
/** A database that does not answer holds up no end. */
const LOOK_ENDS_WITHIN_MS = 1_000;
const CLOCK_EVERY_MS = HOUR_MS;
/** As above, where it was wrong: it may have been set. */
const WRONG_CLOCK_EVERY_MS = MINUTE_MS;

/** What was worked: the tasks by name, and how many single jobs. */
interface Worked {
  readonly tasks: readonly string[];
  readonly jobs: number;
}

/**
 * Whether and when this process works in the background. It begins where the process serves, so
 * commands and tests have none of it; and it keeps no process from its end.
 */
@Injectable()
export class Background implements OnModuleDestroy {
  private readonly logger = new Logger(Background.name);
  private readonly looks = new Looks(() => this.lookNow());
  private ending: Promise<unknown> | undefined;
  private tasksLookedAtMs = Number.NEGATIVE_INFINITY;
  private isInTrouble = false;
  private driftSeconds: number | undefined;
  private clockAskedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly config: Config,
    private readonly drift: ClockDrift,
    private readonly tasks: Tasks,
    private readonly runner: JobRunner,
    meter: Meter,
  ) {
    runner.onWork(() => this.looks.want());
    meter.watch('coach_clock_drift_seconds', () => Math.abs(this.driftSeconds ?? 0));
  }

  /** From here on this process works, unless `JOBS` says that it does not. */
  begin(): void {
    if (this.config.jobs === 'off' || this.ending) return;
    this.looks.begin();
  }

  /**
   * Works what is due, once, to its end, and gives the names of the tasks and the number of jobs;
   * undefined where the clock of this process is wrong. Throws where the database does not answer.
   */
  async workOnce(): Promise<Worked | undefined> {
    if (!(await this.hasRightClock())) return undefined;
    const runs = await this.tasks.startDue();
    await Promise.all(runs.map(({ done }) => done));
    return { tasks: runs.map(({ name }) => name), jobs: await this.runner.workDue() };
  }

  /** Begins nothing more; what is under way has seconds for its end. Never throws. */
  async end(): Promise<void> {
    this.ending ??= Promise.all([
      this.tasks.end(),
      this.runner.end(),
      withinMs(LOOK_ENDS_WITHIN_MS, [this.looks.end()]),
    ]);
    await this.ending;
  }

  async onModuleDestroy(): Promise<void> {
    await this.end();
  }

  /** Gives in how many milliseconds the next look is. */
  private async lookNow(): Promise<number> {
    try {
      if (!(await this.hasRightClock())) return IN_TROUBLE_EVERY_MS;
      const begun = await this.runner.startDue();
      // They go on by themselves, and tell when there is room again.
      void Promise.all(begun);
      if (performance.now() - this.tasksLookedAtMs >= TASKS_EVERY_MS) {
        await this.tasks.startDue();
        this.tasksLookedAtMs = performance.now();
      }
      this.isInTrouble = false;
      return LOOK_EVERY_MS;
    } catch (error) {
      if (!this.isInTrouble && !this.ending) {
        this.logger.warn({ msg: 'what is due in the background cannot be looked for', err: error });
      }
      this.isInTrouble = true;
      return IN_TROUBLE_EVERY_MS;
    }
  }

  /** Leases and times of tasks are written by this clock, and read by those of other processes. */
  private async hasRightClock(): Promise<boolean> {
    const wasRight = mayWork(this.driftSeconds);
    const everyMs = wasRight ? CLOCK_EVERY_MS : WRONG_CLOCK_EVERY_MS;
    if (performance.now() - this.clockAskedAtMs < everyMs) return wasRight;
    const wasAsked = this.driftSeconds !== undefined;
    this.driftSeconds = await this.drift.seconds();
    this.clockAskedAtMs = performance.now();
    const isRight = mayWork(this.driftSeconds);
    const driftSeconds = Math.round(this.driftSeconds);
    if (!isRight && (wasRight || !wasAsked)) {
      const msg = 'works nothing in the background: its clock is not that of the database';
      this.logger.warn({ msg, driftSeconds });
    } else if (isRight && wasAsked && !wasRight) {
      this.logger.log({ msg: 'works in the background again: its clock is right', driftSeconds });
    }
    return isRight;
  }
}
