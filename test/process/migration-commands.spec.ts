import { beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { runCli, startCli } from '../support/cli.js';
import { createDatabase } from '../support/database.js';
import { ensureBuilt } from '../support/process.js';
import { openDatabase } from '../support/sql.js';

const NAMES = MIGRATIONS.map(({ name }) => name);
/** In the way of the migration that makes a view of the name. */
const [IN_THE_WAY, STOPPED_AT] = ['coach_session_summary', 'SessionSummary1700000007000'];

describe('npm run migration:run', () => {
  beforeAll(ensureBuilt, 300_000);

  const run = (DATABASE_URL: string, ...args: string[]) =>
    runCli(['migration:run', ...args], { DATABASE_URL });

  async function change(url: string, statement: string): Promise<void> {
    const { sql, close } = await openDatabase(url);
    await sql(statement);
    await close();
  }

  it('prints a line for each migration, and one where there is nothing to do', async () => {
    const url = await createDatabase();
    const first = await startCli(['migration:run'], { DATABASE_URL: url });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const lines = first.stdout.trimEnd().split('\n');
    expect(lines.pop()).toBe(`Done: ${NAMES.length} of ${NAMES.length} migrations were due.`);
    expect(lines.map((line) => line.split(/ +/)[1])).toEqual(NAMES);
    for (const line of lines) expect(line).toMatch(/^ {2}\w+ +done {3}\d+\.\d s$/);

    const again = `No migrations are pending: all ${NAMES.length} have run.\n`;
    expect(await run(url)).toMatchObject({ code: 0, stdout: again, stderr: '' });
    const shown = await runCli(['migration:show'], { DATABASE_URL: url });
    expect(shown.stdout).toBe(NAMES.map((name) => `[X] ${name}\n`).join(''));
  });

  it('prints statements only if asked to, and never their values', async () => {
    const url = await createDatabase();
    const { code, stdout } = await run(url, '--verbose');
    expect(code).toBe(0);
    expect(stdout).toContain('\n    INSERT INTO usertype (id, type_name) VALUES (?, ?);\n');
    expect(stdout).not.toContain('customer');
    for (const name of NAMES) {
      expect(stdout).toMatch(new RegExp(`^  ${name} +begins$`, 'm'));
      expect(stdout).toMatch(new RegExp(`^  ${name} +done`, 'm'));
    }
  });

  it.each(['migration:run', 'migration:revert'])(
    'changes nothing where a restore has not ended: %s',
    async (command) => {
      const url = await createDatabase();
      await change(url, 'CREATE TABLE coach_restore_unfinished (since varchar(40))');
      const { code, stdout, stderr } = await runCli([command], { DATABASE_URL: url });
      expect([code, stdout]).toEqual([1, '']);
      const why = 'A restore into this database did not come to its end. Run it again.';
      expect(stderr.trim().split('\n')[0]).toBe(why);
      const { dataSource, close } = await openDatabase(url);
      expect(await dataSource.createQueryRunner().hasTable('coach_schema_migration')).toBe(false);
      await close();
    },
  );

  it('says which one failed, why, and what to do; then goes on from there', async () => {
    const url = await createDatabase();
    await change(url, `CREATE TABLE ${IN_THE_WAY} (id integer)`);
    const { code, stdout, stderr } = await run(url);
    expect(code).toBe(1);
    const at = NAMES.indexOf(STOPPED_AT);
    expect(stdout.match(/ done /g)).toHaveLength(at);
    expect(stdout).toMatch(new RegExp(`^  ${STOPPED_AT} +failed$`, 'm'));
    const [what, why, ...advice] = stderr.trim().split('\n');
    expect(what).toBe(`The migration ${STOPPED_AT} failed. The database says:`);
    expect(why).toContain(IN_THE_WAY);
    expect(advice.join(' ')).toContain('run this again: it goes on.');
    expect(stderr).not.toMatch(/^\s+at |Error|query:/m);
    const shown = await runCli(['migration:show'], { DATABASE_URL: url });
    expect(shown.stdout).toContain(`[ ] ${STOPPED_AT}\n`);

    await change(url, `DROP TABLE ${IN_THE_WAY}`);
    const second = await run(url);
    expect(second.stdout).toContain(
      `Done: ${NAMES.length - at} of ${NAMES.length} migrations were due.`,
    );
  });
});
