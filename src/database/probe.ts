import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { dialectOf } from './dialects/dialect-of.js';
import { DIALECT } from './dialects/dialect.token.js';
import type { Dialect } from './dialects/dialect.js';
import { driverErrorOf } from './faults.js';
import { Outage } from './outage.js';
import { SchemaState } from './schema-state.js';
import { UnitOfWork } from './unit-of-work.js';

/** A little less than readiness takes, so that what the probe itself says is its answer. */
const WITHIN_MS = 900;
/** While the database is down, so often it is looked whether it is back. */
const LOOK_EVERY_MS = 250;

type Run = UnitOfWork['probe'];

/** A connection of the probe's own, and how a work runs on it. */
interface Own {
  readonly dataSource: DataSource;
  readonly run: Run;
}

/**
 * Finds out whether the database could serve a request now: reads a table and makes an empty
 * change, on a connection that no request waits for. The embedded database has one connection, and
 * a probe comes first there.
 */
@Injectable()
export class Probe implements OnApplicationShutdown {
  private readonly logger = new Logger(Probe.name);
  private own: Promise<Own> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly schema: SchemaState,
    @Inject(DIALECT) private readonly dialect: Dialect,
    private readonly config: Config,
    private readonly outage: Outage,
  ) {
    outage.whenItBegins(() => {
      this.logger.error({ msg: 'the database is down: requests are refused until it answers' });
      this.lookAgain();
    });
  }

  /**
   * Why the tables are not those of this release; undefined where they are. Throws where the
   * database does not read and write in time.
   */
  async trouble(): Promise<string | undefined> {
    const run = await this.run();
    let trouble: string | undefined;
    await run(async (tx) => {
      const reading = this.schema.trouble(tx);
      [trouble] = await Promise.all([reading, tx.write(this.dialect.emptyChange)]);
    }, WITHIN_MS);
    return trouble;
  }

  /** Probes once, so that the first one that counts takes no longer than others. Never throws. */
  async prepare(): Promise<void> {
    await this.trouble().catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    const own = await this.own?.catch(() => undefined);
    await own?.dataSource.destroy();
  }

  /** Until the database answers: what it says is noted by the work that asks it. */
  private lookAgain(): void {
    if (!this.outage.hasBegun) this.logger.warn({ msg: 'the database answers again' });
    if (this.isOver || !this.outage.hasBegun) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look().then(() => this.lookAgain()), LOOK_EVERY_MS);
    this.timer.unref();
  }

  /** Asks for no table: one that is locked, or still missing, is no reason to refuse everybody. */
  private async look(): Promise<void> {
    try {
      const run = await this.run();
      await run(async (tx) => tx.rows('SELECT 1'), WITHIN_MS);
    } catch {
      // Noted by the work itself.
    }
  }

  private async run(): Promise<Run> {
    if (this.dialect.queue) return async (...how) => this.unitOfWork.probe(...how);
    this.own ??= this.open();
    try {
      return (await this.own).run;
    } catch (error) {
      this.own = undefined;
      throw error;
    }
  }

  private async open(): Promise<Own> {
    const { database } = this.config;
    const one = database.kind === 'sqlite' ? database : { ...database, poolSize: 1 };
    const times = { statementTimeoutMs: WITHIN_MS, connectTimeoutMs: WITHIN_MS };
    const dialect = dialectOf(one, times);
    const dataSource = new DataSource({ ...dialect.options(), logger: 'debug' });
    await dataSource.initialize().catch((error: unknown) => {
      this.outage.noteFailure(dialect.classify(driverErrorOf(error)), error);
      closeLeftPool(dataSource);
      throw error;
    });
    const unitOfWork = new UnitOfWork(dataSource, dialect, this.config, undefined, this.outage);
    return { dataSource, run: async (...how) => unitOfWork.probe(...how) };
  }
}

/** TypeORM leaves it open where the server was reached, but did not say in time what it is. */
function closeLeftPool({ driver }: DataSource): void {
  // Not awaited: a server that answers nothing does not take leave either.
  driver.disconnect().catch(() => undefined);
}
