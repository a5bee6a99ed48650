import type { QueryRunner } from 'typeorm';
import type { Obstacle } from './obstacle.js';

/** The times that we share with the legacy system: local times, as `datetime` keeps them. */
const TIMES: Readonly<Record<string, readonly string[]>> = {
  coach_member_list: ['requested_at', 'coach_approved_at', 'staff_approved_at', 'expires_at'],
  coach_session_usage: ['created_at', 'undone_at'],
  admin_activity_log: ['created_at'],
};

/** The columns that our rows give a value to. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  coach_member_list: [
    ...['id', 'coach_id', 'member_id', 'status', 'coach_approval', 'staff_approval'],
    ...['requested_at', 'payment_received', 'rate_type', 'granted_sessions', 'version'],
  ],
  coach_session_usage: ['id', 'coach_member_id', 'usage_date', 'created_at', 'adjustment_type'],
  admin_activity_log: ['id', 'action', 'created_at', 'outcome'],
};

/** Columns that we add; where they are there already, they mean something else. */
const OURS: Readonly<Record<string, readonly string[]>> = {
  coach_member_list: ['granted_sessions', 'version', 'booked_sessions'],
  coach_session_usage: [
    ...['member_id', 'coach_id', 'balance_after', 'created_by', 'undone_by', 'undo_reason'],
    'active_slot',
  ],
  admin_activity_log: ['actor_id', 'actor_role', 'outcome', 'package_id', 'usage_id'],
};

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly demandsValue: number | string;
  readonly changesItself: number | string;
}

/** Columns and triggers of the shared tables with which our rows would be refused or falsified. */
export async function oddColumns(runner: QueryRunner): Promise<Obstacle[]> {
  const columns = (await runner.query(
    `SELECT TABLE_NAME AS \`table\`, COLUMN_NAME AS name, DATA_TYPE AS type,
            IS_NULLABLE = 'NO' AND COLUMN_DEFAULT IS NULL AND EXTRA NOT LIKE '%auto_increment%'
              AND EXTRA NOT LIKE '%GENERATED%' AS demandsValue,
            EXTRA LIKE '%on update%' AS changesItself
       FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()
      ORDER BY TABLE_NAME, ORDINAL_POSITION`,
  )) as Column[];
  const isBegun = await runner.hasTable('coach_schema_origin');
  return [
    ...columns.flatMap(oddTime),
    ...columns.flatMap(demanding),
    ...columns.flatMap(wordlessLog),
    ...(isBegun ? [] : columns.flatMap(taken)),
    ...(await triggers(runner)),
  ];
}

function oddTime({ table, name, type, changesItself }: Column): Obstacle[] {
  if (!TIMES[table]?.includes(name)) return [];
  if (type === 'datetime' && Number(changesItself) === 0) return [];
  const why = type === 'datetime' ? 'changes by itself at each update' : `is a ${type}`;
  return [
    {
      what: `${table}.${name} ${why}, and not a plain datetime`,
      where: [],
      mend:
        'In a session with the time zone of PHP, so that every time stays what PHP shows:\n' +
        `ALTER TABLE ${table} MODIFY COLUMN ${name} datetime NULL DEFAULT ${defaultOf(name)}`,
    },
  ];
}

/** What is dated by the row's making is so, also where a page leaves it out. */
function defaultOf(name: string): string {
  return ['created_at', 'requested_at'].includes(name) ? 'current_timestamp()' : 'NULL';
}

function demanding({ table, name, demandsValue }: Column): Obstacle[] {
  const given = GIVEN[table];
  if (!given || given.includes(name) || Number(demandsValue) === 0) return [];
  return [
    {
      what: `${table}.${name} demands a value that we do not know`,
      where: [],
      mend:
        'Let it be empty, or give it a default; what the legacy pages write stays:\n' +
        `ALTER TABLE ${table} MODIFY COLUMN ${name} (its type) NULL`,
    },
  ];
}

function wordlessLog({ table, name, type }: Column): Obstacle[] {
  if (table !== 'admin_activity_log' || name !== 'action' || /char|text/.test(type)) return [];
  return [
    {
      what: `admin_activity_log.action is of type ${type}, which cannot hold our words`,
      where: [],
      mend: 'ALTER TABLE admin_activity_log MODIFY COLUMN action varchar(100) NOT NULL',
    },
  ];
}

function taken({ table, name }: Column): Obstacle[] {
  if (!OURS[table]?.includes(name)) return [];
  return [
    {
      what: `${table}.${name} is there already, and not as a column of ours`,
      where: [],
      mend: 'Ask who made it and what it is for, and give it another name there.',
    },
  ];
}

async function triggers(runner: QueryRunner): Promise<Obstacle[]> {
  const found = (await runner.query(
    `SELECT TRIGGER_NAME AS name, EVENT_OBJECT_TABLE AS \`table\` FROM information_schema.TRIGGERS
      WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY TRIGGER_NAME`,
  )) as { name: string; table: string }[];
  return found
    .filter(({ table }) => table in TIMES)
    .map(({ name, table }) => ({
      what: `The trigger ${name} acts when a row of ${table} is written, also by us`,
      where: [],
      mend:
        'Read what it does (SHOW CREATE TRIGGER). Counts and usages are ours from now on:\n' +
        `DROP TRIGGER ${name}`,
    }));
}
