import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from './house-files.js';

const SCRIPT = join(ROOT, 'scripts/freeze-migrations.mjs');
const MIGRATION = 'migrations/1700000006000-refresh-tokens.ts';
const HELPER = 'migrations/support/schema-steps.ts';

/** Runs the command in a folder; gives its exit code and all that it printed. */
function freeze(folder: string, ...options: string[]): { code: number | null; text: string } {
  const run = spawnSync(process.execPath, [SCRIPT, ...options], { cwd: folder, encoding: 'utf8' });
  return { code: run.status, text: run.stdout + run.stderr };
}

it('released migrations and their helpers are what they were when they were released', () => {
  const { code, text } = freeze(ROOT, '--check');
  expect(code, text).toBe(0);
});

describe('npm run migrations:freeze', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'freeze-'));
    cpSync(join(ROOT, 'migrations'), join(folder, 'migrations'), { recursive: true });
    expect(freeze(folder).code).toBe(0);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function change(file: string, from: string, to: string): void {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(folder, file), text.replace(from, to));
  }

  const list = () => readFileSync(join(folder, 'migrations/released.json'), 'utf8');

  it.each([
    [MIGRATION, "length: '64'", "length: '65'"],
    [HELPER, 'isUnique = false', 'isUnique = true'],
  ])('refuses that %s does something else, and says what to do', (file, from, to) => {
    const before = list();
    change(file, from, to);
    for (const options of [['--check'], []]) {
      const { code, text } = freeze(folder, ...options);
      expect(code).toBe(1);
      expect(text).toContain(`  ${file}\n`);
      expect(text).toContain('npm run migrations:freeze -- --change-released');
    }
    expect(list()).toBe(before);

    expect(freeze(folder, '--change-released').code).toBe(0);
    expect(list()).not.toBe(before);
    expect(freeze(folder, '--check').code).toBe(0);
  });

  it('refuses that one is gone', () => {
    rmSync(join(folder, MIGRATION));
    expect(freeze(folder, '--check').text).toContain(`  ${MIGRATION} (is missing)\n`);
  });

  it('takes new ones in, and leaves them free before', () => {
    const file = 'migrations/1700000011000-new.ts';
    writeFileSync(join(folder, file), 'export const one = 1;\n');
    expect(freeze(folder, '--check').code).toBe(0);
    const { text } = freeze(folder);
    expect(text).toContain('1 new, 0 changed');
    change(file, '1', '2');
    expect(freeze(folder, '--check').code).toBe(1);
  });
});
