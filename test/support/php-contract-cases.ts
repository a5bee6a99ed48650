import type { TestPerson } from './api.js';
import { COACH_API, PAGE } from './old-app.js';
import type { PhpFields } from './php-reference.js';
import type { PhpTables } from './php-tables.js';
import type { Studio } from './studio.js';

/** A subscription as PHP sells it: active, approved by both sides and without an end. */
interface Sold {
  readonly with?: 'ana' | 'ben';
  readonly rate_type?: 'package' | 'monthly' | 'per_session';
  readonly remaining_sessions?: number | null;
  readonly status?: 'active' | 'expired' | 'disconnected';
  readonly coach_approval?: 'pending' | 'approved' | 'rejected';
  readonly staff_approval?: 'pending' | 'approved' | 'rejected';
  readonly expires_at?: string;
}

const monthly = { rate_type: 'monthly' } as const;
const perSession = { rate_type: 'per_session' } as const;

/** What members have, the oldest subscription first. Ben has a profile with prices, Ana none. */
export const CASES = {
  'a package': [{ remaining_sessions: 5 }],
  'a package that ends': [{ remaining_sessions: 5, expires_at: '2026-04-01 18:00:00' }],
  'a package with Ben': [{ remaining_sessions: 5, with: 'ben' }],
  'the last session': [{ remaining_sessions: 1 }],
  drained: [{ remaining_sessions: 0, status: 'expired' }],
  'drained with Ben': [{ remaining_sessions: 0, status: 'expired', with: 'ben' }],
  'empty but active': [{ remaining_sessions: 0 }],
  'without a count': [{ remaining_sessions: null }],
  'past its date': [{ remaining_sessions: 5, expires_at: '2026-03-09 18:00:00' }],
  pending: [{ remaining_sessions: 5, staff_approval: 'pending' }],
  rejected: [{ remaining_sessions: 5, coach_approval: 'rejected', status: 'expired' }],
  disconnected: [{ remaining_sessions: 5, status: 'disconnected' }],
  'monthly with 12': [{ ...monthly, remaining_sessions: 12 }],
  'monthly with 12 until April': [
    { ...monthly, remaining_sessions: 12, expires_at: '2026-04-01 18:00:00' },
  ],
  'monthly, used up': [{ ...monthly, remaining_sessions: 0, status: 'expired' }],
  'monthly with 0': [{ ...monthly, remaining_sessions: 0 }],
  'monthly without a count': [{ ...monthly, remaining_sessions: null }],
  'per session with 18': [{ ...perSession, remaining_sessions: 18 }],
  'per session with Ben': [{ ...perSession, remaining_sessions: 18, with: 'ben' }],
  'per session with 0': [{ ...perSession, remaining_sessions: 0 }],
  'per session without a count': [{ ...perSession, remaining_sessions: null }],
  'two packages': [
    { remaining_sessions: 3, expires_at: '2026-03-20 18:00:00' },
    { remaining_sessions: 8 },
  ],
  'two coaches': [{ remaining_sessions: 3, with: 'ben' }, { remaining_sessions: 9 }],
  nothing: [],
  'nobody of this id': [],
} as const satisfies Record<string, readonly Sold[]>;
export type Case = keyof typeof CASES;

/** A member of a case, with the coach of the first subscription and a usage of it. */
export interface GivenCase {
  readonly member: number;
  readonly coach: number;
  readonly usage: number;
}

/** One call, named by its action and what is special about it. */
export interface Step {
  readonly action: string;
  readonly more: string;
  readonly method: 'get' | 'post';
  readonly script: string;
  readonly fields: (given: GivenCase) => PhpFields;
}

function read(script: string, action: string, fields: Step['fields'], more = ''): Step {
  return { action, more, method: 'get', script, fields };
}

function change(script: string, action: string, fields: Step['fields'], more = ''): Step {
  return { action, more, method: 'post', script, fields };
}

const member = (given: GivenCase) => ({ member_id: given.member });
const pair = (given: GivenCase) => ({ member_id: given.member, coach_id: given.coach });
const asUser = (given: GivenCase) => ({ user_id: given.member, coach_id: given.coach });
const deduct = (more = '') => change(COACH_API, 'deduct-session', pair, more);
const check = (more = '') => read(COACH_API, 'check-session-availability', asUser, more);
const add = (more = '') => change(PAGE, 'add-session-usage', pair, more);
const adjust = (fields: (given: GivenCase) => PhpFields, more: string) =>
  change(PAGE, 'adjust-session-count', fields, more);

