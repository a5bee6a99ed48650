import type { QueryRunner } from 'typeorm';
import type { Obstacle } from '../../migrations/adoption/obstacle.js';
import type { Config } from '../config/config.js';
import { garbledNames } from './garbled-names.js';
import { endsAtMidnight } from './midnight-ends.js';
import { narrowColumns } from './narrow-columns.js';
import { peopleOut } from './people-out.js';

/** A question about a PHP database whose answers do not stand in the way, but are worth doing. */
export interface AdviceCheck {
  /** By which its case in `test/adoption/mends.spec.ts` is found; each needs one. */
  readonly name: string;
  /** Whether there is still something to do about it once the database is taken over. */
  readonly isForAdopted: boolean;
  /** Reads only. */
  readonly find: (runner: QueryRunner, config: Config, at: Date) => Promise<Obstacle[]>;
}

/** In the order in which their statements may be run. */
export const ADVICE_CHECKS: readonly AdviceCheck[] = [
  { name: 'people out', isForAdopted: true, find: peopleOut },
  { name: 'ends at midnight', isForAdopted: false, find: endsAtMidnight },
  { name: 'narrow columns', isForAdopted: true, find: narrowColumns },
  { name: 'garbled names', isForAdopted: true, find: garbledNames },
];

/** What is worth doing before, or after, a database is taken over. Reads only. */
export async function adviceFor(
  runner: QueryRunner,
  config: Config,
  at: Date,
  { isAdopted }: { isAdopted: boolean },
): Promise<Obstacle[]> {
  const found: Obstacle[] = [];
  for (const { isForAdopted, find } of ADVICE_CHECKS) {
    if (isForAdopted || !isAdopted) found.push(...(await find(runner, config, at)));
  }
  return found;
}
