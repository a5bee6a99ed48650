import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { HOUR_MS, MINUTE_MS } from '../common/durations.js';
import { Meter } from '../common/meter.js';
import { Config } from '../config/config.js';
import { ClockDrift } from '../database/clock-drift.js';
import { mayWork } from './drift-rules.js';
import { Tasks } from './tasks.service.js';
import { withinMs } from './turn.js';

/** How often it is looked what is due; a row for each task is read. */
const LOOK_EVERY_MS = 10_000;
/** A database that does not answer holds up no end. */
const LOOK_ENDS_WITHIN_MS = 1_000;
const CLOCK_EVERY_MS = HOUR_MS;
/** As above, where it was wrong: it may have been set. */
const WRONG_CLOCK_EVERY_MS = MINUTE_MS;

/**
 * Whether and when this process works in the background. It begins where the process serves, so
 * commands and tests have none of it; and it keeps no process from its end.
 */
@Injectable()
export class Background implements OnModuleDestroy {
  private readonly logger = new Logger(Background.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private ending: Promise<void> | undefined;
  private isInTrouble = false;
  private driftSeconds: number | undefined;
  private clockAskedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly config: Config,
    private readonly drift: ClockDrift,
    private readonly tasks: Tasks,
    meter: Meter,
  ) {
    meter.watch('coach_clock_drift_seconds', () => Math.abs(this.driftSeconds ?? 0));
  }

  /** From here on this process works, unless `JOBS` says that it does not. */
  begin(): void {
    if (this.config.jobs === 'off' || this.ending) return;
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    this.look();
  }

  /**
   * Works what is due, once, to its end, and gives the names of the tasks; undefined where the
   * clock of this process is wrong. Throws where the database does not answer.
   */
  async workOnce(): Promise<readonly string[] | undefined> {
    if (!(await this.hasRightClock())) return undefined;
    const runs = await this.tasks.startDue();
    await Promise.all(runs.map(({ done }) => done));
    return runs.map(({ name }) => name);
  }

  /** Begins nothing more; what is under way has seconds for its end. Never throws. */
  async end(): Promise<void> {
    clearInterval(this.timer);
    this.ending ??= this.tasks.end();
    const looking = this.looking ? [this.looking] : [];
    await Promise.all([this.ending, withinMs(LOOK_ENDS_WITHIN_MS, looking)]);
  }

  async onModuleDestroy(): Promise<void> {
    await this.end();
  }

  /** A look that takes long is waited for. */
  private look(): void {
    this.looking ??= this.lookNow().finally(() => (this.looking = undefined));
  }

  private async lookNow(): Promise<void> {
    try {
      if (await this.hasRightClock()) await this.tasks.startDue();
      this.isInTrouble = false;
    } catch (error) {
      if (!this.isInTrouble && !this.ending) {
        this.logger.warn({ msg: 'what is due in the background cannot be looked for', err: error });
      }
      this.isInTrouble = true;
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
