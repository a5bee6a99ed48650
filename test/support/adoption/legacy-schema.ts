/**
 * The installations of the legacy system that there are:
 * - `older`: rate types of old, no activity log
 * - `plain`: newer rate types and an activity log, before the legacy "enhancement"
 * - `enhanced`: after it, with undone usages, corrections and a view
 */
export const LEGACY_KINDS = ['older', 'plain', 'enhanced'] as const;
export type LegacyKind = (typeof LEGACY_KINDS)[number];

const LATIN1 = 'ENGINE=InnoDB DEFAULT CHARSET=latin1';

const RATE_TYPES: Readonly<Record<LegacyKind, string>> = {
  older: `enum('hourly','monthly','package') DEFAULT 'hourly'`,
  plain: `enum('monthly','package','per_session') DEFAULT 'monthly'`,
  enhanced: `enum('monthly','package','per_session') DEFAULT 'monthly'`,
};

/** The statements that create such a database, with a few of its other tables and columns. */
export function legacySchema(kind: LegacyKind): string[] {
  const log = kind === 'older' ? [] : [ACTIVITY_LOG];
  const usages = kind === 'enhanced' ? [ENHANCED_USAGES, SUMMARY] : [PLAIN_USAGES];
  return [USER_TYPES, USERS, COACHES, subscriptions(kind), ...usages, ...log, ...OTHERS];
}

const USER_TYPES = `CREATE TABLE usertype (
  id int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY,
  type_name varchar(50) NOT NULL
) ${LATIN1}`;

const USERS = `CREATE TABLE user (
  id int(11) NOT NULL AUTO_INCREMENT,
  user_type_id int(11) NOT NULL,
  email varchar(255) NOT NULL,
  password varchar(255) NOT NULL,
  fname varchar(255) NOT NULL,
  mname varchar(255) DEFAULT NULL,
  lname varchar(255) NOT NULL,
  bday date DEFAULT NULL,
  account_status enum('pending','approved','rejected') DEFAULT 'pending',
  PRIMARY KEY (id),
  KEY user_type_id (user_type_id),
  CONSTRAINT user_ibfk_1 FOREIGN KEY (user_type_id) REFERENCES usertype (id)
) ${LATIN1}`;

const COACHES = `CREATE TABLE coaches (
  id int(11) NOT NULL AUTO_INCREMENT,
  user_id int(11) NOT NULL,
  bio text DEFAULT NULL,
  monthly_rate decimal(10,2) DEFAULT NULL,
  session_package_rate decimal(10,2) DEFAULT NULL,
  per_session_rate decimal(10,2) DEFAULT NULL,
  session_package_count int(11) DEFAULT 18,
  PRIMARY KEY (id),
  KEY user_id (user_id)
) ${LATIN1}`;

function subscriptions(kind: LegacyKind): string {
  const approval = `enum('pending','approved','rejected') DEFAULT 'pending'`;
  return `CREATE TABLE coach_member_list (
    id int(11) NOT NULL AUTO_INCREMENT,
    coach_id int(11) NOT NULL,
    member_id int(11) NOT NULL,
    status enum('active','expired','disconnected') NOT NULL DEFAULT 'expired',
    coach_approval ${approval},
    staff_approval ${approval},
    requested_at datetime DEFAULT current_timestamp(),
    coach_approved_at datetime DEFAULT NULL,
    staff_approved_at datetime DEFAULT NULL,
    payment_received tinyint(1) DEFAULT 0,
    handled_by_coach int(11) DEFAULT NULL,
    handled_by_staff int(11) DEFAULT NULL,
    expires_at datetime DEFAULT NULL,
    remaining_sessions int(11) DEFAULT 18 COMMENT 'Remaining sessions, for packages',
    rate_type ${RATE_TYPES[kind]},
    PRIMARY KEY (id),
    KEY coach_id (coach_id),
    KEY member_id (member_id)
  ) ${LATIN1}`;
}

const DAILY_KEYS = `PRIMARY KEY (id),
  UNIQUE KEY unique_daily_usage (coach_member_id, usage_date),
  KEY coach_member_id (coach_member_id),
  KEY usage_date (usage_date),
  CONSTRAINT coach_session_usage_ibfk_1 FOREIGN KEY (coach_member_id)
    REFERENCES coach_member_list (id) ON DELETE CASCADE`;

const PLAIN_USAGES = `CREATE TABLE coach_session_usage (
  id int(11) NOT NULL AUTO_INCREMENT,
  coach_member_id int(11) NOT NULL,
  usage_date date NOT NULL,
  created_at datetime DEFAULT current_timestamp(),
  ${DAILY_KEYS}
) ${LATIN1}`;

const ENHANCED_USAGES = `CREATE TABLE coach_session_usage (
  id int(11) NOT NULL AUTO_INCREMENT,
  coach_member_id int(11) NOT NULL,
  usage_date date NOT NULL,
  created_at datetime DEFAULT current_timestamp(),
  undone_at datetime DEFAULT NULL,
  adjustment_amount int(11) DEFAULT NULL,
  adjustment_type enum('automatic','manual','adjustment') DEFAULT 'automatic',
  reason text DEFAULT NULL,
  ${DAILY_KEYS}
) ${LATIN1}`;

const SUMMARY = `CREATE VIEW coach_session_summary AS
  SELECT cml.id AS subscription_id, cml.member_id AS member_id,
         cml.remaining_sessions AS remaining_sessions, COUNT(csu.id) AS total_usage,
         SUM(CASE WHEN csu.undone_at IS NULL THEN 1 ELSE 0 END) AS active_usage
    FROM coach_member_list cml LEFT JOIN coach_session_usage csu ON cml.id = csu.coach_member_id
   GROUP BY cml.id`;

const ACTIVITY_LOG = `CREATE TABLE admin_activity_log (
  id int(11) NOT NULL AUTO_INCREMENT,
  action varchar(100) NOT NULL,
  details text DEFAULT NULL,
  member_id int(11) DEFAULT NULL,
  coach_id int(11) DEFAULT NULL,
  created_at datetime DEFAULT current_timestamp(),
  PRIMARY KEY (id),
  KEY member_id (member_id)
) ${LATIN1}`;

/** Names that ours must not get in the way of. */
const OTHERS = [
  `CREATE TABLE payment (id int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY,
     amount decimal(10,2)) ${LATIN1}`,
  `CREATE TABLE activity_log (id int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY, note text) ${LATIN1}`,
  `CREATE TABLE migrations (id int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY, migration varchar(255),
     batch int(11)) ${LATIN1}`,
];
