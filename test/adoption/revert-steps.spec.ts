import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/all.js';
import { bookedAndVerified, revert } from '../support/adoption/adopting.js';
import { createLegacyDatabase } from '../support/adoption/legacy-database.js';
import { LEGACY_KINDS } from '../support/adoption/legacy-schema.js';
import { Php } from '../support/adoption/php.js';
import { migrate } from '../support/sql.js';

/** A day for a workout, another one for each number. */
function dayOf(number: number): string {
  return new Date(Date.UTC(2026, 3, 10 + number)).toISOString().slice(0, 10);
}

describe.each(LEGACY_KINDS)('reverting an adoption step by step: %s', (kind) => {
  it('leaves tables on which PHP works after each step', async () => {
    const legacy = await createLegacyDatabase(kind, 300);
    const php = await Php.connect(legacy.url);
    await migrate(legacy.url);
    let steps = 0;
    for (; (await legacy.query('SELECT id FROM coach_schema_migration')).length > 0; steps += 1) {
      await revert(legacy.url, { steps: 1 });
      const id = await php.sell(100, 12, { remaining_sessions: 2 });
      const [first, second] = [dayOf(steps), dayOf(steps + 1_000)];
      expect(await php.startWorkout(100, 12, first)).toBe('taken');
      await php.noteUsage(id, first);
      expect(await php.startWorkout(100, 12, first)).toBe('already used');
      expect(await php.startWorkout(100, 12, second)).toBe('taken');
      expect(await php.startWorkout(100, 12, second)).not.toBe('taken');
      const rows = await legacy.query(
        `SELECT p.remaining_sessions, p.status, COUNT(*) AS usages FROM coach_member_list p
           JOIN coach_session_usage u ON u.coach_member_id = p.id WHERE p.id = ? GROUP BY p.id`,
        [id],
      );
      expect(rows).toEqual([{ remaining_sessions: 0, status: 'expired', usages: 2 }]);
    }
    expect(steps).toBe(MIGRATIONS.length);

    await migrate(legacy.url);
    expect(await bookedAndVerified(legacy.url)).toMatchObject({ holds: true, violations: [] });
    await php.close();
    await legacy.close();
  });
});
