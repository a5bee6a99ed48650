import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHeader } from './file-header.js';

describe('the header of a database file', () => {
  let folder: string;
  let whole: Buffer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coach-header-'));
    const file = join(folder, 'whole');
    const database = new Database(file);
    // The last page is one that nothing is in any more.
    database.exec(`CREATE TABLE a (text text); INSERT INTO a VALUES ('kept');
      CREATE TABLE b (text text); INSERT INTO b VALUES ('gone'); DROP TABLE b`);
    database.close();
    whole = await readFile(file);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function headerOf(content: Buffer) {
    const file = join(folder, 'one');
    await writeFile(file, content);
    return { file, ...(await readHeader(file)) };
  }

  it('tells a whole file from one that lacks its end, though all in it can be read', async () => {
    expect(await headerOf(whole)).toMatchObject({ isBare: false, isCut: false });
    for (const missing of [1, 40, 4_095]) {
      const { file, isCut } = await headerOf(whole.subarray(0, whole.length - missing));
      expect([missing, isCut]).toEqual([missing, true]);
      const database = new Database(file);
      expect(database.prepare('SELECT text FROM a').all()).toEqual([{ text: 'kept' }]);
      database.close();
    }
    expect(await headerOf(whole.subarray(0, 60))).toMatchObject({ isCut: true });
  });

  it('believes no number of pages that was not kept up to date', async () => {
    const older = Buffer.from(whole);
    older.writeUInt32BE(whole.readUInt32BE(24) + 1, 24);
    older.writeUInt32BE(9_999, 28);
    expect(await headerOf(older)).toMatchObject({ isCut: false });
  });
});
