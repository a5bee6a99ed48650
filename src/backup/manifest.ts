import type { CopyFacts } from './copy-facts.js';

/** How a line begins that is ours, behind what the program of the database wrote. */
const MARK = '-- coach-sessions backup ';
const FORMAT = 1;

/** What a backup of a server database says about itself. */
export interface Manifest extends CopyFacts {
  readonly format: number;
  /** When it was begun. */
  readonly takenAt: string;
}

/** The last line of a backup. */
export function trailerOf(facts: CopyFacts, takenAt: Date): string {
  const manifest: Manifest = { format: FORMAT, takenAt: takenAt.toISOString(), ...facts };
  // Within a comment of SQL nothing may end it.
  return `${MARK}${JSON.stringify(manifest).replaceAll('\n', ' ')}\n`;
}

/** What that line says; undefined where it is none of ours, or not whole. */
export function manifestIn(line: string | undefined): Manifest | undefined {
  if (line?.startsWith(MARK) !== true) return undefined;
  try {
    return JSON.parse(line.slice(MARK.length)) as Manifest;
  } catch {
    return undefined;
  }
}

/** Whether a later version wrote it, which may mean something else by it. */
export function isLater({ format }: Manifest): boolean {
  return format > FORMAT;
}
