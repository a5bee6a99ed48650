import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Tasks } from '../jobs/tasks.service.js';
import type { Package } from './package.entity.js';
import { legacyStatusOf } from './package-rules.js';
import { PackagesRepository } from './packages.repository.js';

/**
 * Has PHP see with the first day of a freeze that a package is not to be used, and behind its last
 * one that it is. Our own answers go by the day; only the legacy status has to be written.
 */
@Injectable()
export class FrozenStatuses {
  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly packages: PackagesRepository,
    tasks: Tasks,
  ) {
    tasks.register({
      name: 'freezes',
      schedule: { dailyAt: '00:00' },
      run: (isEnding) => this.follow(isEnding),
    });
  }

  /** Writes those that are others by now; what changed meanwhile has written its own. */
  async follow(isEnding: () => boolean): Promise<void> {
    const at = this.clock.now();
    const found = await this.unitOfWork.read((tx) => this.packages.findEverFrozen(tx));
    for (const one of found.filter((some) => isBehind(some, at))) {
      if (isEnding()) return;
      const follows = { ...one, status: legacyStatusOf(one, at) };
      await this.unitOfWork.write(
        async (tx) => {
          await this.packages.followStatus(tx, follows);
          return { result: undefined };
        },
        { replayable: true },
      );
    }
  }
}

/** Where nothing is counted the status is PHP's own word. */
function isBehind(one: Package, at: Date): boolean {
  return one.isCounted && one.status !== legacyStatusOf(one, at);
}
