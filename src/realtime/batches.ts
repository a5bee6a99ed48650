/** The most ids or rows per statement. */
const BATCH = 500;

/** The ids in parts, each of which fits a statement. */
export function batchesOf(ids: readonly number[]): number[][] {
  const count = Math.ceil(ids.length / BATCH);
  return Array.from({ length: count }, (_, i) => ids.slice(i * BATCH, (i + 1) * BATCH));
}
