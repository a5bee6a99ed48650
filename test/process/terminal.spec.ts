import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isServerDatabase } from '../support/database.js';
import { isAlive } from '../support/signals.js';
import { ensureBuilt, type ProductEnv } from '../support/process.js';
import { severalProcesses } from '../support/shared-stage.js';
import { openStudio, type Studio } from '../support/studio.js';

/** A busy machine may take its time. */
const WITHIN = { timeout: 60_000 };

/**
 * Between the shell of the terminal, which ends with it, and the product: it outlives the terminal,
 * and tells how the product has ended.
 */
const WRAPPER = `
trap '' HUP
"$NODE" "$MAIN" 2> stderr
echo $? > code
`;

describe('a terminal that is closed', () => {
  let studio: Studio;
  let folder: string;

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  const fileOf = async (name: string) => readFile(join(folder, name), 'utf8').catch(() => '');

  /** The product in a terminal of its own; what it prints there, and a way to close it. */
  async function inTerminal(env: ProductEnv): Promise<{ text(): string; close(): void }> {
    folder = await mkdtemp(join(tmpdir(), 'coach-terminal-'));
    await writeFile(join(folder, 'wrapper'), WRAPPER);
    const { PATH = '' } = process.env;
    const own = {
      PATH,
      SHELL: '/bin/sh',
      NODE: process.execPath,
      MAIN: resolve('dist/main.js'),
    };
    const terminal = spawn('script', ['-qfc', 'sh ./wrapper; :', '/dev/null'], {
      cwd: folder,
      env: { ...env, ...own },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let said = '';
    terminal.stdout.on('data', (data: Buffer) => (said += data.toString()));
    return { text: () => said, close: () => void terminal.kill('SIGKILL') };
  }

  /** All processes of the product, by their place. */
  async function expectEnd(env: ProductEnv): Promise<void> {
    const { text, close } = await inTerminal(env);
    await expect.poll(text, WITHIN).toMatch(/API +http:/);
    const pids = [...text().matchAll(/"pid":(\d+)/g)].map(([, pid]) => Number(pid));
    close();
    await expect.poll(() => fileOf('code'), WITHIN).not.toBe('');
    const how = { code: await fileOf('code'), stderr: await fileOf('stderr') };
    expect(how).toEqual({ code: '0\n', stderr: '' });
    expect(pids.filter(isAlive)).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  }

  const [count, of] = isServerDatabase() ? [2, 'several'] : [1, 'one process'];

  it(`ends ${of} in order`, () => expectEnd(severalProcesses(studio, count)));
});
