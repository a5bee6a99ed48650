/** How the last run of a task ended, as it stands in its row. */
export interface LastRun {
  readonly lastResult: 'done' | 'failed' | null;
  /** The problem code of one that failed. */
  readonly lastProblem: string | null;
}

/** What a row has as `last_result`: nothing, `done`, or the problem code of a run that failed. */
export function lastRunOf(kept: string | null): LastRun {
  if (kept === null) return { lastResult: null, lastProblem: null };
  if (kept === 'done') return { lastResult: 'done', lastProblem: null };
  return { lastResult: 'failed', lastProblem: kept };
}
