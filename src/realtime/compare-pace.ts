/** How often all packages are compared, for changes without a log row: by PHP and by expiry. */
const COMPARE_EVERY_MS = 3_000;
/** Less often where that takes long: at most a hundredth of the time is spent on it. */
const COMPARE_SHARE = 0.01;
const COMPARE_AT_LEAST_EVERY_MS = 10_000;

/** How long after the beginning of a comparison that took so long the next one begins. */
export function comparedEveryMs(tookMs: number): number {
  const capMs = Math.min(tookMs / COMPARE_SHARE, COMPARE_AT_LEAST_EVERY_MS);
  return Math.max(COMPARE_EVERY_MS, capMs);
}
