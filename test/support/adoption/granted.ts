import { phpAnswer } from '../php-reference.js';
import type { Generation, PhpSubscription, PhpTables, PhpUsage } from '../php-tables.js';
import type { LegacyDatabase } from './legacy-database.js';

/** What PHP of one generation gives a member with a coach. */
export interface Granted {
  readonly canStart: boolean;
  /** Sessions left, 999 without limit. */
  readonly left: number;
  /** Sessions that are used, on which days ever. */
  readonly used: number;
}

const GENERATIONS: readonly Generation[] = ['older', 'newest'];

/** What PHP says to each pair of member and coach at a time, by `generation member coach`. */
export async function grantedByPhp(
  { query }: LegacyDatabase,
  now: string,
): Promise<Map<string, Granted>> {
  const tables = await tablesOf(query, now);
  const granted = new Map<string, Granted>();
  for (const { member_id: user_id, coach_id } of tables.subscriptions) {
    for (const generation of GENERATIONS) {
      const ask = (action: string) =>
        phpAnswer(generation, action, { user_id, coach_id }, tables).body;
      const { data } = ask('check-session-availability') as {
        data: { can_start_workout: boolean; remaining_sessions: number };
      };
      const { remaining_sessions: left } = ask('get-remaining-sessions') as {
        remaining_sessions: number;
      };
      const taken = phpAnswer(
        generation,
        'deduct-session',
        { member_id: user_id, coach_id },
        tables,
      ).body as { success: boolean; remaining_sessions: number };
      granted.set(`${generation} ${user_id} ${coach_id}`, {
        canStart: data.can_start_workout,
        // Where nothing is deducted, people train without limit, whatever is shown.
        left: Math.max(left, data.remaining_sessions, taken.success ? taken.remaining_sessions : 0),
        used: usesOf(tables, user_id, coach_id),
      });
    }
  }
  return granted;
}

/** Who has more than before; a session that is given back is no longer used. */
export function betterOff(
  before: ReadonlyMap<string, Granted>,
  after: ReadonlyMap<string, Granted>,
): string[] {
  return [...after].flatMap(([pair, now]) => {
    const then = before.get(pair) ?? { canStart: false, left: 0, used: 0 };
    const givenBack = Math.max(0, then.used - now.used);
    const hasMore = now.left > Math.max(then.left, 0) + givenBack;
    const mayNow = now.canStart && !then.canStart;
    return hasMore || mayNow ? [`${pair}: ${JSON.stringify({ then, now })}`] : [];
  });
}

async function tablesOf(query: LegacyDatabase['query'], now: string): Promise<PhpTables> {
  const columns = await query<{ name: string }>(
    `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'coach_session_usage'`,
  );
  const isEnhanced = columns.some(({ name }) => name === 'undone_at');
  const where = isEnhanced ? 'WHERE undone_at IS NULL' : '';
  return {
    subscriptions: await query<PhpSubscription>('SELECT * FROM coach_member_list ORDER BY id'),
    usages: await query<PhpUsage>(`SELECT * FROM coach_session_usage ${where} ORDER BY id`),
    coaches: [],
    names: new Map(),
    now,
  };
}

function usesOf({ subscriptions, usages }: PhpTables, member: number, coach: number): number {
  const ids = subscriptions
    .filter((one) => one.member_id === member && one.coach_id === coach)
    .map(({ id }) => id);
  return usages.filter(({ coach_member_id: id }) => ids.includes(id)).length;
}
