import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runCommand } from '../../src/cli/run-command.js';
import { readConfig } from '../../src/config/environment.js';
import type { Ended, ProductEnv } from './process.js';

const CLI = resolve('dist/cli.js');

/** How a command ended that was no process. */
export type Done = Pick<Ended, 'code' | 'stdout' | 'stderr'>;

/**
 * Does what a command does, in this process: for what it says and changes. How it starts and ends
 * as a process is what `startCli` shows, which takes seconds. Where a studio is open, give it that
 * one's `JWT_SECRET`: the apps of a process share what checks tokens.
 */
export async function runCli(args: readonly string[], env: ProductEnv): Promise<Done> {
  let [stdout, stderr] = ['', ''];
  const code = await runCommand(args, {
    configure: (given) => readConfig({ ...env, ...given }),
    write: (text) => (stdout += text),
    writeError: (text) => (stderr += text),
  });
  return { code, stdout, stderr };
}

/** Runs a command of the built command line in an empty folder, and waits for its end. */
export async function startCli(args: readonly string[], env: ProductEnv): Promise<Ended> {
  const cwd = await mkdtemp(join(tmpdir(), 'coach-cli-'));
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { PATH, ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((fulfil) => {
    child.once('close', (...how) => {
      fulfil(how);
    });
  });
  await rm(cwd, { recursive: true, force: true });
  return { code, signal, stdout, stderr };
}
