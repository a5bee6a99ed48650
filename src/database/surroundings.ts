import type { RateType } from '../config/config.js';
import type { Dialect, Fault } from './dialects/dialect.js';
import type { SharedTimes } from './shared-times.js';

/** Thrown by a work that met another writer's row: the whole work is tried again from its start. */
export class TryAgain extends Error {}

/** What is the same for all works of a process. */
export interface Surroundings {
  readonly dialect: Dialect;
  readonly faultOf: (error: unknown) => Fault;
  readonly times: SharedTimes;
  readonly countedRateTypes: readonly RateType[];
  readonly studioTimeZone: string;
}

/** Whether a connection must not be used any more: nobody knows what it still brings. */
export function isLost(fault: Fault): boolean {
  return fault === 'connection_lost' || fault === 'timeout' || fault === 'read_only';
}
