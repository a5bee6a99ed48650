import type { DoubleEntry } from './verify-rows.js';

/**
 * The sessions that were probably taken twice and not given back since. What is added to a package
 * gives back what was taken before it, the latest first. Entries come by package and rising id.
 */
export function doublesToLookAt(entries: readonly DoubleEntry[]): DoubleEntry[] {
  const open: { entry: DoubleEntry; sessions: number }[] = [];
  for (const entry of entries) {
    if (entry.isDouble) open.push({ entry, sessions: -entry.amount });
    else giveBack(open, entry);
  }
  return open.filter(({ sessions }) => sessions > 0).map(({ entry }) => entry);
}

function giveBack(
  open: readonly { entry: DoubleEntry; sessions: number }[],
  { packageId, amount }: DoubleEntry,
): void {
  let left = amount;
  for (const one of open.toReversed()) {
    if (one.entry.packageId !== packageId) continue;
    const given = Math.min(left, one.sessions);
    one.sessions -= given;
    left -= given;
  }
}
