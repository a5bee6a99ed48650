import { setImmediate as afterReading } from 'node:timers/promises';

/** Where somebody comes without an end, somebody must be refused. */
const WITHIN_MS = 1_000;
/** A turn of the loop that takes longer has done other things since it looked who comes. */
const QUIET_TURN_MS = 0.3;

/**
 * Returns right behind a look at the port by which nobody had come any more: of the connections
 * that the operating system has opened, a process gets one in a turn of its loop. `count` is how
 * many have come.
 */
export async function untilNobodyComes(count: () => number): Promise<void> {
  const deadlineMs = performance.now() + WITHIN_MS;
  await afterReading();
  for (;;) {
    const before = count();
    const sinceMs = performance.now();
    await afterReading();
    const nowMs = performance.now();
    const isQuiet = count() === before && nowMs - sinceMs < QUIET_TURN_MS;
    if (isQuiet || nowMs > deadlineMs) return;
  }
}