/** Each begins with a member that nobody has touched. */
export const STORIES: readonly (readonly Step[])[] = [
  [
    read(PAGE, 'test', () => ({})),
    read(PAGE, 'get-session-history', member),
    read(PAGE, 'get-member-session-info', member),
    read(COACH_API, 'get-remaining-sessions', asUser),
    check(),
  ],
  [
    change(PAGE, 'undo-session-usage', (given) => ({ ...member(given), usage_id: given.usage })),
    change(PAGE, 'undo-session-usage', (given) => ({ ...member(given), usage_id: 2e9 }), 'of none'),
  ],
  [
    adjust((given) => ({ ...member(given), adjustment: 2 }), ''),
    adjust((given) => ({ ...member(given), adjustment: -900 }), 'below zero'),
  ],
  [adjust((given) => ({ ...pair(given), adjustment: 2 }), 'with a coach')],
  [
    add(),
    add('again'),
    change(
      PAGE,
      'add-session-usage',
      (given) => ({ ...pair(given), usage_date: '2026-03-05' }),
      'of a day',
    ),
  ],
  [deduct(), deduct('again'), check('afterwards')],
];

/** The coaches of a studio, and staff who calls. */
export interface Cast {
  readonly ana: TestPerson;
  readonly ben: TestPerson;
}

/** A new member who has what the case says, and who has trained once where there is anything. */
export async function memberOf(studio: Studio, { ana, ben }: Cast, name: Case): Promise<GivenCase> {
  if (name === 'nobody of this id') return { member: 2e9 + 1, coach: ana.id, usage: 1 };
  const { id } = await studio.given.person('member');
  const sold: readonly Sold[] = CASES[name];
  for (const [index, { with: coach = 'ana', ...row }] of sold.entries()) {
    const facts = {
      member_id: id,
      coach_id: { ana, ben }[coach].id,
      status: 'active',
      coach_approval: 'approved',
      staff_approval: 'approved',
      requested_at: `2026-02-0${index + 1} 08:00:00`,
      rate_type: 'package',
      ...row,
    };
    const columns = Object.keys(facts);
    await studio.sql(
      `INSERT INTO coach_member_list (${columns.join(', ')})
       VALUES (${columns.map(() => '?').join(', ')})`,
      Object.values(facts),
    );
  }
  const [first] = await studio.sql<{ id: number; coach: number }>(
    'SELECT id, coach_id AS coach FROM coach_member_list WHERE member_id = ? ORDER BY id LIMIT 1',
    [id],
  );
  if (!first) return { member: id, coach: ana.id, usage: 1 };
  await studio.sql(
    `INSERT INTO coach_usage_history (coach_member_id, usage_date, created_at)
     VALUES (?, '2026-03-08', '2026-03-08 10:00:00')`,
    [first.id],
  );
  const [usage] = await studio.sql<{ id: number }>(
    'SELECT id FROM coach_usage_history WHERE coach_member_id = ?',
    [first.id],
  );
  return { member: id, coach: first.coach, usage: usage?.id ?? 0 };
}

/** What PHP would find of a member now. */
export async function phpTablesOf(
  { sql, clock }: Studio,
  memberId: number,
  named: boolean,
): Promise<PhpTables> {
  const people = await sql<{ id: number; first: string; last: string }>(
    'SELECT id, fname AS first, lname AS last FROM `user`',
  );
  const time = (column: string) => `SUBSTR(CAST(${column} AS CHAR), 1, 19) AS ${column}`;
  // The embedded database keeps decimals as numbers, PHP's has two decimals.
  const money = (value: string | null) => (value === null ? null : Number(value).toFixed(2));
  const coaches = await sql<PhpTables['coaches'][number]>(
    `SELECT user_id, monthly_rate, session_package_rate, session_package_count,
            ${named ? 'name' : 'NULL AS name'}
       FROM coaches`,
  );
  return {
    subscriptions: await sql(
      `SELECT id, coach_id, member_id, status, coach_approval, staff_approval,
              ${time('requested_at')}, ${time('expires_at')}, remaining_sessions, rate_type
         FROM coach_member_list WHERE member_id = ?`,
      [memberId],
    ),
    usages: await sql(
      `SELECT id, coach_member_id, CAST(usage_date AS CHAR) AS usage_date, ${time('created_at')}
         FROM coach_usage_history WHERE hidden_from_php = 0`,
    ),
    coaches: coaches.map((one) => ({
      ...one,
      monthly_rate: money(one.monthly_rate),
      session_package_rate: money(one.session_package_rate),
    })),
    names: new Map(people.map(({ id, first, last }) => [id, `${first} ${last}`])),
    now: clock.now().toISOString().slice(0, 19).replace('T', ' '),
  };
}
