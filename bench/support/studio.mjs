import { hashSync, Algorithm } from '@node-rs/argon2';
import { hashSync as bcryptSync } from '@node-rs/bcrypt';
import { PHP, STUDIO } from './mariadb.mjs';
import { PHP_SCHEMA } from './php-schema.mjs';
import { runProduct } from './processes.mjs';
import { activitiesSql, historySql, packagesSql, peopleSql, shapeOf } from './studio-sql.mjs';

export const SIZES = {
  small: { members: 60, coaches: 3, days: 400 },
  medium: { members: 2_000, coaches: 10, days: 2_192 },
  large: { members: 20_000, coaches: 40, days: 2_192 },
};

/** What everybody signs in with. */
export const PASSWORD = 'training-day';

/** The last day on which something happened: today and yesterday are the load's. */
const QUIET_DAYS = 2;
const LOG = 'admin_activity_log';
const DAY_MS = 86_400_000;

/** MariaDB sorts all keys of what is inserted into an empty table, where nothing is checked. */
const IN_BULK = 'SET SESSION unique_checks = 0, foreign_key_checks = 0';
const CHECKED = 'SET SESSION unique_checks = 1, foreign_key_checks = 1';
/** Each row's numbers are worked out once, and not once for each column that they are in. */
const STEP_BY_STEP = "SET SESSION optimizer_switch = 'derived_merge=off'";

/** What PHP's pages have besides: columns and the log that their own migration adds. */
const PHP_EXTRAS = [
  `ALTER TABLE coach_session_usage ADD undone_at datetime, ADD adjustment_amount int,
     ADD adjustment_type enum('automatic','manual','adjustment') DEFAULT 'automatic',
     ADD reason text`,
  `CREATE TABLE admin_activity_log (id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
     action varchar(100) NOT NULL, details text, member_id int, coach_id int,
     created_at timestamp NOT NULL DEFAULT current_timestamp(), KEY member_id (member_id),
     KEY coach_id (coach_id), KEY created_at (created_at))
     ENGINE=InnoDB DEFAULT CHARSET=latin1`,
];

/** Makes the product's database and PHP's, with the same people, packages and usages. */
export async function makeStudio(server, size, say) {
  const shape = shapeOf(SIZES[size]);
  const dayZero = dayBefore(shape.days - 1 + QUIET_DAYS);
  const { root } = server;
  await root.query(`CREATE DATABASE ${STUDIO} CHARACTER SET utf8mb4`);
  runProduct(['migration:run'], { DATABASE_URL: server.url(STUDIO) });
  const [one, other] = [await server.connect(STUDIO), await server.connect(STUDIO)];
  const run = async (db, what, ...statements) => {
    const from = performance.now();
    for (const statement of statements) await db.query(statement);
    say(`  ${what}: ${((performance.now() - from) / 1_000).toFixed(1)} s`);
  };
  const password = hashSync(PASSWORD, { algorithm: Algorithm.Argon2id, ...PRODUCT_HASH });
  await run(one, 'people', STEP_BY_STEP, ...peopleSql(shape, password));
  await run(one, 'packages', ...packagesSql(shape, dayZero));
  await Promise.all([
    run(one, 'history', IN_BULK, historySql(shape, dayZero), CHECKED),
    // In bulk, each of its long texts would be written by itself.
    run(
      other,
      'activities',
      STEP_BY_STEP,
      ...(await withoutKeys(other, activitiesSql(shape, dayZero))),
    ),
  ]);
  await run(one, 'what PHP has', ...phpSql());
  await run(one, 'statistics', ...(await tablesOf(one)).map((table) => `ANALYZE TABLE ${table}`));
  await Promise.all([one.end(), other.end()]);
}

/** Keys that are made of all rows at once are made faster than row by row. */
async function withoutKeys(db, statements) {
  const [[{ 'Create Table': definition }]] = await db.query(`SHOW CREATE TABLE ${LOG}`);
  const keys = definition.match(/^ *(?:UNIQUE )?KEY .*\)/gm) ?? [];
  const names = keys.map((key) => /KEY (`\w+`)/.exec(key)?.[1]);
  return [
    `ALTER TABLE ${LOG} ${names.map((name) => `DROP KEY ${name}`).join(', ')}`,
    ...statements,
    `ALTER TABLE ${LOG} ${keys.map((key) => `ADD ${key}`).join(', ')}`,
  ];
}

const PRODUCT_HASH = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

function phpSql() {
  const hash = bcryptSync(PASSWORD, 10).replace(/^\$2b\$/, '$2y$');
  const columns = `id, coach_id, member_id, status, coach_approval, staff_approval, requested_at,
    coach_approved_at, staff_approved_at, payment_received, handled_by_staff, expires_at,
    remaining_sessions, rate_type`;
  return [
    `CREATE DATABASE ${PHP} CHARACTER SET latin1`,
    `USE ${PHP}`,
    ...PHP_SCHEMA,
    ...PHP_EXTRAS,
    'ALTER TABLE user ADD KEY email (email)',
    `INSERT INTO usertype SELECT * FROM ${STUDIO}.usertype`,
    `INSERT INTO user SELECT id, user_type_id, email, '${hash}', fname, mname, lname
       FROM ${STUDIO}.user`,
    `INSERT INTO coaches SELECT * FROM ${STUDIO}.coaches`,
    `INSERT INTO coach_member_list (${columns}) SELECT ${columns} FROM ${STUDIO}.coach_member_list`,
    IN_BULK,
    `INSERT INTO coach_session_usage (id, coach_member_id, usage_date, created_at)
       SELECT id, coach_member_id, usage_date, created_at FROM ${STUDIO}.coach_usage_history
        WHERE hidden_from_php = 0 ORDER BY id`,
    CHECKED,
  ];
}

async function tablesOf(db) {
  const [rows] = await db.query(
    `SELECT CONCAT(table_schema, '.', table_name) AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema IN ('${STUDIO}', '${PHP}')`,
  );
  return rows.map(({ name }) => name);
}

function dayBefore(days) {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
}
