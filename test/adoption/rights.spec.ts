import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportAdoption } from '../../src/adoption/adoption-report.js';
import { NEEDED_RIGHTS } from '../../src/adoption/rights.js';
import { readConfig } from '../../src/config/environment.js';
import { bookedAndVerified, revert } from '../support/adoption/adopting.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { factsOf, schemaTextOf } from '../support/adoption/legacy-facts.js';
import { LimitedUsers } from '../support/adoption/limited-users.js';
import { migrateAsked } from '../support/adoption/migrate-asked.js';
import { runCli } from '../support/cli.js';
import { dropDatabases } from '../support/database.js';

const AT = new Date('2026-03-11T12:00:00Z');
const TRIGGER = 'CREATE TRIGGER t AFTER INSERT ON coach_session_usage FOR EACH ROW SET @n = 1';

const checked = (url: string) => reportAdoption(readConfig({ DATABASE_URL: url }), AT);
const refusalOf = (url: string) =>
  migrateAsked(url).then(
    () => '',
    (error: unknown) => String(error),
  );

describe('the rights of the user who moves in', () => {
  let legacy: LegacyDatabase;
  let users: LimitedUsers;
  let before: string;

  const stateOf = async () => JSON.stringify([await schemaTextOf(legacy), await factsOf(legacy)]);

  beforeEach(async () => {
    legacy = await createLegacyDatabase('enhanced', 20);
    users = new LimitedUsers(legacy);
    before = await stateOf();
  });
  afterEach(async () => {
    await users.drop();
    await legacy.close();
    await dropDatabases();
  });

  /** Somebody who moves in, works, and moves out again. */
  async function expectEnough(url: string): Promise<void> {
    const { isClear, text } = await checked(url);
    expect(text).not.toContain('lacks rights');
    expect(isClear).toBe(true);
    await migrateAsked(url);
    expect(await bookedAndVerified(url)).toMatchObject({ holds: true });
    await revert(url);
    await migrateAsked(url);
  }

  /** Both commands say the same, and nothing is changed; the statement that they print mends it. */
  async function expectLacking(url: string, rights: readonly string[]): Promise<void> {
    const { isClear, text } = await checked(url);
    expect(isClear).toBe(false);
    const said = `lacks rights on ${users.database}: ${rights.join(', ')}\n`;
    expect(text).toContain(said);
    const refusal = await refusalOf(url);
    expect(refusal).toContain('The migration stopped before it changed anything');
    expect(refusal).toContain(said);
    expect((await stateOf()) === before).toBe(true);
    expect(await legacy.query("SHOW TABLES LIKE 'coach\\_schema%'")).toEqual([]);
    const [statement = ''] = /GRANT .+ ON .+ TO .+/.exec(refusal) ?? [];
    expect(text).toContain(statement);
    await legacy.query(statement);
    expect((await checked(url)).text).not.toContain('lacks rights');
  }

  it('are enough where they are those of the list', async () => {
    await expectEnough(await users.withGrant(NEEDED_RIGHTS));
  });

  it.each(NEEDED_RIGHTS)('are too few without %s, and both commands say so', async (right) => {
    const others = NEEDED_RIGHTS.filter((one) => one !== right);
    await expectLacking(await users.withGrant(others), [right]);
  });

  it('on single tables are none', async () => {
    const tables = await legacy.query<Record<string, string>>('SHOW TABLES');
    const names = tables.map((row) => `\`${users.database}\`.\`${Object.values(row)[0]}\``);
    await expectLacking(await users.withGrant(NEEDED_RIGHTS, ...names), NEEDED_RIGHTS);
  });

  it('of a role count while it is active, but for those of views', async () => {
    const { url, role, account } = await users.withRole(NEEDED_RIGHTS);
    const { text } = await checked(url);
    expect(text).toContain(`The role \`${role}\` is granted, but not active at sign-in.`);
    await legacy.query(`SET DEFAULT ROLE ${role} FOR ${account}`);
    await expectLacking(url, ['SELECT']);
    await expectEnough(url);
  });

  it('by a pattern are granted to that pattern, which a narrower one would hide', async () => {
    const others = NEEDED_RIGHTS.filter((right) => right !== 'INDEX');
    const pattern = `${users.database.slice(0, -2).replaceAll('_', '\\_')}%`;
    const url = await users.withGrant(others, `\`${pattern}\`.*`);
    await expectLacking(url, ['INDEX']);
    await expectEnough(url);
  });

  it('on all databases are enough', async () => {
    await expectEnough(await users.withGrant(NEEDED_RIGHTS, '*.*'));
  });

  it('of the list show a trigger that acts on our rows', async () => {
    await legacy.query(TRIGGER);
    const url = await users.withGrant(NEEDED_RIGHTS);
    expect((await checked(url)).text).toContain('The trigger t acts');
  });

  it('show one on the history of a database that is taken over, too', async () => {
    await migrateAsked(legacy.url);
    await legacy.query(TRIGGER.replace('coach_session_usage', 'coach_usage_history'));
    const { text, isClear } = await checked(legacy.url);
    expect(isClear).toBe(false);
    expect(text).toContain('The trigger t acts when a row of coach_usage_history is written');
    await legacy.query(/DROP TRIGGER \S+/.exec(text)?.[0] ?? '');
    expect((await checked(legacy.url)).isClear).toBe(true);
  });

  it('are named by the commands themselves, without a stack', async () => {
    const url = await users.withGrant(NEEDED_RIGHTS.filter((right) => right !== 'SHOW VIEW'));
    for (const command of ['migration:run', 'legacy:check']) {
      const { code, stdout, stderr } = await runCli([command], { DATABASE_URL: url });
      expect(code).toBe(1);
      expect(stdout + stderr).toMatch(/^ {6}GRANT SHOW VIEW ON `\S+`\.\* TO '\S+'@'127.0.0.1'$/m);
      expect(stdout + stderr).not.toMatch(/^\s+at |Error/m);
    }
  });

  it('do not matter where nothing is due', async () => {
    await migrateAsked(legacy.url);
    const url = await users.withGrant(['SELECT', 'SHOW VIEW']);
    expect(await refusalOf(url)).toBe('');
    const { text, isClear } = await checked(url);
    expect(text).toContain('taken over already');
    expect(isClear).toBe(false);
  });
});
