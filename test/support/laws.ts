import type { Sql } from './sql.js';

/** What of a package an activity row keeps, as far as the laws are about it. */
interface Books {
  readonly version: number;
  readonly remaining: number | null;
  readonly status: string;
}

interface UsageRow {
  id: number;
  package_id: number;
  kind: string;
  amount: number | null;
  balance_after: number | null;
  undone: number;
  active_slot: number | null;
  used_again: number | null;
}

interface DoneRow {
  id: number;
  action: string;
  package_id: number;
  usage_id: number | null;
  before: Books | null;
  after: Books;
}

interface PackageRow {
  id: number;
  remaining: number | null;
  version: number;
  status: string;
}

/** Other ones that a session by hand, or what was granted, comes from. */
const OTHER_USES = ['session.redone', 'session.moved', 'package.transferred'];
const OF_OTHERS = ['manual', 'grant'];

/** The action that each kind of row in the history comes from. */
const ACTION_OF: Readonly<Record<string, string>> = {
  automatic: 'session.deducted',
  manual: 'session.used',
  adjustment: 'balance.adjusted',
  grant: 'package.granted',
  void: 'package.voided',
  reopen: 'package.reopened',
  transfer: 'package.transferred',
};

/**
 * The laws 1 to 4 of the product, checked on the database by queries of their own. Every violation
 * is a line; no lines mean that the books are right. For databases that only the product wrote to,
 * and studios that count packages, and further rate types where they are sold with a count.
 */
export async function violations(sql: Sql, further: readonly string[] = []): Promise<string[]> {
  const usages = await usageRows(sql);
  const done = await doneRows(sql);
  return [
    ...(await sumsThatDiffer(sql, further)),
    ...(await daysUsedTwice(sql)),
    ...wrongSlots(usages),
    ...rowsWithoutTheirChange(usages, done),
    ...wrongAmounts(usages, done),
    ...(await gapsInChains(sql, done)),
    ...(await lostOnTheWay(sql)),
  ];
}

async function sumsThatDiffer(sql: Sql, further: readonly string[]): Promise<string[]> {
  const types = ['', ...further].map((type) => `'${type}'`).join(', ');
  const rows = await sql<Record<string, number | string>>(
    `SELECT p.id, p.remaining_sessions AS remaining, p.granted_sessions AS granted,
            COALESCE(SUM(CASE WHEN u.adjustment_type = 'grant'
                              THEN u.adjustment_amount END), 0) AS grant_rows,
            COALESCE(SUM(CASE WHEN u.adjustment_type IN ('adjustment', 'external', 'void', 'reopen',
                                                        'transfer')
                              THEN u.adjustment_amount END), 0) AS adjusted,
            COALESCE(SUM(CASE WHEN u.adjustment_type IN ('automatic', 'manual')
                               AND u.undone_at IS NULL THEN 1 END), 0) AS used
       FROM coach_member_list p LEFT JOIN coach_usage_history u ON u.coach_member_id = p.id
      WHERE p.rate_type = 'package'
         OR (p.rate_type IN (${types}) AND p.remaining_sessions IS NOT NULL)
      GROUP BY p.id, p.remaining_sessions, p.granted_sessions`,
  );
  return rows.flatMap((row) => {
    const [remaining, granted, grantRows] = [row.remaining, row.granted, row.grant_rows].map(
      Number,
    ) as [number, number, number];
    const [adjusted, used] = [Number(row.adjusted), Number(row.used)];
    const faults = [];
    if (remaining !== granted + adjusted - used || remaining < 0) {
      faults.push(`law 1: package ${row.id} has ${remaining} = ${granted} + ${adjusted} - ${used}`);
    }
    if (grantRows !== granted) {
      faults.push(`law 1: package ${row.id} was granted ${granted}, its history says ${grantRows}`);
    }
    return faults;
  });
}

async function daysUsedTwice(sql: Sql): Promise<string[]> {
  const rows = await sql(
    `SELECT p.member_id, p.coach_id, u.usage_date, COUNT(*) AS times
       FROM coach_usage_history u JOIN coach_member_list p ON p.id = u.coach_member_id
      WHERE u.adjustment_type IN ('automatic', 'manual') AND u.undone_at IS NULL
        AND COALESCE(u.used_again, 0) = 0
      GROUP BY p.member_id, p.coach_id, u.usage_date HAVING COUNT(*) > 1`,
  );
  return rows.map((row) => `law 2: a day used more than once: ${JSON.stringify(row)}`);
}

function wrongSlots(usages: readonly UsageRow[]): string[] {
  return usages.flatMap(({ id, kind, undone, active_slot: slot, used_again: again }) => {
    const counts = ['automatic', 'manual'].includes(kind) && undone === 0;
    const further = slot !== null && slot >= 2 && slot <= 9 && kind === 'manual';
    const right = counts ? (again === 1 ? further : slot === 1) : slot === null;
    return right ? [] : [`law 2: usage ${id} has active_slot ${slot}`];
  });
}

