/** A lease lasts a minute and is renewed each 20 seconds: more would be taken while it is held. */
const MOST_SECONDS = 20;

/** Whether a process may work whose clock is so many seconds ahead; not before it is known. */
export function mayWork(driftSeconds: number | undefined): boolean {
  return driftSeconds !== undefined && Math.abs(driftSeconds) <= MOST_SECONDS;
}
