import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** More than a pipe holds, and less than an argument may be long. */
const LONG = 'x'.repeat(120_000);
const FAILING = [resolve('dist/cli.js'), LONG];

describe('what a command that fails says', () => {
  it('goes out in full, also where it is more than a pipe holds', async () => {
    // A real pipe: what Node opens for a child is a socket, which holds more.
    const child = spawn('sh', ['-c', '"$@" 2>&1 | cat', 'sh', process.execPath, ...FAILING]);
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    await once(child, 'close');
    expect(said).toContain(LONG);
    expect(said.trimEnd()).not.toMatch(/x$/);
  });

  it('ends nothing otherwise where the reader leaves', async () => {
    const child = spawn(process.execPath, FAILING);
    child.stderr.destroy();
    const [code, signal] = (await once(child, 'exit')) as [number, string | null];
    expect([code, signal]).toEqual([1, null]);
  });
});
