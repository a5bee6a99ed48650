import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Probe } from '../database/probe.js';
import { SchemaState } from '../database/schema-state.js';
import { Waiting } from '../http/waiting.js';

const LOOK_AGAIN_MS = 1_000;

/**
 * Holds a process that begins on the tables of the release before, on which others may still serve,
 * until somebody has run `migration:run`.
 */
@Injectable()
export class MigrationWait {
  private readonly logger = new Logger(MigrationWait.name);

  constructor(
    private readonly schema: SchemaState,
    private readonly probe: Probe,
    private readonly waiting: Waiting,
  ) {}

  /**
   * Gives what is to be waited for, for people; undefined where the tables are right. Throws a
   * `SchemaError` where waiting is of no use.
   */
  async begin(): Promise<string | undefined> {
    const reason = await this.schema.migrationsToCome();
    if (reason === undefined) return undefined;
    this.waiting.begin(reason);
    this.logger.warn({ msg: 'not ready: waiting for migrations', reason });
    return reason;
  }

  /**
   * Resolves when the tables are right, and the database reads and writes. `meanwhile` is called
   * before each look.
   */
  async untilMigrated(meanwhile: () => Promise<void>): Promise<void> {
    for (;;) {
      await meanwhile();
      if (await this.isMigrated()) return;
      await sleep(LOOK_AGAIN_MS);
    }
  }

  /** From here on requests are served. */
  end(): void {
    if (this.waiting.reason === undefined) return;
    this.waiting.end();
    this.logger.log({ msg: 'the migrations have run' });
  }

  private async isMigrated(): Promise<boolean> {
    try {
      if ((await this.probe.trouble()) !== undefined) return false;
      await this.schema.requireMigrated();
      return true;
    } catch {
      // Tables that are being changed keep others waiting, and the server may be away, too.
      return false;
    }
  }
}
