import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { FILES, read } from './house-files.js';

const MIGRATION_FILES = FILES.filter((file) => /^migrations\/\d/.test(file));

/** `migrations/1700000001000-legacy-tables.ts` → `LegacyTables1700000001000`. */
function classNameOf(file: string): string {
  const [, stamp = '', words = ''] = /(\d{13})-([a-z0-9-]+)\.ts$/.exec(file) ?? [];
  return words.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase()) + stamp;
}

describe('migrations', () => {
  it('are all listed in migrations/all.ts, in the order of their time stamps', () => {
    expect(MIGRATIONS.map(({ name }) => name)).toEqual(MIGRATION_FILES.map(classNameOf));
    expect(MIGRATIONS.length).toBeGreaterThan(0);
  });

  it('are all files of this folder, but for their list and what they share', () => {
    const others = FILES.filter((file) =>
      /^migrations\/(?!\d{13}-|support\/|adoption\/)/.test(file),
    );
    expect(others).toEqual(['migrations/all.ts', 'migrations/released.json']);
  });

  it.each(MIGRATIONS)('go up and down: $name', (Migration) => {
    expect(Migration.prototype).toMatchObject({
      up: expect.any(Function) as unknown,
      down: expect.any(Function) as unknown,
    });
  });

  it.each(MIGRATION_FILES)('have one intent a file: %s', (file) => {
    expect(read(file).match(/^export class /gm)).toHaveLength(1);
    // An empty `down` would leave behind what `up` made.
    expect(read(file)).not.toMatch(/async down\([^)]*\): Promise<void> \{\s*\}/);
  });
});
