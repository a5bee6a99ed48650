import { readFileSync } from 'node:fs';
import { hashSync } from '@node-rs/bcrypt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { factsOf, type LegacyFacts, schemaTextOf } from '../support/adoption/legacy-facts.js';
import { hireOperator, type Operator } from '../support/adoption/operator.js';
import { ensureBuilt } from '../support/process.js';
import { PhpSite, PREFIX } from '../support/web-servers.js';

const GUIDE = readFileSync('docs/migrating-from-php.md', 'utf8');
const BLOCKS = [...GUIDE.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
const [EMAIL, PASSWORD] = ['p1@example.com', 'a password of old'];

/**
 * What starts, ends or only reads something; all else is run twice, which must change nothing.
 * Tokens have a test of their own, and the last resort is the same as a copy.
 */
const ONCE = /main\.js|legacy:(leave|check|compare)|verify|switch_back|npm ci|tokens|RESTORED/;

/** What real databases hold besides tables; the operator may make nothing in these names. */
const ODDITIES = [
  'CREATE TRIGGER notify_payment AFTER INSERT ON payment FOR EACH ROW SET @notified = NEW.id',
  'CREATE PROCEDURE weekly_summary() SELECT COUNT(*) FROM payment',
  'CREATE FUNCTION one() RETURNS int DETERMINISTIC RETURN 1',
  `CREATE DEFINER = 'somebody'@'localhost' EVENT nightly
     ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DO DELETE FROM payment`,
  'CREATE VIEW payments AS SELECT id FROM payment',
  `CREATE TABLE \`odd name\` (id int PRIMARY KEY, day date, note text CHARACTER SET utf8mb4,
     photo blob, price float) ENGINE=MyISAM DEFAULT CHARSET=latin1`,
  "SET SESSION sql_mode = ''",
  `INSERT INTO \`odd name\`
     VALUES (0, '0000-00-00', 'CREATE DEFINER=\`a\`@\`b\` 💪\n;--', X'00FF', 0.1)`,
  'SET SESSION sql_mode = DEFAULT',
];

/** The whole way on a legacy database, every command of the guide as it stands. */
describe('the guide for moving in', () => {
  let legacy: LegacyDatabase;
  let operator: Operator;
  let php: PhpSite;
  let before: { facts: LegacyFacts; schema: string[] };
  let output: string;
  /** What each block said at its second run. */
  let again: string;

  beforeAll(async () => {
    await ensureBuilt();
    legacy = await createLegacyDatabase('enhanced', 1_000);
    for (const statement of ODDITIES) await legacy.query(statement);
    await legacy.query('UPDATE user SET password = ? WHERE email = ?', [
      hashSync(PASSWORD, 4).replace(/^\$2b/, '$2y'),
      EMAIL,
    ]);
    before = { facts: await factsOf(legacy), schema: await schemaTextOf(legacy) };
    php = await PhpSite.start(legacy.url);
    operator = await hireOperator(legacy);
    const site = await php.nginx();
    // The product is installed and built already.
    const commands = BLOCKS.map((block) => block.replace('npm ci && npm run build', 'true'));
    const twice = commands.map((block) =>
      ONCE.test(block) ? block : `${block}\n{\n${block}\n} 2>&1 | sed 's/^/again: /'\n`,
    );
    const env = { ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: PASSWORD, DATABASE_TIME_ZONE: 'UTC' };
    const { code, text } = await operator.run(twice.join('\n'), {
      ...env,
      ...{ NGINX_DIR: site.folder, SITE: site.base, LEGACY_PREFIX: PREFIX },
    });
    if (code !== 0) throw new Error(`the guide ended with ${code}:\n${text.slice(-3000)}`);
    const lines = text.split('\n');
    output = lines.filter((line) => !line.startsWith('again: ')).join('\n');
    again = lines.filter((line) => line.startsWith('again: ')).join('\n');
  });
  afterAll(async () => {
    await php.stop();
    await operator.leave();
    await legacy.close();
  });

  it('has a command for each step', () => {
    expect(BLOCKS.length).toBeGreaterThan(15);
    for (const command of ['check', 'count', 'compare', 'leave'])
      expect(GUIDE).toContain(`legacy:${command}`);
  });

  it('finds nothing in the way, books that add up, and members that agree', () => {
    expect(output).toContain('Nothing stands in the way.');
    expect(output.match(/^All laws hold\.$/gm)).toHaveLength(3);
    expect(output.match(/^All \d+ members agree\.$/gm)).toHaveLength(3);
    expect(output).not.toMatch(/members differ|BROKEN/);
  });

  it('copies all that the database holds, in the name of the operator', () => {
    const [, counted = ''] =
      /^(  +\w+ +\w+_before\n[\s\S]*?)\w+_before holds what/m.exec(output) ?? [];
    for (const kind of ['view +2', 'trigger +1', 'procedure +1', 'function +1', 'event +1']) {
      const [name, count] = kind.split(' +');
      expect(counted).toMatch(new RegExp(`^  ${name} +${count} +${count}$`, 'm'));
    }
    const owner = `coach_test@127.0.0.1, now ${operator.user}`;
    expect(counted).toContain(
      `event nightly ran in the name of somebody@localhost, now ${operator.user}`,
    );
    expect(counted).toContain(`trigger notify_payment ran in the name of ${owner}`);
  });

  it('leads to a site on which product and PHP answer, each its own', () => {
    expect(output).toMatch(/"status":"ok"/);
    expect(output).toContain(`answered by PHP: ${PREFIX}/coach_api.php`);
    expect(output).toContain(`answered by PHP: ${PREFIX}/coach_session_management.php`);
    expect(output).not.toMatch(/NOT (PHP|THE PRODUCT)/);
    expect(output).toMatch(/^\{"accessToken":"/m);
    expect(output).toMatch(/^Made: 200 device tokens "Old app"/m);
    expect(output).toMatch(/\{"success":true,.*"action":"test"/);
    expect(output).toMatch(/^x-request-id: /im);
    expect(output).toContain('coaches: answered by PHP');
    expect(output).toContain('without a token: 401');
  });

  it('leads back to the database of the evening before', async () => {
    expect(output).toMatch(/^200 device tokens end for good/m);
    expect(output).toMatch(/^Reverted \d+ migrations\./m);
    expect(output).toMatch(/^This database was given back already/m);
    expect(output).toContain(
      `view coach_session_summary: coach_test@127.0.0.1, now ${operator.user}`,
    );
    const [statement = ''] =
      /^CREATE OR REPLACE .* VIEW `coach_session_summary` .*;$/m.exec(output) ?? [];
    await legacy.query(statement);
    expect(await factsOf(legacy)).toEqual(before.facts);
    expect(await schemaTextOf(legacy)).toEqual(before.schema);
  });

  it('and by the last resort to the same, counted before anything was dropped', async () => {
    expect(output).toMatch(/_restored holds what \w+_before holds\.$/m);
    const copies = await legacy.query<{ name: string }>(
      `SHOW DATABASES LIKE '${databaseName()}\\_%'`,
    );
    expect(copies).toHaveLength(3);
  });

  it('may be repeated, and then says why nothing is done', () => {
    expect(again).toMatch(/^again: No migrations are pending/m);
    expect(again).toMatch(/_before holds what \w+ holds\.$/m);
    expect(again).toMatch(/^again: .*syntax is ok$/m);
  });

  it('backs up nothing that was taken over, and empties no database of others', async () => {
    const name = databaseName();
    await legacy.query('CREATE TABLE coach_schema_origin (table_name varchar(64))');
    const late = await operator.run(copying());
    await legacy.query('DROP TABLE coach_schema_origin');
    expect(late.code).not.toBe(0);
    expect(late.text).toContain(`${name} is taken over: keep the backup`);

    const itself = await operator.run(copying(), { BEFORE: name });
    expect(itself.code).not.toBe(0);
    expect(itself.text).toContain(`${name} is the database itself`);
    const full = await operator.run(copying(), { EMPTY_COPIES: 'yes' });
    expect(full.code).not.toBe(0);
    expect(full.text).toContain(`${name}_before is not empty`);
    expect(await factsOf(legacy)).toEqual(before.facts);
  });

  /** The commands that copy, without what works on a copy, and without counting each again. */
  function copying(more = /not_taken_over/): string {
    const blocks = BLOCKS.filter((block) => /umask|DATABASE_URL=\$\(url_of "\$DB/.test(block));
    const copies = BLOCKS.filter((block) => more.test(block));
    const commands = [...blocks, ...copies].join('\n');
    return commands
      .replace('npm ci && npm run build', 'true')
      .replace('npm run legacy:count -- "$DB_NAME" "$BEFORE" --in-use', 'true');
  }

  it('works with empty databases that the host has made', async () => {
    const copies = { BEFORE: `${databaseName()}_x1`, REHEARSAL: `${databaseName()}_x2` };
    for (const copy of Object.values(copies)) await legacy.query(`CREATE DATABASE ${copy}`);
    const { code, text } = await operator.run(copying(), { ...copies, EMPTY_COPIES: 'yes' });
    expect(code, text).toBe(0);
    for (const copy of Object.values(copies)) {
      expect(await legacy.query(`SELECT id FROM ${copy}.user`)).toHaveLength(
        before.facts.people.length,
      );
    }
  });

  it('restores in the names of others for an operator who may', async () => {
    const { username, password } = new URL(legacy.url);
    const restored = `${databaseName()}_whole`;
    const { code, text } = await operator.run(copying(/not_taken_over|RESTORED=/), {
      ...{ DB_USER: username, MYSQL_PWD: password, RESTORED: restored },
    });
    expect(code, text).toBe(0);
    expect(text).toContain(`${restored} holds what ${databaseName()}_before holds.`);
    const events = await legacy.query(
      `SELECT DEFINER AS definer, STATUS AS status FROM information_schema.EVENTS
        WHERE EVENT_SCHEMA = ?`,
      [restored],
    );
    expect(events).toEqual([{ definer: 'somebody@localhost', status: 'ENABLED' }]);
  });

  function databaseName(): string {
    return new URL(legacy.url).pathname.slice(1);
  }
});
