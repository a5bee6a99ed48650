import { Injectable } from '@nestjs/common';
import { AddressRetention } from '../audit/address-retention.service.js';
import { Cleanup } from '../audit/cleanup.service.js';
import { Tasks } from './tasks.service.js';

/** Has the house kept: what is below this module cannot ask for it itself. */
@Injectable()
export class HouseTasks {
  constructor(tasks: Tasks, cleanup: Cleanup, addresses: AddressRetention) {
    tasks.register({
      name: 'cleanup',
      schedule: { everyMinutes: 10 },
      run: (isEnding) => cleanup.runNow(isEnding),
    });
    if (!addresses.isWanted) return;
    tasks.register({
      name: 'address-retention',
      // A log of years is gone through while nobody trains.
      schedule: { dailyAt: '03:30' },
      run: (isEnding) => addresses.runNow(isEnding),
    });
  }
}
