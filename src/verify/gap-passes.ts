import type { Findings } from './findings.js';
import type { Pass } from './passes.js';
import type { VerifyRepository } from './verify.repository.js';

const ROWS_AT_ONCE = 10_000;
/** Gaps that a report names. */
const GAPS_NAMED = 10;

interface GapsPart {
  readonly highest: number;
  /** Ids that are missing, as `7` or `7 to 9`. */
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
      if (!page) return { highest: last, gaps: [rangeText(after + 1, last)] };
      const { highest, count } = page;
      const isWhole = count === highest - after;
      const gaps = isWhole ? [] : await rows.gapsBefore(tx, { lowest: after + 1, highest });
      return { highest, gaps: gaps.map(({ lowest, highest: to }) => rangeText(lowest, to)) };
    },
    take: ({ gaps }) => {
      for (const gap of gaps) {
        named += 1;
        if (named <= GAPS_NAMED) found.note(`The log has no activity ${gap}, though it had`);
        else if (named === GAPS_NAMED + 1) found.note('… and more activities that are missing');
      }
    },
  };
}

function rangeText(lowest: number, highest: number): string {
  return lowest === highest ? `${lowest}` : `${lowest} to ${highest}`;
}
