import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DAY_MS } from '../common/durations.js';
import { Config } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { AddressRetentionRepository } from './address-retention.repository.js';
import { Cleanup } from './cleanup.service.js';

/** Rows per transaction, or little more. */
const BATCH = 500;
/** Transactions per round of the cleanup; a log of years takes several. */
const BATCHES_A_ROUND = 200;

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
    cleanup: Cleanup,
  ) {
    this.days = config.activityAddressDays;
    if (this.days > 0) cleanup.also(async (isEnding) => this.forget(isEnding));
  }

  private async forget(isEnding: () => boolean): Promise<void> {
    const before = new Date(this.clock.now().getTime() - this.days * DAY_MS);
    for (let batch = 0; batch < BATCHES_A_ROUND && !isEnding(); batch += 1) {
      const isDone = await this.unitOfWork.write(async (tx) => {
        return { result: await this.addresses.forget(tx, before, BATCH) };
      });
      if (isDone) return;
    }
  }
}
