import type { QueryRunner } from 'typeorm';
import type { Config } from '../config/config.js';
import { isCounted } from '../packages/package-sql.js';
import { currentColumn, wordsIn } from '../../migrations/adoption/original-tables.js';

const PACKAGES = 'coach_member_list';
const USAGES = 'coach_session_usage';

/** What the view of the sums has once the migrations have run. */
const SUMMARY_COLUMNS: readonly string[] = [
  ...['package_id', 'member_id', 'coach_id', 'granted_sessions', 'total_usage_records'],
  ...['active_usages', 'undone_usages', 'automatic_usages', 'manual_usages', 'adjustments_added'],
  ...['adjustments_removed', 'adjustments_sum', 'remaining_sessions', 'last_activity_at'],
];

/** What the migrations would do to a legacy database, with counts. Reads only. */
export async function planOf(runner: QueryRunner, config: Config): Promise<string[]> {
  return [
    ...(await openings(runner, config)),
    ...(await usages(runner)),
    ...(await columns(runner)),
    ...(await log(runner)),
    ...(await returns(runner)),
    'Add the tables coach_idempotency_key, coach_refresh_token, coach_sign_in, coach_device_token,',
    '  coach_stream_ticket, coach_refusal_count, coach_address_retention, coach_sign_in_place,',
    '  coach_second_factor, coach_recovery_code, coach_task, coach_job, coach_account_link,',
    '  coach_account, coach_person_name, coach_person_order, coach_person_detail, coach_setting,',
    '  coach_catalogue_item, coach_payment, coach_refund, coach_counter, coach_owed_session,',
    '  coach_package_freeze, coach_substitution, coach_approval and coach_schema_…;',
    '  every other table and column stays as it is, and PHP goes on working.',
  ];
}

async function openings(runner: QueryRunner, config: Config): Promise<string[]> {
  const counted = await one(
    runner,
    `SELECT COUNT(*) AS packages, COALESCE(SUM(remaining_sessions), 0) AS remaining
       FROM ${PACKAGES} WHERE rate_type = 'package' ${await unarchived(runner)}`,
  );
  const others = await one(
    runner,
    `SELECT COUNT(CASE WHEN ${isCounted(config)} THEN 1 END) AS counted,
            COALESCE(SUM(CASE WHEN ${isCounted(config)} THEN p.remaining_sessions END), 0)
              AS remaining,
            COUNT(CASE WHEN ${isCounted(config)} THEN NULL ELSE 1 END) AS free
       FROM ${PACKAGES} p WHERE p.rate_type <> 'package'`,
  );
  const types = config.countedRateTypes.filter((type) => type !== 'package').join(', ');
  return [
    `Book opening balances of ${counted.packages} packages, ${counted.remaining} sessions left.`,
    ...(types === ''
      ? []
      : [
          `Leave ${others.counted} subscriptions (${types}), ${others.remaining} sessions left,`,
          '  for npm run verify -- --book-external to open.',
        ]),
    `Keep ${others.free} subscriptions that count no sessions as they are.`,
  ];
}

/** Packages whose books come back from the archive are not opened again. */
async function unarchived(runner: QueryRunner): Promise<string> {
  const hasArchive = await runner.hasTable('coach_archived_package');
  return hasArchive
    ? 'AND id NOT IN (SELECT id FROM coach_archived_package WHERE version > 0)'
    : '';
}

async function usages(runner: QueryRunner): Promise<string[]> {
  if (!(await runner.hasTable(USAGES))) return [`Create the table ${USAGES}.`];
  const all = await one(runner, `SELECT COUNT(*) AS count FROM ${USAGES}`);
  const lines = [`Write member and coach into ${all.count} usages, which stay as they are.`];
  if (!(await runner.hasColumn(USAGES, 'undone_at'))) return lines;
  const undone = await one(
    runner,
    `SELECT COUNT(*) AS count FROM ${USAGES} WHERE undone_at IS NOT NULL`,
  );
  return [...lines, `Free the days of ${undone.count} usages that are undone.`];
}

async function columns(runner: QueryRunner): Promise<string[]> {
  const rates = wordsIn((await currentColumn(runner, PACKAGES, 'rate_type')) ?? '');
  const isEnhanced = await runner.hasColumn(USAGES, 'undone_at');
  return [
    `Add columns to ${PACKAGES} and ${USAGES}, and to the activity log.`,
    ...(rates.includes('per_session') ? [] : ['Let rate_type also be per_session.']),
    ...(isEnhanced
      ? ['Let adjustment_type be any word, and reason hold any letter (utf8mb4).']
      : []),
    'Replace the key unique_daily_usage: one usage a day that counts, any number of undone ones.',
    `Rename ${USAGES} to coach_usage_history. ${USAGES} is a view of it then, with the`,
    '  rows that PHP wrote and our usages that count: PHP reads and writes it as before.',
    ...(await summaryView(runner)),
  ];
}

async function log(runner: QueryRunner): Promise<string[]> {
  if (!(await runner.hasTable('admin_activity_log'))) return ['Create admin_activity_log.'];
  const { count } = await one(runner, 'SELECT COUNT(*) AS count FROM admin_activity_log');
  return [`Go on writing to admin_activity_log, which has ${count} rows.`];
}

/** What an earlier revert had put aside. */
async function returns(runner: QueryRunner): Promise<string[]> {
  if (!(await runner.hasTable('coach_archived_usage'))) return [];
  const { count } = await one(runner, 'SELECT COUNT(*) AS count FROM coach_archived_usage');
  return [`Take back the books of the last time: ${count} rows of the history, and the log.`];
}

/** A page that reads what ours does not have fails from then on. */
async function summaryView(runner: QueryRunner): Promise<string[]> {
  const theirs = (await runner.query(
    `SELECT c.COLUMN_NAME AS name FROM information_schema.COLUMNS c
       JOIN information_schema.VIEWS v
         ON v.TABLE_SCHEMA = c.TABLE_SCHEMA AND v.TABLE_NAME = c.TABLE_NAME
      WHERE c.TABLE_SCHEMA = DATABASE() AND c.TABLE_NAME = 'coach_session_summary'
      ORDER BY c.ORDINAL_POSITION`,
  )) as { name: string }[];
  if (theirs.length === 0) return [];
  const lost = theirs.map(({ name }) => name).filter((name) => !SUMMARY_COLUMNS.includes(name));
  const head = 'Replace the view coach_session_summary by ours.';
  if (lost.length === 0) return [head];
  return [
    `${head} It has no more: ${lost.join(', ')}.`,
    '  A page that reads one of them fails then. Look for it where the pages are:',
    '  grep -rn coach_session_summary .',
  ];
}

async function one(
  runner: QueryRunner,
  sql: string,
): Promise<Record<string, string | number | null>> {
  const rows = (await runner.query(sql)) as Record<string, string | number | null>[];
  return rows[0] ?? {};
}
