import { beforeAll, describe, expect, it } from 'vitest';
import { createConnection } from 'mysql2/promise';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStudio } from '../support/studio.js';
import { runCli, startCli } from '../support/cli.js';
import { createDatabase, isServerDatabase } from '../support/database.js';
import { ensureBuilt } from '../support/process.js';

/** What the statement of a request may take, and what a command takes to get there. */
const STATEMENT_TIMEOUT_MS = 5_000;
const STARTS_WITHIN_MS = 5_000;

/** How a command ends as a process is the same on each database, once nothing was left open. */
const startOnce = isServerDatabase() ? runCli : startCli;

/** A migrated database without people, and the environment of commands that work on it. */
async function emptyStudio() {
  const studio = await openStudio();
  const env = {
    DATABASE_URL: studio.databaseUrl,
    STUDIO_TIME_ZONE: 'Europe/Berlin',
    JWT_SECRET: studio.config.jwtSecret,
  };
  return { studio, env };
}

describe('the command line', () => {
  beforeAll(ensureBuilt, 120_000);

  it('fills a demo studio whose books are right, once', async () => {
    const { studio, env } = await emptyStudio();

    const seeded = await startCli(['seed:demo'], env);
    expect(seeded).toMatchObject({ code: 0, stderr: '' });
    const people = await studio.sql<{ n: unknown }>(
      'SELECT COUNT(*) AS n FROM `user` WHERE user_type_id = 4',
    );
    expect(Number(people[0]?.n)).toBe(60);

    const verified = await startOnce(['verify'], env);
    expect(verified).toMatchObject({ code: 0, stderr: '' });

    const again = await runCli(['seed:demo'], env);
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/people/);
    await studio.close();
  });

  it('does not fill one in production', async () => {
    const { studio, env } = await emptyStudio();
    const production = { ...env, NODE_ENV: 'production' };
    const seeded = await runCli(['seed:demo'], production);
    expect(seeded.code).toBe(1);
    expect(seeded.stderr).toMatch(/production/);
    expect(await studio.sql('SELECT id FROM `user`')).toEqual([]);
    await studio.close();
  });

  it('books what other programs wrote, if asked to, and lists doubles', async () => {
    const { studio, env } = await emptyStudio();
    const { given, api } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    await api.as(ana).startWorkout(tom);
    await studio.sql('UPDATE coach_member_list SET remaining_sessions = 3 WHERE id = ?', [
      tom.packageId,
    ]);

    const behind = await runCli(['verify'], env);
    expect(behind).toMatchObject({ code: 1, stderr: '' });
    expect(behind.stdout).toMatch(/Law 6 .* BROKEN/);
    expect(behind.stdout).toMatch(new RegExp(`package ${tom.packageId}\\b.*not booked yet`));

    const booked = await runCli(['verify', '--book-external'], env);
    expect(booked).toMatchObject({ code: 0, stderr: '' });
    expect(booked.stdout).toMatch(/^Booked of other programs' changes: 1 entries$/m);
    expect(booked.stdout).toMatch(
      new RegExp(`To look at:\n  Likely a double deduction: member ${tom.id} with coach`),
    );

    await api.as(ana).adjust(tom, { adjustment: 1, reason: 'Taken twice' });
    const givenBack = await runCli(['verify'], env);
    expect(givenBack.code).toBe(0);
    expect(givenBack.stdout).not.toMatch(/To look at/);
    await studio.close();
  });

  it('books what is gone, names it once, and is silent about it from then on', async () => {
    const { studio, env } = await emptyStudio();
    const ana = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    for (const [table, column] of [
      ['coach_usage_history', 'coach_member_id'],
      ['coach_member_list', 'id'],
    ]) {
      await studio.sql(`DELETE FROM ${table} WHERE ${column} = ?`, [tom.packageId]);
    }
    const gone = await runCli(['verify'], env);
    expect(gone).toMatchObject({ code: 1, stderr: '' });
    expect(gone.stdout).toMatch(`package ${tom.packageId} is gone, not by the product, and not`);
    expect(gone.stdout).toMatch('npm run verify -- --book-external books it');

    const booked = await runCli(['verify', '--book-external'], env);
    expect(booked).toMatchObject({ code: 0, stderr: '' });
    const named = `  package ${tom.packageId} (member ${tom.id} with coach ${ana.id}, 5 left)`;
    expect(booked.stdout.split('\n').slice(0, 3)).toEqual([
      expect.stringMatching(/^Gone, and not by the product; /),
      named,
      "Booked of other programs' changes: 1 entries",
    ]);
    const again = await runCli(['verify', '--book-external'], env);
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^Booked of other programs' changes: 0 entries$/m);
    expect(again.stdout).not.toMatch('Gone');
    await studio.close();
  });

  if (isServerDatabase()) {
    it('waits longer than a request for a slow database', async () => {
      const { studio, env } = await emptyStudio();
      const other = await createConnection(studio.databaseUrl.replace(/^mariadb:/, 'mysql:'));
      await other.query('LOCK TABLES coach_usage_history WRITE');
      const verified = runCli(['verify'], env);
      await sleep(STATEMENT_TIMEOUT_MS + STARTS_WITHIN_MS);
      await other.query('UNLOCK TABLES');
      expect(await verified).toMatchObject({ code: 0, stderr: '' });
      await other.end();
      await studio.close();
    });
  }

  it('names each violation with its ids, and fails', async () => {
    const { studio, env } = await emptyStudio();
    const { given, api } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    const lea = await given.member({ coach: ana, remaining: 5 });
    const taken = await api.as(ana).startWorkout(tom);
    await studio.sql('UPDATE coach_member_list SET remaining_sessions = 9 WHERE id = ?', [
      lea.packageId,
    ]);
    await studio.sql('DELETE FROM admin_activity_log WHERE usage_id = ? AND action = ?', [
      taken.body.usage.id,
      'session.deducted',
    ]);

    const verified = await startOnce(['verify'], env);

    expect(verified.code).toBe(1);
    expect(verified.stdout).toMatch(new RegExp(`package ${lea.packageId}\\b`));
    expect(verified.stdout).toMatch(new RegExp(`usage ${taken.body.usage.id}\\b`));
    await studio.close();
  });

  it('says that it could not check, which is no word about the books', async () => {
    const url = await createDatabase();
    const nowhere = url.startsWith('sqlite:')
      ? `${url}.is-not-there`
      : 'mariadb://nobody@127.0.0.1:1/none';
    const { code, stdout, stderr } = await startOnce(['verify'], { DATABASE_URL: nowhere });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/DATABASE_URL[^]*\nCould not check: /);
    expect(code).toBe(2);
  });

  it('explains a database without tables in one line', async () => {
    const url = await createDatabase();
    if (url.startsWith('sqlite:')) return;
    const verified = await runCli(['verify'], { DATABASE_URL: url });
    expect(verified.code).toBe(2);
    expect(verified.stderr.split('\n')[0]).toMatch(
      /^\d+ migrations have not run .* npm run migration:run$/,
    );
  });
});
