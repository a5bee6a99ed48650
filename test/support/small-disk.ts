import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of a few MiB, in memory, for what happens when there is no room left. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room there is. */
  fill(): void;
  /** Gives it back. */
  free(): void;
  /** Takes the disk away, also from those who still have files of it open. */
  remove(): void;
}

const MEBIBYTE = 1024 * 1024;

/** Throws where this machine lets nobody mount, as a container without the right to. */
export function mountSmallDisk(mebibytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'coach-disk-'));
  try {
    const size = `size=${mebibytes}m`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: () => fillWith(ballast),
    free: () => rmSync(ballast, { force: true }),
    remove: () => {
      execFileSync('umount', ['--lazy', folder]);
      rmdirSync(folder);
    },
  };
}

/** In pieces that become smaller, to the last byte. */
function fillWith(file: string): void {
  const descriptor = openSync(file, 'a');
  for (const bytes of [MEBIBYTE, 4096, 1]) {
    const piece = Buffer.alloc(bytes);
    try {
      for (;;) writeSync(descriptor, piece);
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(descriptor);
}

/** Whether a disk can be mounted, which root may do but in most containers. */
export function canMount(): boolean {
  try {
    mountSmallDisk(1).remove();
    return true;
  } catch {
    return false;
  }
}
