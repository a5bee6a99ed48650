import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { schemaTextOf } from '../support/adoption/legacy-facts.js';
import { runCli } from '../support/cli.js';
import { migrate } from '../support/sql.js';

describe('giving a database back at the command line', () => {
  let legacy: LegacyDatabase;
  let adopted: string[];
  let before: string[];

  beforeAll(async () => {
    legacy = await createLegacyDatabase('plain', 300);
    before = await schemaTextOf(legacy);
    await migrate(legacy.url);
    await legacy.query(
      `INSERT INTO coach_device_token
         (user_id, label, created_at, created_by, expires_at, revoked_at) VALUES
         (1, 'Old app', '2026-01-01', 1, '2099-01-01', NULL),
         (2, 'Old app', '2026-01-01', 1, '2099-01-01', NULL),
         (3, 'Old app', '2026-01-01', 1, '2099-01-01', '2026-02-01'),
         (4, 'Old app', '2020-01-01', 1, '2021-01-01', NULL)`,
    );
    adopted = await schemaTextOf(legacy);
  });
  afterAll(() => legacy.close());

  const leave = (...options: string[]) =>
    runCli(['legacy:leave', ...options], { DATABASE_URL: legacy.url, LOG_LEVEL: 'silent' });

  it('tells first which tokens end, and who is connected', async () => {
    const { code, stdout } = await leave();
    expect(code).toBe(1);
    expect(stdout).toContain('2 device tokens end for good');
    expect(stdout).toMatch(/^The product seems to run.*\n.*\n {2}\d+, [\w.]+:\d+$/m);
    expect(stdout).toContain('npm run legacy:leave -- --yes');
  });

  it('is refused while somebody of the same name stays connected', async () => {
    const { code, stdout } = await leave('--yes');
    expect(code).toBe(1);
    expect(stdout).toContain('The product seems to run, so nothing was changed');
    expect(await schemaTextOf(legacy)).toEqual(adopted);
  });

  it('is done where that is something else, and done once', async () => {
    const { code, stdout } = await leave('--yes', '--connected');
    expect(code).toBe(0);
    expect(stdout).toContain('Ended for good: 2 device tokens.');
    expect(stdout).toMatch(/^Reverted \d+ migrations\./m);
    const schema = (await schemaTextOf(legacy)).filter((text) => !text.includes('coach_archived'));
    expect(schema).toEqual(before);
    const again = await leave('--yes');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toContain('was given back already');
  });

  it('is refused where it was never taken over', async () => {
    const never = await createLegacyDatabase('plain', 50);
    const { code, stderr } = await runCli(['legacy:leave', '--yes'], { DATABASE_URL: never.url });
    expect(code).toBe(1);
    expect(stderr).toContain('was not taken over from a legacy system');
    await never.close();
  });
});
