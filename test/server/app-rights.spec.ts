import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cleanup } from '../../src/audit/cleanup.service.js';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import { runCli } from '../support/cli.js';
import { createMigratedDatabase } from '../support/database.js';
import { openPlayedStudio } from '../support/played-studio.js';
import { soldByPhp } from '../support/sold-by-php.js';
import type { Studio } from '../support/studio.js';

/** Tables of a migrated database in which the product writes nothing. */
const NOT_WRITTEN = ['coach_schema_migration', 'coach_schema_origin', 'coaches', 'usertype'];

/* As docs/operations.md says: one user migrates, and another, with few rights, serves. */
describe('the product as a user with the rights of docs/app-rights.sql', () => {
  const name = `app_${randomUUID().slice(0, 8)}`;
  let migrating: string;
  let owner: Connection;
  let studio: Studio;

  const appRights = (user: string, url = migrating) =>
    runCli(['app-rights', '--user', user, '--host', '127.0.0.1'], { DATABASE_URL: url });

  beforeAll(async () => {
    const url = await createMigratedDatabase();
    migrating = url;
    owner = await createConnection(url.replace(/^mariadb:/, 'mysql:'));
    await owner.query(`CREATE USER '${name}'@'127.0.0.1' IDENTIFIED BY 'only-for-this-test'`);
    expect(await appRights(name)).toMatchObject({ code: 0, stderr: '' });
    const databaseUrl = url.replace(/\/\/[^@]+@/, `//${name}:only-for-this-test@`);
    // Everything that people do, within: a refused statement would be a 500.
    studio = await openPlayedStudio({ databaseUrl });
  });
  afterAll(async () => {
    await studio.close();
    await owner.query(`DROP USER '${name}'@'127.0.0.1'`);
    await owner.end();
  });

  it('gets them of the one who migrates, if it is there, and another', async () => {
    const missing = await appRights(`${name}_typo`);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toMatch(/^[^\n]+\n$/);
    const [users] = await owner.query('SELECT 1 FROM mysql.user WHERE User = ?', [`${name}_typo`]);
    expect(users).toEqual([]);
    expect((await appRights(new URL(migrating).username)).stdout).toMatch(/has its rights already/);
    expect((await appRights("x'@'%' IDENTIFIED BY 'y")).code).toBe(1);
    expect((await appRights(name, 'sqlite:none.db')).stderr).toMatch(/embedded database has no/);
    // It has none to give.
    const few = migrating.replace(/\/\/[^@]+@/, `//${name}:only-for-this-test@`);
    expect((await appRights('other', few)).code).toBe(1);
  });

  const refusal = (statement: string) =>
    studio.sql(statement).then(
      () => 'done',
      (error: unknown) => (error as { errno?: number }).errno,
    );

  it('follows what PHP did, cleans up, and proves its books', async () => {
    const ana = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana });
    const php = { member: tom, coach: ana, rateType: 'package', remaining: 4 } as const;
    const sold = await soldByPhp(studio, php);
    await owner.query(
      `INSERT INTO coach_usage_history (coach_member_id, usage_date, created_at)
       VALUES (?, '2026-03-09', '2026-03-09 11:00:00')`,
      [sold],
    );
    expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBe(1);
    studio.clock.advance({ days: 100 });
    await studio.app.get(Cleanup).runNow();
    const { holds, text } = await studio.app.get(VerifyService).verify();
    expect(holds, text).toBe(true);
    expect((await studio.api.get('/health/ready')).status).toBe(200);
  });

  it('may neither change nor remove what the log and the history say', async () => {
    const log = 'admin_activity_log';
    expect(await refusal(`INSERT INTO ${log} (action) VALUES ('x')`)).toBe('done');
    // It has the right to other columns: of ip and user_agent.
    expect(await refusal(`UPDATE ${log} SET actor_id = 1`)).toBe(1143);
    expect(await refusal(`DELETE FROM ${log}`)).toBe(1142);
    expect(await refusal(`TRUNCATE ${log}`)).toBe(1142);
    expect(await refusal('DELETE FROM coach_usage_history')).toBe(1142);
    expect(await refusal('DELETE FROM coach_member_list')).toBe(1142);
    // What says whose and when, and who somebody is.
    expect(await refusal('UPDATE user SET id = id + 1')).toBe(1143);
    expect(await refusal('UPDATE coach_member_list SET member_id = 1')).toBe(1143);
    expect(await refusal("UPDATE coach_usage_history SET usage_date = '2020-01-01'")).toBe(1143);
    expect(await refusal('ALTER TABLE coach_member_list ADD x int')).toBe(1142);
    await owner.query(`DELETE FROM ${log} WHERE action = 'x'`);
  });

  it('has rights on each table that is not said to be read alone', async () => {
    const [tables] = await owner.query("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'");
    const names = (tables as Record<string, string>[]).map((row) => Object.values(row)[0] ?? '');
    const rights = await readFile('docs/app-rights.sql', 'utf8');
    const granted = [...rights.matchAll(/ ON `?(\w+)`? TO /g)].map(([, table]) => table);
    const forgotten = names.filter((table) => !granted.includes(table));
    expect(forgotten.toSorted()).toEqual(NOT_WRITTEN);
  });
});
