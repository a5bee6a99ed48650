import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

/** Where an installed program is, or undefined. */
export function findProgram(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/**
 * Whether the tests can start a MariaDB of their own. Where none is installed they say loudly what
 * they leave out, and under `CI=true` that is a failure.
 */
export function requireMariadbOrSay(): boolean {
  if (findProgram('mariadbd')) return true;
  leaveOutLoudly('mariadbd is not installed: NOTHING IS TESTED ON MARIADB', 'mariadb-server');
  return false;
}

/** Says what this run leaves out for want of a Debian package. Throws under `CI=true`. */
export function leaveOutLoudly(what: string, debianPackage: string): void {
  const left = `${what} in this run.`;
  if (process.env.CI === 'true') throw new Error(`${left} Install the package ${debianPackage}.`);
  const line = '!'.repeat(left.length + 4);
  process.stderr.write(
    `\n${line}\n! ${left} !\n! Debian: apt-get install ${debianPackage}\n${line}\n\n`,
  );
}
