import { IDS_SKIPPED } from '../common/limits.js';
import type { Findings } from './findings.js';
import type { Pass } from './passes.js';
import type { VerifyRepository } from './verify.repository.js';

const ROWS_AT_ONCE = 10_000;
/** Gaps that a report names. */
const GAPS_NAMED = 10;

interface GapsPart {
  readonly highest: number;
  /** Ids that are missing, as a note says it. */
  readonly gaps: readonly string[];
}

/**
 * Activities that were there, by their ids, where the database leaves none out. A server leaves
 * some out whenever a work is taken back, so that nothing follows from a gap there.
 */
export function gapsPass(rows: VerifyRepository, found: Findings): Pass<GapsPart> {
  let named = 0;
  return {
    name: 'ids of the log',
    last: (tx) => rows.lastGivenId(tx),
    next: async (tx, after) => {
      const last = await rows.lastGivenId(tx);
      if (after >= last) return undefined;
      const page = await rows.nextIds(tx, 'log', after, ROWS_AT_ONCE);
      // Behind the last row there may be ids that were given once.
      if (!page) return { highest: last, gaps: [noteOf(after + 1, last)] };
      const { highest, count } = page;
      const isWhole = count === highest - after;
      const gaps = isWhole ? [] : await rows.gapsBefore(tx, { lowest: after + 1, highest });
      return { highest, gaps: gaps.map(({ lowest, highest: to }) => noteOf(lowest, to)) };
    },
    take: ({ gaps }) => {
      for (const gap of gaps) {
        named += 1;
        if (named <= GAPS_NAMED) found.note(gap);
        else if (named === GAPS_NAMED + 1) found.note('… and more activities that are missing');
      }
    },
  };
}

function noteOf(lowest: number, highest: number): string {
  const range = lowest === highest ? `${lowest}` : `${lowest} to ${highest}`;
  const isOfRestore = highest - lowest + 1 >= IDS_SKIPPED;
  const why = isOfRestore ? ': a restore leaves so many ids out' : ', though it had';
  return `The log has no activity ${range}${why}`;
}
