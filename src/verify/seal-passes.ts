import { MINUTE_MS } from '../common/durations.js';
import type { Checkpoint } from './checkpoint-rules.js';
import type { Findings } from './findings.js';
import type { Pass } from './passes.js';
import { brokenBy, type Seal, type SealedRow, sealsOf } from './seal-rules.js';
import type { SealsRepository } from './seals.repository.js';

const ROWS_AT_ONCE = 5_000;
/** No change takes so long: what is older has all its rows, also those of a lower id. */
const SETTLED_AFTER_MS = 5 * MINUTE_MS;

interface SealPart {
  readonly highest: number;
  readonly seal: Seal;
  readonly broken: string | undefined;
}

/** Seals: what the log says is what it said when somebody last looked. */
export function sealsPass(
  rows: SealsRepository,
  found: Findings,
  { kept }: Checkpoint,
  now: { readonly at: Date; readonly addressDays: number },
): Pass<SealPart> {
  found.count('seals', 'seals', 0);
  return {
    name: 'seals of the log',
    last: () => Promise.resolve(kept.at(-1)?.to ?? 0),
    next: async (tx, after) => {
      const seal = kept.find(({ to }) => to > after);
      if (!seal) return undefined;
      // One more than there were: rows that were added between them are found, too.
      const read = await rows.rows(tx, seal.from, seal.to, seal.rows + 1);
      return { highest: seal.to, seal, broken: brokenBy(seal, read, now) };
    },
    take: ({ seal: { from, to, rows: count }, broken }) => {
      found.count('seals', 'seals', 1);
      found.count('seals', 'activities', count);
      if (broken === undefined) return;
      const what = `activities ${from} to ${to} are not as they were sealed: ${broken}`;
      found.add([{ law: 'seals', what }]);
    },
  };
}

interface RowsPart {
  readonly highest: number;
  readonly read: readonly SealedRow[];
}

/** Seals the rows that are not sealed yet. Those of the last minutes wait for the next time. */
export function sealingPass(
  rows: SealsRepository,
  checkpoint: Checkpoint,
  at: Date,
): Pass<RowsPart> {
  const settled = new Date(at.getTime() - SETTLED_AFTER_MS);
  const sealed = checkpoint.newest?.to ?? 0;
  return {
    name: 'activities to be sealed',
    last: (tx) => rows.lastBefore(tx, settled),
    next: async (tx, after) => {
      const last = await rows.lastBefore(tx, settled);
      const read = await rows.rows(tx, Math.max(after, sealed) + 1, last, ROWS_AT_ONCE);
      const highest = read.at(-1)?.id;
      return highest === undefined ? undefined : { highest, read };
    },
    take: ({ read }) => {
      checkpoint.add(sealsOf(read, checkpoint.newest));
    },
  };
}
