import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../support/programs.js';

const run = promisify(execFile);
const DOCUMENT = readFileSync('docs/operations.md', 'utf8');

/** The units that the document shows, by the name of the file that stands before each. */
const UNITS = [
  ...DOCUMENT.matchAll(/`\/etc\/systemd\/system\/([^`]+)`[^\n]*\n\n```ini\n(.*?)```/gs),
].map(([, name = '', text = '']) => ({ name, text }));

describe('the units of docs/operations.md', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coach-units-'));
    for (const { name, text } of UNITS) {
      // A machine of tests may have its Node elsewhere.
      await writeFile(join(folder, name), text.replaceAll('/usr/bin/node', process.execPath));
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are those of the product, of the backup and of its time', () => {
    expect(UNITS.map(({ name }) => name)).toEqual([
      ...['coach-sessions@.service', 'coach-backup.service', 'coach-backup.timer'],
    ]);
    expect(UNITS.map(({ text }) => text)).toHaveLength(DOCUMENT.split('```ini').length - 1);
  });

  /** As long as docker-compose.yml gives it, and the grace and 15 seconds, as the document says. */
  it('give a stop as long as Docker Compose does', () => {
    const compose = /stop_grace_period: (\d+)s/.exec(readFileSync('docker-compose.yml', 'utf8'));
    expect(UNITS[0]?.text).toContain(`\nTimeoutStopSec=${compose?.[1]}\n`);
    expect(Number(compose?.[1])).toBe(5 + 15);
  });

  const analyze = findProgram('systemd-analyze');
  it.skipIf(analyze === undefined).each(UNITS)('$name is as systemd reads it', async ({ name }) => {
    const { stdout, stderr } = await run(analyze ?? '', ['verify', join(folder, name)]);
    expect(stdout + stderr).toBe('');
  });
});
