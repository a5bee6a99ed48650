/** Whether this run is to be of the full size (TEST_SIZE=full) rather than of CI's. */
const full = process.env.TEST_SIZE === 'full';

/** How much of something a test does. */
export function size({ ci, full: inFull }: { ci: number; full: number }): number {
  return full ? inFull : ci;
}

/** How long a test whose size varies may take. */
export const SIZED_TIMEOUT_MS = full ? 3_600_000 : 400_000;
