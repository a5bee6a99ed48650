import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { expandingOf, wordsOf } from '../../src/database/schema-rules.js';
import { ITS_MIGRATIONS, PREVIOUS_RELEASE } from '../support/previous-release.js';
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

  it('take away only what the release before does not need', () => {
    expect(ITS_MIGRATIONS.at(-1)?.name).toBe(PREVIOUS_RELEASE.lastMigration);
    const itKnows = ITS_MIGRATIONS.map(({ name }) => wordsOf(name));
    const since = MIGRATIONS.slice(ITS_MIGRATIONS.length).map(({ name }) => name);
    for (const name of since.filter((one) => one.startsWith('Contract'))) {
      expect(itKnows, name).toContain(expandingOf(name));
    }
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
