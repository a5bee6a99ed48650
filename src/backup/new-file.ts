import { existsSync, readdirSync, rmSync } from 'node:fs';
import { link, open, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { onEarlyEnd } from './early-end.js';
import { BackupRefused, fileTrouble } from './refused.js';

/**
 * A file that comes to be as a whole or not at all: it is written under another name beside it,
 * where only its owner can read it, and gets its own at the end. A signal takes it away.
 */
export class NewFile {
  private readonly forget: () => void;

  private constructor(
    readonly path: string,
    private readonly mayReplace: boolean,
  ) {
    this.forget = onEarlyEnd(() => {
      removeParts(path, isOwn);
    });
  }

  /** Throws `BackupRefused` where it exists already, or could not be written. */
  static async begin(path: string, { mayReplace = false } = {}): Promise<NewFile> {
    const file = new NewFile(resolve(path), mayReplace);
    try {
      if (!mayReplace) file.requireAbsent();
      removeLeftovers(file.path);
      await (await open(file.partial, 'wx', 0o600)).close();
    } catch (error) {
      file.forget();
      throw fileTrouble(error, path);
    }
    return file;
  }

  /** Where it is written; what else is needed meanwhile has a name that begins like this one. */
  get partial(): string {
    return partialOf(this.path, process.pid);
  }

  /** An empty file beside it, for what is needed meanwhile; it goes with it. */
  async scratch(name: string): Promise<string> {
    const path = `${this.partial}-${name}`;
    await (await open(path, 'wx', 0o600)).close();
    return path;
  }

  /** Waits until all of it has reached the disk. */
  async reachDisk(): Promise<void> {
    await sync(this.partial);
  }

  /** Gives it its name, when all of it has reached the disk. */
  async finish(): Promise<void> {
    await this.reachDisk();
    await (this.mayReplace ? rename(this.partial, this.path) : this.giveName());
    await sync(dirname(this.path));
    this.discard();
  }

  /** Takes away what was written, unless it has its name. */
  discard(): void {
    removeParts(this.path, isOwn);
    this.forget();
  }

  /** By a link, which fails where somebody else has made a file of that name meanwhile. */
  private async giveName(): Promise<void> {
    try {
      await link(this.partial, this.path);
    } catch (error) {
      this.requireAbsent();
      // Not every file system has links.
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error;
      await rename(this.partial, this.path);
    }
  }

  private requireAbsent(): void {
    if (!existsSync(this.path)) return;
    throw new BackupRefused(`${this.path} exists already. Name another file, or add --replace.`);
  }
}

/** Makes sure that a file, or the names in a folder, survive a power cut. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Containers that share a folder have the same numbers of processes. */
const HERE = `@${hostname()}.partial`;

function partialOf(path: string, pid: number): string {
  return `${path}.${pid}${HERE}`;
}

/** Of runs on this machine that were killed. */
function removeLeftovers(path: string): void {
  removeParts(path, (pid) => isOwn(pid) || !isAlive(pid));
}

function isOwn(pid: number): boolean {
  return pid === process.pid;
}

function removeParts(path: string, isMeant: (pid: number) => boolean): void {
  const [folder, name] = [dirname(path), basename(path)];
  for (const entry of readdirSync(folder)) {
    if (!entry.startsWith(`${name}.`)) continue;
    const [, pid = '', rest = ''] = /^(\d+)(@.*)/.exec(entry.slice(name.length + 1)) ?? [];
    if (rest.startsWith(HERE) && isMeant(Number(pid))) rmSync(resolve(folder, entry));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): string {
  return (error as { code?: string } | null)?.code ?? '';
}
