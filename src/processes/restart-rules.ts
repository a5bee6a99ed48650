/** Who has served for so long has started well. */
const GOOD_LIFE_MS = 60_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;
/** So often in a row is each place tried while no process serves. */
const TRIES_IN_A_ROW = 5;

/** How many processes in a row did not live long in one place, with one that has just ended. */
export function failuresInARow(before: number, servedForMs: number | undefined): number {
  return (servedForMs ?? 0) >= GOOD_LIFE_MS ? 1 : before + 1;
}

/** How long to wait before the next start, so that a crash does not take all of the machine. */
export function pauseMsAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1));
}

/**
 * Whether another start is of any use. Where none has ever served, the next would fail the same
 * way; where none serves any more, whoever started the product must get to know, but all that ended
 * of one thing are tried again first. While one serves, it goes on. `outages` are the ends in a row
 * after which none served.
 */
export function mayTryAgain(all: {
  readonly outages: number;
  readonly processes: number;
  readonly serving: number;
  readonly hasServed: boolean;
}): boolean {
  return all.serving > 0 || (all.hasServed && all.outages < TRIES_IN_A_ROW * all.processes);
}