function rowsWithoutTheirChange(usages: readonly UsageRow[], done: readonly DoneRow[]): string[] {
  const other = new Map(
    done
      .filter(({ action }) => OTHER_USES.includes(action))
      .map(({ usage_id: id, action }) => [id, action] as const),
  );
  const expected = usages.flatMap((usage) => {
    const key = `${usage.id} of package ${usage.package_id}`;
    const maker = OF_OTHERS.includes(usage.kind) ? other.get(usage.id) : undefined;
    const own = `${maker ?? ACTION_OF[usage.kind]} usage ${key}`;
    return usage.undone === 1 ? [own, `session.undone usage ${key}`] : [own];
  });
  const found = done
    .filter((row) => row.usage_id !== null && row.action !== 'session.attendance_changed')
    .map((row) => `${row.action} usage ${row.usage_id} of package ${row.package_id}`);
  const known = new Set(expected);
  return [
    ...expected
      .map((key) => ({ key, times: found.filter((one) => one === key).length }))
      .filter(({ times }) => times !== 1)
      .map(({ key, times }) => `law 3: ${times} activity rows for ${key}`),
    ...found.filter((key) => !known.has(key)).map((key) => `law 3: no change for ${key}`),
  ];
}

function wrongAmounts(usages: readonly UsageRow[], done: readonly DoneRow[]): string[] {
  const byId = new Map(usages.map((usage) => [usage.id, usage]));
  return done.flatMap(({ id, action, usage_id: usageId, before, after }) => {
    const moved = (after.remaining ?? 0) - (before?.remaining ?? 0);
    const usage = byId.get(usageId ?? 0);
    const right = {
      'session.deducted': -1,
      'session.used': -1,
      'session.redone': -1,
      'session.moved': -1,
      'session.undone': 1,
      'balance.adjusted': usage?.amount ?? Number.NaN,
      'package.voided': usage?.amount ?? 0,
      'package.reopened': usage?.amount ?? 0,
      'package.granted': usage?.amount ?? 0,
      'package.transferred': usage?.amount ?? 0,
    }[action];
    const faults = [];
    if (moved !== (right ?? 0)) faults.push(`law 4: activity ${id} (${action}) moved ${moved}`);
    const isOwn =
      usage !== undefined && (ACTION_OF[usage.kind] === action || isArrival(usage, action));
    if (isOwn && usage.balance_after !== after.remaining) {
      faults.push(`law 4: usage ${usage.id} says ${usage.balance_after} after it`);
    }
    return faults;
  });
}

function isArrival({ kind }: UsageRow, action: string): boolean {
  return kind === 'grant' && action === 'package.transferred';
}

/** What left packages is what arrived in others, source by source. */
async function lostOnTheWay(sql: Sql): Promise<string[]> {
  const rows = await sql<Record<'id' | 'said' | 'gone' | 'came', number | string | null>>(
    `SELECT p.id, p.transferred_sessions AS said,
            (SELECT -SUM(u.adjustment_amount) FROM coach_usage_history u
              WHERE u.coach_member_id = p.id AND u.adjustment_type = 'transfer') AS gone,
            (SELECT SUM(s.granted_sessions) FROM coach_member_list s
              WHERE s.source_package_id = p.id) AS came
       FROM coach_member_list p`,
  );
  return rows.flatMap(({ id, ...sums }) => {
    const [said, gone, came] = [sums.said, sums.gone, sums.came].map((sum) => Number(sum ?? 0));
    if (said === gone && gone === came) return [];
    return [`links: of package ${id} went ${said}, ${gone} by its history, and ${came} arrived`];
  });
}

async function gapsInChains(sql: Sql, done: readonly DoneRow[]): Promise<string[]> {
  const packages = await sql<PackageRow>(
    `SELECT id, remaining_sessions AS remaining, version, status FROM coach_member_list`,
  );
  return packages.flatMap((one) => {
    const chain = done
      .filter((row) => row.package_id === one.id)
      .toSorted((a, b) => a.after.version - b.after.version);
    let now: Books | null = null;
    for (const { id, before, after } of chain) {
      const follows = bookText(before) === bookText(now);
      if (!follows || after.version !== (now?.version ?? 0) + 1) {
        return [`law 3: activity ${id} does not follow ${bookText(now)} of package ${one.id}`];
      }
      now = after;
    }
    return bookText(now) === bookText(one)
      ? []
      : [`law 3: package ${one.id} is ${bookText(one)}, its log ends at ${bookText(now)}`];
  });
}

function bookText(books: Books | null): string {
  if (books === null) return 'nothing';
  return `version ${books.version}, ${books.remaining} left, ${books.status}`;
}

async function usageRows(sql: Sql): Promise<UsageRow[]> {
  const rows = await sql<Omit<UsageRow, 'undone'> & { undone: number | string }>(
    `SELECT id, coach_member_id AS package_id, adjustment_type AS kind,
            adjustment_amount AS amount, balance_after, active_slot, used_again,
            CASE WHEN undone_at IS NULL THEN 0 ELSE 1 END AS undone
       FROM coach_usage_history`,
  );
  return rows.map((row) => ({ ...row, undone: Number(row.undone) }));
}

async function doneRows(sql: Sql): Promise<DoneRow[]> {
  const rows = await sql<DoneRow & { before: string | null; after: string }>(
    `SELECT id, action, package_id, usage_id, \`before\`, \`after\` FROM admin_activity_log
      WHERE outcome = 'done' AND package_id IS NOT NULL`,
  );
  return rows.map((row) => ({
    ...row,
    before: row.before === null ? null : (JSON.parse(row.before) as Books),
    after: JSON.parse(row.after) as Books,
  }));
}
