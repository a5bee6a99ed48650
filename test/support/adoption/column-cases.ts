import { LEGACY_KINDS, type LegacyKind } from './legacy-schema.js';
import type { ObstacleCase } from './obstacle-cases.js';

const WITH_LOG: readonly LegacyKind[] = ['plain', 'enhanced'];

function column(
  name: string,
  spoil: string,
  what: string,
  more: Partial<ObstacleCase> = {},
): ObstacleCase {
  return { name, kinds: LEGACY_KINDS, spoil: [spoil], what, where: [], ...more };
}

const TRIGGER = `CREATE TRIGGER note_usage AFTER INSERT ON coach_session_usage FOR EACH ROW
  UPDATE coach_member_list SET payment_received = 1 WHERE id = NEW.coach_member_id`;

/** Columns and triggers of an installation that our rows would not get along with. */
export const COLUMN_CASES: readonly ObstacleCase[] = [
  column(
    'times that the server turns into its own zone',
    'ALTER TABLE coach_member_list MODIFY COLUMN expires_at timestamp NULL DEFAULT NULL',
    'coach_member_list.expires_at is a timestamp, and not a plain datetime',
  ),
  column(
    'times that change by themselves',
    `ALTER TABLE coach_session_usage MODIFY COLUMN created_at datetime
       DEFAULT current_timestamp() ON UPDATE current_timestamp()`,
    'coach_session_usage.created_at changes by itself at each update, and not a plain datetime',
  ),
  column(
    'columns that demand a value',
    'ALTER TABLE coach_session_usage ADD COLUMN branch varchar(10) NOT NULL',
    'coach_session_usage.branch demands a value that we do not know',
    { repair: ['ALTER TABLE coach_session_usage MODIFY COLUMN branch varchar(10) NULL'] },
  ),
  column(
    'a log that demands a value',
    'ALTER TABLE admin_activity_log ADD COLUMN admin_id int NOT NULL',
    'admin_activity_log.admin_id demands a value that we do not know',
    {
      kinds: WITH_LOG,
      repair: ['ALTER TABLE admin_activity_log MODIFY COLUMN admin_id int NULL'],
    },
  ),
  column(
    'a log of a few words',
    `ALTER TABLE admin_activity_log
       MODIFY COLUMN action enum('Session Used', 'Session Adjusted') NOT NULL`,
    'admin_activity_log.action is of type enum, which cannot hold our words',
    { kinds: WITH_LOG },
  ),
  column(
    'columns of our names that mean something else',
    'ALTER TABLE coach_session_usage ADD COLUMN balance_after varchar(3) DEFAULT NULL',
    'coach_session_usage.balance_after is there already, and not as a column of ours',
    {
      repair: [
        'ALTER TABLE coach_session_usage CHANGE COLUMN balance_after old_balance varchar(3)',
      ],
    },
  ),
  column(
    'triggers',
    TRIGGER,
    'The trigger note_usage acts when a row of coach_session_usage is written, also by us',
    { repair: ['DROP TRIGGER note_usage'] },
  ),
];
