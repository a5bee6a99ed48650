import { type Edit, isAction, type Row, setting } from './tampering.js';

/*
 * Edits that no law finds: what they change stands in the log alone, or they change all tables
 * that say it. Only somebody who knows what the log was can tell.
 */

const LOG = 'admin_activity_log';
const YEARS_BACK = '2024-01-01 12:00:00.000';

const removingAll =
  (condition: string): Edit =>
  ({ sql }) =>
    sql(`DELETE FROM ${LOG} WHERE ${condition}`);

const wiping =
  (column: string): Edit =>
  ({ sql }) =>
    sql(`UPDATE ${LOG} SET ${column} = NULL`);

/** An adjustment told otherwise, in the log and in the history alike. */
const inBoth =
  (inLog: string, inHistory: string, value: unknown): Edit =>
  async ({ tables, sql, dice }) => {
    const rows = tables.of(LOG).filter(isAction('balance.adjusted'));
    const { id, usage_id: usageId } = dice.oneOf(rows);
    await sql(`UPDATE ${LOG} SET ${inLog} = ? WHERE id = ?`, [value, id]);
    await sql(`UPDATE coach_usage_history SET ${inHistory} = ? WHERE id = ?`, [value, usageId]);
  };

/** The newest change of a package, taken out of log, history and balance. */
const cutOut: Edit = async ({ tables, sql }) => {
  const last = tables.of(LOG).findLast(isAction('balance.adjusted'));
  if (!last) throw new Error('nobody has adjusted anything');
  const before = JSON.parse(String(last.before)) as { remaining: number; version: number };
  await sql(`DELETE FROM ${LOG} WHERE package_id = ? AND id >= ?`, [last.package_id, last.id]);
  await sql('DELETE FROM coach_usage_history WHERE id = ?', [last.usage_id]);
  await sql(
    `UPDATE coach_member_list SET remaining_sessions = ?, booked_sessions = ?, version = ?
      WHERE id = ?`,
    [before.remaining, before.remaining, before.version, last.package_id],
  );
};

const isOf = (outcome: string) => (row: Row) => row.outcome === outcome;
const isPerson = (row: Row) => String(row.action).startsWith('member.');

/** By what they do. */
export const WITHOUT_A_TRACE: Readonly<Record<string, Edit>> = {
  'removes all refused attempts': removingAll("outcome = 'refused'"),
  'removes all sign-ins': removingAll("action LIKE 'auth.%'"),
  'removes all that was done to device tokens': removingAll("action LIKE 'device_token.%'"),
  'removes all that was done to people': removingAll("action LIKE 'member.%'"),
  'wipes IP addresses': wiping('ip'),
  'wipes user agents': wiping('user_agent'),
  'wipes the ids of requests': wiping('request_id'),
  'wipes the details': wiping('details'),
  'moves an IP address': setting(LOG, { ip: '192.0.2.77' }, ({ ip }) => ip !== null),
  'gives somebody another role': setting(LOG, ({ actor_role: role }) => ({
    actor_role: role === 'admin' ? 'coach' : 'admin',
  })),
  'changes why something was refused': setting(LOG, { code: 'not_found' }, isOf('refused')),
  'blames a refused attempt on somebody else': setting(
    LOG,
    ({ actor_id: id }) => ({ actor_id: Number(id) + 1 }),
    isOf('refused'),
  ),
  'makes a refused attempt a failed one': setting(LOG, { outcome: 'failed' }, isOf('refused')),
  'dates a refused attempt back': setting(LOG, { created_at: YEARS_BACK }, isOf('refused')),
  'rewrites who a member was': setting(LOG, { after: '{"lastName":"Doe"}' }, isPerson),
  'moves what was done to a member to another': setting(LOG, { member_id: 987 }, isPerson),
  'rewrites a reason in both tables': inBoth('reason', 'reason', 'as agreed'),
  'blames an adjustment in both tables': inBoth('actor_id', 'created_by', 987),
  'dates an adjustment back in both tables': inBoth('created_at', 'created_at', YEARS_BACK),
  'cuts the newest adjustment out of everything': cutOut,
};
