import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DAY_MS } from '../common/durations.js';
import { Config } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { AddressRetentionRepository } from './address-retention.repository.js';

/** Rows per transaction, or little more. */
const BATCH = 500;

/**
 * Takes IP addresses and user agents out of old rows of the activity log: they are kept for looking
 * into complaints and break-ins, and not for ever. What was done, by whom and when, stays.
 */
@Injectable()
export class AddressRetention {
  private readonly days: number;

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly addresses: AddressRetentionRepository,
  ) {
    this.days = config.activityAddressDays;
  }

  /** Whether they go at all: 0 days are for ever. */
  get isWanted(): boolean {
    return this.days > 0;
  }

  /** Takes out what is too old, by the piece, until it is told to come to its end. */
  async runNow(isEnding: () => boolean = () => false): Promise<void> {
    if (!this.isWanted) return;
    const before = new Date(this.clock.now().getTime() - this.days * DAY_MS);
    let isDone = false;
    while (!isDone && !isEnding()) {
      isDone = await this.unitOfWork.write(async (tx) => {
        return { result: await this.addresses.forget(tx, before, BATCH) };
      });
    }
  }
}
