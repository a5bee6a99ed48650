import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Ended, ProductEnv } from './process.js';

const CLI = resolve('dist/src/cli.js');

/** Runs a command of the built command line in an empty folder, and waits for its end. */
export async function runCli(args: readonly string[], env: ProductEnv): Promise<Ended> {
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
