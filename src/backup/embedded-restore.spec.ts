import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import { restoreEmbedded } from './embedded-restore.js';

const folder = mkdtempSync(join(tmpdir(), 'coach-restore-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a bare copy of a database that keeps a log beside it', () => {
  // The driver gives a closed connection's lock free only when its statements are collected.
  it('is restored whatever was collected meanwhile', async () => {
    const file = join(folder, 'bare.db');
    const made = new Database(file);
    made.exec('PRAGMA journal_mode = WAL');
    made.exec('CREATE TABLE coach_member_list (id INTEGER PRIMARY KEY AUTOINCREMENT)');
    made.exec('INSERT INTO coach_member_list VALUES (7)');
    made.close();
    const target = join(folder, 'restored.db');
    const order = { file, at: new Date('2026-04-01T09:00:00Z'), mayReplace: false };
    await restoreEmbedded(target, order, ({ isBare, facts }) => {
      expect({ isBare, rows: facts.rows }).toEqual({
        isBare: true,
        rows: { coach_member_list: 1 },
      });
      return Promise.resolve();
    });
    expect(existsSync(`${target}-wal`)).toBe(false);
    const restored = new Database(target);
    expect(restored.prepare('SELECT id FROM coach_member_list').all()).toEqual([{ id: 7 }]);
    restored.close();
  });
});
