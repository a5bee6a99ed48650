import { realpathSync, statSync } from 'node:fs';

/** The files are not those any more that were opened: what is written now is lost. */
class FileGone extends Error {
  /** As the database itself says it, where it notices. */
  readonly code = 'SQLITE_READONLY_DBMOVED';

  constructor(file: string) {
    super(`${file} was deleted or replaced while it was open; start the product anew`);
  }
}

/** How often those who only read look. */
const LOOK_EVERY_MS = 100;

/**
 * Whether the files of a database are still where the next start would look for them. An open file
 * can be read and written though it was deleted, and the database does not ask.
 */
export class DatabaseFiles {
  private readonly opened = new Map<string, string | undefined>();
  private readonly file: string;
  private lookedAt = 0;

  /** To be called as soon as they are open. */
  constructor(file: string) {
    this.file = realpathSync(file);
    // A link may be led elsewhere, so the name that was given counts, too.
    for (const name of new Set([file, this.file, `${this.file}-wal`])) {
      this.opened.set(name, identityOf(name));
    }
  }

  /** As `requireInPlace`, for who looks often: it may be a tenth of a second late. */
  requireInPlaceLately(): void {
    if (performance.now() - this.lookedAt >= LOOK_EVERY_MS) this.requireInPlace();
  }

  /** Throws `FileGone`. */
  requireInPlace(): void {
    for (const [name, identity] of this.opened) {
      const found = identityOf(name);
      // The log of changes is made with the first of them.
      if (identity === undefined) this.opened.set(name, found);
      else if (found !== identity) throw new FileGone(name);
    }
    this.lookedAt = performance.now();
  }
}

function identityOf(name: string): string | undefined {
  const stat = statSync(name, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}`;
}
