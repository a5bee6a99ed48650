import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { runCli } from '../support/cli.js';
import type { GivenMember } from '../support/given.js';
import { openStudio, type Studio } from '../support/studio.js';

/* In this order: each test goes on with the file that the one before left. */
describe('verify with a checkpoint', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 5 });
    folder = await mkdtemp(join(tmpdir(), 'coach-checkpoint-'));
    file = join(folder, 'log.checkpoint');
  });
  afterAll(async () => {
    await studio.close();
    await rm(folder, { recursive: true });
  });

  const verify = () =>
    runCli(['verify', '--checkpoint', file], {
      DATABASE_URL: studio.databaseUrl,
      STUDIO_TIME_ZONE: 'Europe/Berlin',
      JWT_SECRET: studio.config.jwtSecret,
    });
  const kept = () => readFile(file, 'utf8');
  const sealed = async (): Promise<number> => (await kept()).split('\n').length - 2;

  it('makes the file the first time, for nobody else to read', async () => {
    const { code, stdout } = await verify();
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/^Seals .* holds \(0 seals\)$/m);
    expect(stdout).toMatch(/^Checkpoint: 1 seals up to activity \d+, [0-9a-f]{64}\n$/m);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await sealed()).toBe(1);
  });

  it('adds to it what was done since, and keeps what is there', async () => {
    const before = await kept();
    await studio.api.as(ana).addUsage(tom, { reason: 'on paper' });
    const { code, stdout } = await verify();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Seals .* holds \(1 seals, 1 activities\)$/m);
    expect(await kept()).toMatch(new RegExp(`^${before.replaceAll('.', '[.]')}.+\n$`));
    expect(await sealed()).toBe(2);
  });

  it('seals a reason by its code, and rows without one as before there were any', async () => {
    await studio.api.as(ana).adjust(tom, { adjustment: 1, reasonCode: 'goodwill' });
    studio.clock.advance({ minutes: 10 });
    expect((await verify()).code).toBe(0);
    const recode = (from: string, to: string) =>
      studio.sql('UPDATE admin_activity_log SET reason_code = ? WHERE reason_code = ?', [to, from]);
    for (const [from, to, code] of [
      ['goodwill', 'agreed', 1],
      ['agreed', 'goodwill', 0],
    ] as const) {
      await recode(from, to);
      const { stdout } = await verify();
      expect(stdout.includes('are not as they were sealed'), stdout).toBe(code === 1);
    }
  });

  it('leaves out what has just happened: a row of a lower id may still come', async () => {
    studio.clock.set(new Date().toISOString());
    await studio.api.as(ana).adjust(tom, { adjustment: 1, reason: 'a gift' });
    const before = await sealed();
    expect((await verify()).code).toBe(0);
    expect(await sealed()).toBe(before);
    // Counted refusals are dated back: their row says nothing of those before it.
    await studio.sql(
      `INSERT INTO admin_activity_log (action, actor_role, outcome, created_at)
       VALUES ('member.changed', 'member', 'refused', '2026-03-11 12:00:00')`,
    );
    expect((await verify()).code).toBe(0);
    expect(await sealed()).toBe(before);
  });

  it('names what is not as it was sealed, and leaves the file as it is', async () => {
    const before = await kept();
    await studio.sql('UPDATE admin_activity_log SET request_id = NULL');
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}Seals: activities \d+ to \d+ are not as they were sealed: a row/m);
    expect(stdout).toMatch(/^Checkpoint: .* stays as it is, because the log is not as it was/m);
    expect(await kept()).toBe(before);
  });

  it('could not check where the file is none', async () => {
    await writeFile(file, 'something else\n');
    const { code, stderr } = await verify();
    expect(code).toBe(2);
    expect(stderr).toContain('is no checkpoint: it does not begin with "coach-checkpoint 1"');
  });
});
