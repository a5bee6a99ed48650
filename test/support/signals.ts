import { readFileSync } from 'node:fs';

/**
 * Sends a signal to one process.
 *
 * @throws Error without an id, and with one that names more than a process: to the operating
 * system 0 is the caller's own group, in which the whole run of the tests is.
 */
export function sendSignal(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined || !Number.isInteger(pid) || pid <= 1) {
    throw new Error(`${signal} for ${pid}, which is not the id of one process`);
  }
  process.kill(pid, signal);
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // One that has ended is there until it is asked for, and nobody may.
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
