import { rmSync, statSync } from 'node:fs';
import Database from 'libsql';
import { BackupRefused, fileTrouble } from './refused.js';

/**
 * The place of an embedded database, taken for one restore alone: two that begin at the same time
 * would both find nothing there. It is a lock of the operating system on a file beside it, so it
 * ends with the process, however that ends.
 */
export class TargetLock {
  private constructor(
    private readonly path: string,
    private readonly connection: Database.Database,
  ) {}

  /** Throws `BackupRefused` where another restore has it. */
  static take(target: string): TargetLock {
    const path = `${target}.restoring`;
    const connection = open(path, target);
    const opened = identityOf(path);
    try {
      connection.exec('BEGIN EXCLUSIVE');
      // Whoever had it may have taken the file away meanwhile.
      if (opened !== undefined && opened === identityOf(path)) {
        return new TargetLock(path, connection);
      }
    } catch (error) {
      if (!String((error as { code?: string }).code).startsWith('SQLITE_BUSY')) {
        connection.close();
        throw fileTrouble(error, target);
      }
    }
    connection.close();
    throw new BackupRefused(
      `Another restore into ${target} is under way. Nothing was changed by this one.`,
    );
  }

  /** Gives the place free; the file beside it goes, too. */
  release(): void {
    rmSync(this.path, { force: true });
    this.connection.exec('ROLLBACK');
    this.connection.close();
  }
}

function open(path: string, target: string): Database.Database {
  try {
    return new Database(path);
  } catch (error) {
    throw fileTrouble(error, target);
  }
}

function identityOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}`;
}
