/*
 * Which tables a release can serve on, by the names of the migrations that have run on them. Two
 * releases share a database for a while: docs/decisions/0026-upgrades.md.
 */

/** What is known of a database and not of this release, or the other way round. */
export interface Standing {
  /** This release needs them, and they have not run. */
  readonly missing: readonly string[];
  /** A later release ran them. This one serves all the same. */
  readonly later: readonly string[];
  /** This one of a later release has taken away what this release needs. */
  readonly contracted: string | undefined;
}

/** `ContractLastingIds1700000015000` takes away what the release before `LastingIds…` needed. */
const CONTRACTING = /^Contract([A-Z]\w*?)\d{13}$/;

/** Compares the migrations that a release knows with those that have run. */
export function standingOf(known: readonly string[], run: readonly string[]): Standing {
  const [isKnown, hasRun] = [new Set(known), new Set(run)];
  const knownWords = new Set(known.map(wordsOf));
  const later = run.filter((name) => !isKnown.has(name));
  const contracted = later.find((name) => {
    const expanding = expandingOf(name);
    return expanding !== undefined && !knownWords.has(expanding);
  });
  return { missing: known.filter((name) => !hasRun.has(name)), later, contracted };
}

/** The words of the migration that a contracting one ends; undefined for all others. */
export function expandingOf(name: string): string | undefined {
  return CONTRACTING.exec(name)?.[1];
}

/** The name of a migration without its time stamp. */
export function wordsOf(name: string): string {
  return name.replace(/\d{13}$/, '');
}
