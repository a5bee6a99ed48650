import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqliteDialect } from './sqlite.js';

describe('the file of the embedded database', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'coach-sqlite-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['new.db', 'open.db'])(
    'is its owner’s alone, what lies beside it too: %s',
    async (name) => {
      const file = join(folder, name);
      // As somebody copied it there, for everybody to read.
      if (name === 'open.db') writeFileSync(file, '', { mode: 0o644 });
      const source = await new DataSource(new SqliteDialect(file).options()).initialize();
      await source.query('CREATE TABLE secret (words text)');
      const names = readdirSync(folder).filter((one) => one.startsWith(name));
      expect(names).toContain(`${name}-wal`);
      const modes = names.map((one) => statSync(join(folder, one)).mode & 0o777);
      await source.destroy();
      expect(new Set(modes)).toEqual(new Set([0o600]));
    },
  );
});
