import type { Connection } from 'mysql2/promise';
import { createConnection } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportAdoption } from '../../src/adoption/adoption-report.js';
import { readConfig } from '../../src/config/environment.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { type PrintedMend, printedMends } from '../support/adoption/printed-mends.js';

/** Written by PHP over a connection that says latin1, with the bytes of UTF-8. */
const GARBLED: readonly [id: number, name: string][] = [
  [120, 'Renée'],
  [121, 'Zuñiga'],
  [122, 'O’Connor'],
];
/** Right as they are, by whoever wrote them. */
const RIGHT: readonly [id: number, name: string][] = [
  [130, 'João'],
  [131, 'CONCEIÇÃO'],
  [132, 'Ã'],
  [133, 'ANDRÉ’S'],
  [134, 'Ada'],
];

describe('letters of names', () => {
  let legacy: LegacyDatabase;
  let modern: Connection;

  beforeEach(async () => {
    legacy = await createLegacyDatabase('plain', 50);
    modern = await createConnection({
      uri: legacy.url.replace(/^mariadb:/, 'mysql:'),
      charset: 'utf8mb4',
    });
    for (const [id, name] of GARBLED) await writeBytes(id, Buffer.from(name, 'utf8'));
    for (const [id, name] of RIGHT) {
      await modern.query('UPDATE user SET fname = ? WHERE id = ?', [name, id]);
    }
  });
  afterEach(async () => {
    await modern.end();
    await legacy.close();
  });

  async function writeBytes(id: number, bytes: Buffer): Promise<void> {
    const sql = `UPDATE user SET fname = CONVERT(X'${bytes.toString('hex')}' USING latin1)`;
    await legacy.query(`${sql} WHERE id = ${id}`);
  }

  async function mends(): Promise<PrintedMend[]> {
    const env = { DATABASE_URL: legacy.url, LOG_LEVEL: 'silent', COUNTED_RATE_TYPES: 'package' };
    return printedMends((await reportAdoption(readConfig(env), new Date())).text);
  }

  const mendOf = async (what: RegExp) => (await mends()).find((one) => what.test(one.what));
  const run = async (mend: PrintedMend | undefined) => {
    for (const statement of mend?.statements ?? []) await legacy.query(statement);
  };

  /** What a connection of utf8mb4 reads, as the product's. */
  async function names(ids: readonly (readonly [number, string])[]): Promise<string[]> {
    const [rows] = await modern.query('SELECT id, fname FROM user ORDER BY id');
    const all = new Map(
      (rows as { id: number; fname: string }[]).map((row) => [row.id, row.fname]),
    );
    return ids.map(([id]) => all.get(id) ?? '');
  }

  /** The bytes that arrive at a PHP whose connection says latin1. */
  async function bytesOverLatin1(id: number): Promise<string> {
    const sql = `SELECT HEX(CONVERT(fname USING latin1)) AS bytes FROM user WHERE id = ${id}`;
    return (await legacy.query<{ bytes: string }>(sql))[0]?.bytes ?? '';
  }

  const meant = (list: readonly (readonly [number, string])[]) => list.map(([, name]) => name);
  const hexOf = (name: string, encoding: 'utf8' | 'latin1') =>
    Buffer.from(name, encoding).toString('hex').toUpperCase();

  it.each(['latin1', 'utf8mb4'])(
    'that were garbled are mended in columns of %s',
    async (charset) => {
      if (charset === 'utf8mb4') await run(await mendOf(/cannot hold every letter/));
      expect(await names(GARBLED)).toEqual(['RenÃ©e', 'ZuÃ±iga', 'Oâ€™Connor']);

      const mend = await mendOf(/names in user.fname whose letters were garbled/);
      expect(mend).toMatchObject({
        what: '3 names in user.fname whose letters were garbled ("Ã©" for "é")',
        where: ['ids 120, 121, 122', 'look alike, and are left as they are: ids 133'],
      });
      const [show = '', repair = '', ...more] = mend?.statements ?? [];
      expect(more).toEqual([]);
      const [shown] = await modern.query(show);
      expect(shown).toEqual([
        { id: 120, is_now: 'RenÃ©e', would_be: 'Renée' },
        { id: 121, is_now: 'ZuÃ±iga', would_be: 'Zuñiga' },
        { id: 122, is_now: 'Oâ€™Connor', would_be: 'O’Connor' },
      ]);
      // Nothing is made by looking.
      expect(await names(GARBLED)).toEqual(['RenÃ©e', 'ZuÃ±iga', 'Oâ€™Connor']);

      for (let time = 1; time <= 2; time += 1) {
        await legacy.query(repair);
        expect(await names(GARBLED)).toEqual(meant(GARBLED));
        expect(await names(RIGHT)).toEqual(meant(RIGHT));
        expect(await mendOf(/garbled/)).toBeUndefined();
        expect((await modern.query(show))[0]).toEqual([]);
      }
    },
  );

  it('that do not fit are shown first, then the column widened, then they are mended', async () => {
    await writeBytes(120, Buffer.from('Łukasz', 'utf8'));
    const mend = await mendOf(/garbled/);
    expect(mend?.statements.map((text) => text.split(' ')[0])).toEqual([
      'SELECT',
      'ALTER',
      'UPDATE',
    ]);
    await run(mend);
    expect(await names(GARBLED)).toEqual(['Łukasz', 'Zuñiga', 'O’Connor']);
    await run(mend);
    expect(await names(GARBLED)).toEqual(['Łukasz', 'Zuñiga', 'O’Connor']);
    expect(await names(RIGHT)).toEqual(meant(RIGHT));
  });

  it('that were garbled twice are mended at once, and no further', async () => {
    const letters = `CONVERT(X'${hexOf('Zuñiga', 'utf8')}' USING latin1)`;
    const [[twice]] = (await modern.query(
      `SELECT HEX(CONVERT(${letters} USING utf8mb4)) AS hex`,
    )) as unknown as [{ hex: string }[]];
    await writeBytes(121, Buffer.from(twice?.hex ?? '', 'hex'));
    const mend = await mendOf(/garbled/);
    expect(mend?.where[0]).toBe('ids 120, 121, 122');
    for (let time = 1; time <= 2; time += 1) {
      await run(mend);
      expect(await names(GARBLED)).toEqual(meant(GARBLED));
      expect(await names(RIGHT)).toEqual(meant(RIGHT));
    }
  });

  it('reach a connection of latin1 as before when a column is widened', async () => {
    const before = [await bytesOverLatin1(120), await bytesOverLatin1(130)];
    expect(before).toEqual([hexOf('Renée', 'utf8'), hexOf('João', 'latin1')]);
    await run(await mendOf(/cannot hold every letter/));
    expect([await bytesOverLatin1(120), await bytesOverLatin1(130)]).toEqual(before);
    expect((await legacy.query('SELECT fname FROM user WHERE id = 130'))[0]).toEqual({
      fname: 'João',
    });
    // What it writes is read as before, too; what it lacks is a question mark there alone.
    await legacy.query("UPDATE user SET fname = 'Zoë' WHERE id = 134");
    await modern.query("UPDATE user SET fname = 'Łukasz' WHERE id = 132");
    expect(
      await names([
        [134, ''],
        [132, ''],
      ]),
    ).toEqual(['Zoë', 'Łukasz']);
    expect((await legacy.query('SELECT fname FROM user WHERE id = 132'))[0]).toEqual({
      fname: '?ukasz',
    });
  });

  it('reach it otherwise when they are mended: PHP must say utf8mb4 before', async () => {
    await run(await mendOf(/garbled/));
    expect(await bytesOverLatin1(120)).toBe(hexOf('Renée', 'latin1'));
    expect(await names([[120, '']])).toEqual(['Renée']);
  });

  it('have columns that stay what they are but for the charset', async () => {
    await legacy.query(
      `ALTER TABLE user MODIFY COLUMN fname varchar(120) COLLATE latin1_general_cs NOT NULL
         DEFAULT 'it''s CHARACTER SET x' COMMENT 'as in COLLATE y'`,
    );
    const mend = await mendOf(/cannot hold every letter/);
    expect(mend?.where).toEqual(['user.fname: latin1', 'user.mname: latin1', 'user.lname: latin1']);
    await run(mend);
    const [columns] = await modern.query(
      `SELECT COLUMN_NAME AS name, COLUMN_TYPE AS type, IS_NULLABLE AS isNull, 
              COLUMN_DEFAULT AS def, COLUMN_COMMENT AS note, COLLATION_NAME AS collation
         FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'user'
          AND COLUMN_NAME IN ('fname', 'mname')
        ORDER BY ORDINAL_POSITION`,
    );
    expect(columns).toEqual([
      {
        ...{ name: 'fname', type: 'varchar(120)', isNull: 'NO', collation: 'utf8mb4_bin' },
        ...{ def: "'it''s CHARACTER SET x'", note: 'as in COLLATE y' },
      },
      {
        ...{ name: 'mname', type: 'varchar(255)', isNull: 'YES', def: 'NULL', note: '' },
        collation: 'utf8mb4_unicode_ci',
      },
    ]);
    expect(await mendOf(/cannot hold every letter/)).toBeUndefined();
  });

  it('are looked for in the profiles of coaches, where these have names', async () => {
    await legacy.query('ALTER TABLE coaches ADD COLUMN name varchar(80)');
    const hex = hexOf('Zoë Ávila', 'utf8');
    await legacy.query(`UPDATE coaches SET name = CONVERT(X'${hex}' USING latin1) WHERE id = 2`);
    const mend = await mendOf(/coaches.name/);
    expect(mend?.where).toEqual(['ids 2']);
    await run(mend);
    const [rows] = await modern.query('SELECT name FROM coaches WHERE id = 2');
    expect(rows).toEqual([{ name: 'Zoë Ávila' }]);
  });
});
