import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProductEnv } from './process.js';

/** A busy machine may take its time. */
const WITHIN_MS = 90_000;

/**
 * Starts a command of the built command line, and kills it (-9) as soon as it has come so far.
 * Gives what it had printed; throws where it ended before, or never came there.
 */
export async function killCli(
  args: readonly string[],
  env: ProductEnv,
  hasComeSoFar: (output: string) => boolean | Promise<boolean>,
): Promise<string> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [resolve('dist/cli.js'), ...args], {
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  const ended = new Promise<NodeJS.Signals | null>((fulfil) => {
    child.once('close', (_, signal) => {
      fulfil(signal);
    });
  });
  const deadline = performance.now() + WITHIN_MS;
  while (child.exitCode === null && !(await hasComeSoFar(output))) {
    if (performance.now() > deadline) break;
    await sleep(1);
  }
  const isLate = performance.now() > deadline;
  child.kill('SIGKILL');
  if ((await ended) !== 'SIGKILL' || isLate) throw new Error(`it did not come so far:\n${output}`);
  return output;
}
