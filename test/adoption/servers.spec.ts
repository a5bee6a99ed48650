import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { returnDatabase } from '../../src/adoption/return-database.js';
import { readConfig } from '../../src/config/environment.js';
import { bookedAndVerified, revert } from '../support/adoption/adopting.js';
import { createLegacyDatabase } from '../support/adoption/legacy-database.js';
import { factsOf, schemaTextOf } from '../support/adoption/legacy-facts.js';
import { type MariadbServer, startMariadb } from '../support/mariadb-server.js';
import { openStudio } from '../support/studio.js';
import { migrate } from '../support/sql.js';

/** How servers of legacy installations are set up. */
const SERVERS = [
  { mode: '', charset: 'latin1' },
  { mode: '', charset: 'utf8mb4' },
  {
    mode: 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ONLY_FULL_GROUP_BY,ANSI_QUOTES',
    charset: 'latin1',
  },
  { mode: 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE', charset: 'utf8mb4' },
];

/** Who has made the legacy database. */
const OWNER = 'coach_test@127.0.0.1';

describe('adopting and giving back on a server', () => {
  let server: MariadbServer;
  let root: Connection;
  let count = 0;

  beforeAll(async () => {
    server = await startMariadb();
    root = await createConnection(server.base.replace(/^mariadb:/, 'mysql:'));
  });
  afterAll(async () => {
    await root.end();
    await server.stop();
  });

  async function emptyDatabase(charset: string): Promise<string> {
    count += 1;
    await root.query(`CREATE DATABASE legacy_${count} CHARACTER SET ${charset}`);
    return `${server.base}legacy_${count}`;
  }

  it.each(SERVERS)('with sql_mode "$mode" and $charset', async ({ mode, charset }) => {
    await root.query(`SET GLOBAL sql_mode = '', character_set_server = ${charset}`);
    const legacy = await createLegacyDatabase('enhanced', 300, await emptyDatabase(charset));
    const before = { schema: await schemaTextOf(legacy), facts: await factsOf(legacy) };

    // For every connection from here on.
    await root.query('SET GLOBAL sql_mode = ?', [mode]);
    await migrate(legacy.url);
    const studio = await openStudio({ databaseUrl: legacy.url });
    const ana = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana });
    const reason = 'später 💪';
    await studio.api.as(ana).addUsage(tom, { usageDate: '2026-03-01', reason });
    await studio.close();
    await revert(legacy.url, { mayDropRows: true });
    expect(await schemaTextOf(legacy)).toEqual(before.schema);
    expect((await factsOf(legacy)).people).toHaveLength(before.facts.people.length + 3);
    await migrate(legacy.url);

    const [row] = await legacy.query<{ reason: string }>(
      `SELECT HEX(reason) AS reason FROM coach_usage_history WHERE adjustment_type = 'manual'
         AND usage_date = '2026-03-01' AND coach_member_id = ?`,
      [tom.packageId],
    );
    expect(Buffer.from(row?.reason ?? '', 'hex').toString()).toBe(reason);
    expect(await bookedAndVerified(legacy.url)).toMatchObject({ holds: true, violations: [] });
    await legacy.close();
  });

  it('as a user who may not create a view in the name of another', async () => {
    const url = await emptyDatabase('latin1');
    const legacy = await createLegacyDatabase('enhanced', 300, url);
    const schema = await schemaTextOf(legacy);
    await root.query("CREATE USER modest@127.0.0.1 IDENTIFIED BY 'modest'");
    await root.query(`GRANT ALL ON legacy_${count}.* TO modest@127.0.0.1`);
    const ownUrl = url.replace(/\/\/[^@]+@/, '//modest:modest@');

    await migrate(ownUrl);
    await revert(ownUrl);

    const withoutDefiner = (texts: string[]) =>
      texts.map((text) => text.replace(/DEFINER=\S+/g, '').replace(/`modest`.*/, ''));
    expect(withoutDefiner(await schemaTextOf(legacy))).toEqual(withoutDefiner(schema));
    const rows = await legacy.query('SELECT * FROM coach_session_summary');
    expect(rows.length).toBeGreaterThan(200);

    // Once more, as npm run legacy:leave does: it says what it could not give back.
    await root.query(`DROP VIEW legacy_${count}.coach_session_summary`);
    await legacy.query(schema.find((text) => text.includes(' VIEW ')) ?? '');
    await legacy.query('CREATE TRIGGER notify AFTER INSERT ON payment FOR EACH ROW SET @n = 1');
    await migrate(ownUrl);
    const left = await returnDatabase(
      readConfig({ DATABASE_URL: ownUrl }),
      MIGRATIONS,
      () => undefined,
    );
    expect(left.reverted).toBe(MIGRATIONS.length);
    const [view] = left.changed;
    expect(left.changed).toEqual([
      {
        ...{ kind: 'view', name: 'coach_session_summary', was: OWNER, is: 'modest@127.0.0.1' },
        statement: expect.stringMatching(/^CREATE OR REPLACE .* DEFINER=`coach_test`/) as string,
      },
    ]);
    await legacy.query(view?.statement ?? '');
    expect(await schemaTextOf(legacy)).toEqual(schema);
    await legacy.close();
  });

  it('as a user who may: nothing changes hands', async () => {
    const legacy = await createLegacyDatabase('enhanced', 300, await emptyDatabase('utf8mb4'));
    await legacy.query(`CREATE DEFINER = 'somebody'@'localhost' TRIGGER notify
      BEFORE UPDATE ON payment FOR EACH ROW SET @n = 1`);
    await migrate(legacy.url);
    const config = readConfig({ DATABASE_URL: legacy.url });
    expect(await returnDatabase(config, MIGRATIONS, () => undefined)).toMatchObject({
      changed: [],
    });
    expect(await legacy.query('SHOW TRIGGERS')).toMatchObject([{ Definer: 'somebody@localhost' }]);
    await legacy.close();
  });
});
