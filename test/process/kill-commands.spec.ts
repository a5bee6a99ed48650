import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { runCli } from '../support/cli.js';
import { killCli } from '../support/killing.js';
import { ensureBuilt, type ProductEnv } from '../support/process.js';
import { soldByPhp } from '../support/sold-by-php.js';
import { openStudio, type Studio } from '../support/studio.js';

const MEMBERS = 200;
const PACKAGES = 40;

describe('kill -9 of a command', () => {
  let studio: Studio;
  let env: ProductEnv;
  let folder: string;

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
    folder = await mkdtemp(join(tmpdir(), 'coach-kill-'));
    const { databaseUrl, config } = studio;
    env = {
      DATABASE_URL: databaseUrl,
      STUDIO_TIME_ZONE: config.studioTimeZone,
      JWT_SECRET: config.jwtSecret,
    };
  }, 300_000);
  afterAll(async () => {
    await studio.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('that makes device tokens: the next one has one of everybody in its file', async () => {
    const { email } = await studio.given.admin();
    for (let n = 0; n < MEMBERS; n += 1) {
      await studio.sql(
        `INSERT INTO user (user_type_id, email, password, fname, lname)
         VALUES (4, ?, 'none', 'M', 'N')`,
        [`m${n}@example.com`],
      );
    }
    const make = (out: string) => [
      ...['device-tokens', '--admin', email, '--role', 'member', '--label', 'Old app'],
      ...['--out', out, '--yes'],
    ];
    const [first, second] = [join(folder, 'first.csv'), join(folder, 'second.csv')];
    const hasWritten = async () => existsSync(first) && (await stat(first)).size > 1_000;
    await killCli(make(first), env, hasWritten);
    const made = await livingTokens();
    expect(made.length).toBeLessThan(MEMBERS);

    const careful = await runCli(make(join(folder, 'careful.csv')), env);
    expect(careful.stdout).toContain('After a run that was stopped, use it');
    const { code, stdout } = await runCli([...make(second), '--replace'], env);
    expect(code, stdout).toBe(0);
    const living = await livingTokens();
    expect(living).toHaveLength(MEMBERS);
    const lines = (await readFile(second, 'utf8')).trimEnd().split('\n').slice(1);
    const inFile = lines.map((line) => Number(line.split(',')[4]));
    expect(inFile.toSorted((a, b) => a - b)).toEqual(living);
  });

  async function livingTokens(): Promise<number[]> {
    const rows = await studio.sql<{ id: number }>(
      'SELECT id FROM coach_device_token WHERE revoked_at IS NULL ORDER BY id',
    );
    return rows.map(({ id }) => id);
  }

  it('that books removals: the next one books the others, each once', async () => {
    const coach = await studio.given.coach();
    const member = await studio.given.person('member');
    const ids: number[] = [];
    for (let n = 0; n < PACKAGES; n += 1) {
      ids.push(await soldByPhp(studio, { member, coach, rateType: 'package', remaining: 10 }));
    }
    await studio.app.get(ReconciliationRun).reconcileAll();
    await studio.sql('DELETE FROM coach_usage_history WHERE member_id = ?', [member.id]);
    await studio.sql('DELETE FROM coach_member_list WHERE member_id = ?', [member.id]);

    const verify = ['verify', '--book-external'];
    const told = await killCli(verify, env, (output) => output.includes('\n  package'));
    expect((await removedPackages()).length).toBeLessThan(PACKAGES);
    const { code, stdout } = await runCli(verify, env);
    expect(code, stdout).toBe(0);
    expect(await removedPackages()).toEqual(ids);
    // What was booked just when the kill came may not have been told any more.
    const named = ids.filter((id) => new RegExp(`package ${id}\\b`).test(told + stdout));
    expect(named.length).toBeGreaterThanOrEqual(PACKAGES - 1);
  });

  async function removedPackages(): Promise<number[]> {
    const rows = await studio.sql<{ id: number }>(
      `SELECT package_id AS id FROM admin_activity_log
        WHERE action = 'package.removed' ORDER BY package_id`,
    );
    return rows.map(({ id }) => id);
  }
});
