import { afterEach, describe, expect, it } from 'vitest';
import { AdoptionRefused } from '../../migrations/adoption/obstacles.js';
import { nameRows } from '../../migrations/adoption/row-names.js';
import { MIGRATIONS } from '../../migrations/all.js';
import { bookedAndVerified } from '../support/adoption/adopting.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { Php } from '../support/adoption/php.js';
import { migrate, openDatabase } from '../support/sql.js';

const EACH = { transaction: 'each' } as const;
/** More than one batch of rows that are named, and some that are left to the opening. */
const USAGES = 7_000;

describe('what PHP writes between two steps of the adoption', () => {
  let legacy: LegacyDatabase;
  let php: Php;
  afterEach(async () => {
    await php.close();
    await legacy.close();
  });

  /** The first steps, of which one asks for what stands in the way. */
  async function adoptedUpTo(steps: number): Promise<void> {
    legacy = await createLegacyDatabase('plain', USAGES);
    php = await Php.connect(legacy.url);
    const { dataSource, close } = await openDatabase(legacy.url, MIGRATIONS.slice(0, steps));
    await dataSource.runMigrations(EACH);
    await close();
  }

  /** Two packages of a pair, used on one day. */
  async function useTwice(): Promise<{ pair: string; second: number }> {
    const [one] = await legacy.query<{ id: number; member_id: number; coach_id: number }>(
      `SELECT id, member_id, coach_id FROM coach_member_list
        WHERE rate_type = 'package' ORDER BY id LIMIT 1`,
    );
    if (!one) throw new Error('there is no package');
    const second = await php.sell(one.member_id, one.coach_id);
    for (const id of [one.id, second]) await php.noteUsage(id, '2026-03-11');
    return { pair: `member ${one.member_id}, coach ${one.coach_id}, 2026-03-11`, second };
  }

  it('is named if it stands in the way, and adopted once it is mended', async () => {
    await adoptedUpTo(2);
    const { pair, second } = await useTwice();
    const refused: unknown = await migrate(legacy.url).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AdoptionRefused);
    expect(String(refused)).toContain(pair);

    await php.run('DELETE FROM coach_session_usage WHERE coach_member_id = ?', [second]);
    await migrate(legacy.url);
    expect(await bookedAndVerified(legacy.url)).toMatchObject({ holds: true, violations: [] });
  });

  it('is in the opening balances like all before it, and names its member', async () => {
    await adoptedUpTo(3);
    const unnamed = 'SELECT COUNT(*) AS n FROM coach_session_usage WHERE member_id IS NULL';
    const [before] = await legacy.query<{ n: number }>(unnamed);
    expect(before?.n).toBeGreaterThan(0);
    expect(before?.n).toBeLessThan(USAGES / 2);
    const [one] = await legacy.query<{ id: number }>(
      "SELECT id FROM coach_member_list WHERE rate_type = 'package' ORDER BY id LIMIT 1",
    );
    await php.noteUsage(one?.id ?? 0, '2026-03-11');
    await migrate(legacy.url);
    const [left] = await legacy.query(
      'SELECT COUNT(*) AS n FROM coach_usage_history WHERE member_id IS NULL',
    );
    expect(left).toEqual({ n: 0 });
    expect(await bookedAndVerified(legacy.url)).toMatchObject({ holds: true, violations: [] });
  });

  it('stays what another program has written, where its package is in the books', async () => {
    await adoptedUpTo(9);
    const packages = await legacy.query<{ id: number }>(
      "SELECT id FROM coach_member_list WHERE rate_type = 'package' ORDER BY id LIMIT 100",
    );
    const rows = packages.flatMap(({ id }) =>
      Array.from({ length: 20 }, (_, n) => [id, `2027-01-${String(n + 1).padStart(2, '0')}`]),
    );
    await legacy.php.query(
      'INSERT INTO coach_session_usage (coach_member_id, usage_date) VALUES ?',
      [rows],
    );
    const { dataSource, close } = await openDatabase(legacy.url);
    const runner = dataSource.createQueryRunner();
    await nameRows(runner);
    await runner.release();
    await close();
    const [left] = await legacy.query(
      'SELECT COUNT(*) AS n FROM coach_session_usage WHERE member_id IS NULL',
    );
    expect(left).toEqual({ n: rows.length });
  });
});
