import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportAdoption } from '../../src/adoption/adoption-report.js';
import { phpTimeOf } from '../../src/adoption/clock-rules.js';
import { readConfig } from '../../src/config/environment.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { migrateAsked } from '../support/adoption/migrate-asked.js';
import { runCli } from '../support/cli.js';

/** At night in Manila, when it is the evening before in UTC. */
const AT = new Date('2026-03-10T21:34:00Z');
const MANILA = { STUDIO_TIME_ZONE: 'Asia/Manila' };
const [ALL_UTC, ALL_MANILA] = [{}, { ...MANILA, DATABASE_TIME_ZONE: 'Asia/Manila' }];

describe('the clocks, as legacy:check puts them side by side', () => {
  let legacy: LegacyDatabase;
  let packageId: unknown;

  beforeAll(async () => {
    legacy = await createLegacyDatabase('enhanced', 30);
    const [row] = await legacy.query('SELECT MIN(id) AS id FROM coach_member_list');
    packageId = row?.id;
  });
  afterAll(() => legacy.close());

  async function check(env: object = MANILA, phpTime?: string) {
    const config = readConfig({ DATABASE_URL: legacy.url, LOG_LEVEL: 'silent', ...env });
    const { text, isClear } = await reportAdoption(config, AT, phpTimeOf(phpTime ?? ''));
    const [clocks = ''] = text.split('\n\n');
    return { clocks, isClear, words: clocks.replace(/\s+/g, ' ') };
  }

  it('names the four, and how to ask PHP', async () => {
    const { clocks, isClear } = await check();
    expect(clocks).toMatch(
      /^ {2}the database +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +NOW\(\), time zone/m,
    );
    expect(clocks).toMatch(/^ {2}shared times +2026-03-10 21:34:00 +DATABASE_TIME_ZONE, UTC$/m);
    expect(clocks).toMatch(
      /^ {2}the studio +2026-03-11 05:34:00 +STUDIO_TIME_ZONE, Asia\/Manila$/m,
    );
    expect(clocks).toContain(`php -r 'echo date("c");'`);
    expect(clocks).toContain('npm run legacy:check -- --php-time');
    expect(isClear).toBe(true);
  });

  it.each([
    ['Asia/Manila', '2026-03-11T05:34:00+08:00'],
    ['UTC', '2026-03-10T21:33:00+00:00'],
  ])("finds that PHP's day is the studio's in %s", async (STUDIO_TIME_ZONE, phpTime) => {
    const { words, isClear } = await check({ STUDIO_TIME_ZONE }, phpTime);
    expect(words).toContain("PHP's day is the studio's.");
    expect(isClear).toBe(true);
  });

  it('finds that PHP is in UTC where the studio is not, and says what to do', async () => {
    const { words, isClear } = await check(MANILA, '2026-03-10T21:34:00+00:00');
    expect(words).toContain("PHP's clock is 8 h behind the studio's: from 00:00 to 08:00");
    expect(words).toContain('(just then: 2026-03-10 to PHP, 2026-03-11 in the studio)');
    expect(words).toContain('date.timezone = Asia/Manila');
    expect(isClear).toBe(false);
  });

  it('finds that PHP is ahead, where just then both have the same day', async () => {
    const { words, isClear } = await check(ALL_UTC, '2026-03-10T22:34:00+01:00');
    expect(words).toContain('1 h ahead of the studio');
    expect(words).toContain('(just then: 2026-03-10 to PHP, 2026-03-10 in the studio)');
    expect(isClear).toBe(false);
  });

  it('doubts an answer that is not of now', async () => {
    const { words, isClear } = await check(ALL_UTC, '2026-03-10T21:04:00+00:00');
    expect(words).toContain("PHP's clock is 0.5 h behind ours");
    expect(words).not.toContain("PHP's day is the studio's");
    expect(isClear).toBe(false);
  });

  it('sees that DATABASE_TIME_ZONE is not what the database does', async () => {
    const [row] = await legacy.query<{ ahead: number }>(
      'SELECT TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), NOW()) AS ahead',
    );
    const { words } = await check(ALL_MANILA);
    if (row?.ahead === 0)
      expect(words).toContain("The database's clock is 8 h behind what DATABASE");
    expect((await check({ DATABASE_TIME_ZONE: 'Etc/GMT+12' })).words).toContain('ahead of what');
  });

  /** Usages of PHP around the clock, with the day of a zone so many hours ahead of created_at. */
  async function trainAroundTheClock(hoursAhead: number): Promise<void> {
    await legacy.query('DELETE FROM coach_session_usage');
    for (let hour = 0; hour < 24; hour += 1) {
      const madeAt = Date.UTC(2025, 5, 1 + hour, hour, 15);
      const text = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
      const day = text(madeAt + hoursAhead * 3_600_000).slice(0, 10);
      await legacy.query(
        `INSERT IGNORE INTO coach_session_usage (coach_member_id, usage_date, created_at)
         VALUES (?, ?, ?)`,
        [packageId, day, text(madeAt)],
      );
    }
  }

  it('tells from the usages which zone PHP took their days in', async () => {
    await trainAroundTheClock(0);
    const { words, isClear } = await check(MANILA);
    expect(words).toMatch(/\d+ of \d+ usages have another day than created_at was in the studio/);
    expect(words).toContain("all but 0 fit if PHP's day is 0 h to 0.5 h ahead of created_at");
    expect(words).toContain('which the two settings put at 8 h.');
    expect(isClear).toBe(true);
    for (const env of [ALL_UTC, ALL_MANILA]) {
      expect((await check(env)).words).not.toContain('another day');
    }
  });

  it('tells nothing where the days fit', async () => {
    await trainAroundTheClock(8);
    expect((await check(MANILA)).words).not.toContain('another day');
    expect((await check(ALL_UTC)).words).toContain('fit if PHP');
  });

  it('looks at the history of a database that is taken over', async () => {
    await migrateAsked(legacy.url);
    expect((await check(ALL_UTC)).words).toContain('fit if PHP');
  });

  it('refuses an answer of PHP that is none', async () => {
    const env = { DATABASE_URL: legacy.url };
    const odd = await runCli(['legacy:check', '--php-time', 'today'], env);
    expect(odd.code).toBe(1);
    expect(odd.stderr).toContain('It is the answer of date("c")');
    const { stdout } = await runCli(['legacy:check', '--php-time', new Date().toISOString()], env);
    expect(stdout).toContain("PHP's day is the studio's.");
  });
});
