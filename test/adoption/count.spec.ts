import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countDatabases,
  databaseUrlOf,
  NothingToCount,
} from '../../src/adoption/database-count.js';
import { readConfig } from '../../src/config/environment.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { runCli } from '../support/cli.js';
import { killCli } from '../support/killing.js';
import { ensureBuilt } from '../support/process.js';
import { migrate } from '../support/sql.js';

const MORE = [
  `CREATE DEFINER = 'somebody'@'localhost' TRIGGER notify AFTER INSERT ON payment FOR EACH ROW
     SET @notified = 1`,
  'CREATE PROCEDURE weekly() SELECT 1',
  'CREATE FUNCTION one() RETURNS int DETERMINISTIC RETURN 1',
  "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DO SET @n = 1",
  'CREATE TABLE `odd``name` (note text) ENGINE=MyISAM',
];

describe('counting what two databases hold', () => {
  let one: LegacyDatabase;
  let other: LegacyDatabase;

  beforeAll(async () => {
    [one, other] = [
      await createLegacyDatabase('enhanced', 300),
      await createLegacyDatabase('enhanced', 300),
    ];
    for (const statement of MORE) for (const { query } of [one, other]) await query(statement);
  });
  afterAll(async () => {
    await one.close();
    await other.close();
  });

  async function count(
    inUse = false,
  ): Promise<{ agrees: boolean; marked: string[]; text: string }> {
    const [first, second] = [one, other].map(({ url }) => readConfig({ DATABASE_URL: url }));
    if (!first || !second) throw new Error('two databases');
    const { agrees, text } = await countDatabases(first, second, { inUse });
    return { agrees, text, marked: text.split('\n').filter((line) => line.startsWith('*')) };
  }

  it('finds the same in the same', async () => {
    const { agrees, text } = await count();
    expect(agrees, text).toBe(true);
    for (const kind of ['base table', 'view', 'trigger', 'procedure', 'function', 'event']) {
      expect(text).toMatch(new RegExp(`^  ${kind} +(\\d+) +\\1$`, 'm'));
    }
  });

  it.each([
    ['DROP TRIGGER notify', 'trigger notify', MORE[0]],
    ['DROP PROCEDURE weekly', 'procedure weekly', MORE[1]],
    ['DROP EVENT nightly', 'event nightly', MORE[3]],
    ['DROP TABLE `odd``name`', 'base table odd`name', MORE[4]],
    [
      'UPDATE payment SET amount = amount + 1',
      'base table payment: 1 rows on both sides, with other contents',
      'UPDATE payment SET amount = amount - 1',
    ],
  ])('%s is found', async (change, line, back = '') => {
    await other.query(change);
    const { agrees, marked } = await count();
    await other.query(back);
    expect(agrees).toBe(false);
    expect(marked).toEqual([expect.stringContaining(`* ${line}`)]);
  });

  it('rows that came meanwhile are told, and no difference while it is in use', async () => {
    await one.query("INSERT INTO migrations (migration) VALUES ('another')");
    expect(await count()).toMatchObject({
      agrees: false,
      marked: ['* base table migrations: 2 rows, 1 rows'],
    });
    expect(await count(true)).toMatchObject({ agrees: true, marked: [] });
    await one.query('DELETE FROM migrations WHERE id > 1');
  });

  it('may be killed in its midst, which leaves nothing behind', async () => {
    await ensureBuilt();
    const names = [one, other].map(({ url }) => new URL(url).pathname.slice(1));
    const env = { DATABASE_URL: one.url };
    const counting = async () => {
      const rows = await one.query(
        `SELECT ID FROM information_schema.PROCESSLIST
          WHERE DB = ? AND STATE LIKE 'Waiting for table%'`,
        [names[0]],
      );
      return rows.length > 0;
    };
    // It waits for a table that somebody has locked.
    await other.query(`LOCK TABLES ${names[0]}.user WRITE`);
    await killCli(['legacy:count', ...names], env, counting);
    await other.query('UNLOCK TABLES');
    const { code, stdout } = await runCli(['legacy:count', ...names], env);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(`${names[1]} holds what ${names[0]} holds.`);
  });

  it('what was taken over differs from what was not', async () => {
    await migrate(other.url);
    const { agrees, marked } = await count(true);
    expect(agrees).toBe(false);
    expect(marked.join('\n')).toMatch(/coach_device_token is in \w+ only/);
  });

  it('takes names on the configured server, and no database twice', async () => {
    const config = readConfig({ DATABASE_URL: one.url });
    expect(databaseUrlOf(config, 'gym_before')).toBe(one.url.replace(/\/\w+$/, '/gym_before'));
    expect(databaseUrlOf(config, other.url)).toBe(other.url);
    await expect(countDatabases(config, config, { inUse: false })).rejects.toThrow(NothingToCount);
    const file = readConfig({ DATABASE_URL: 'sqlite:nowhere.db' });
    expect(() => databaseUrlOf(file, 'gym')).toThrow(NothingToCount);
    await expect(countDatabases(file, config, { inUse: false })).rejects.toThrow(NothingToCount);
  });
});
