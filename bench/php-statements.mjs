/*
 * How long PHP's statements take on a database that was taken over, beside the same database as it
 * was: alternating, medians of rounds. It makes three databases of its own and drops them.
 *
 *   npm run build
 *   node bench/php-statements.mjs mariadb://root:…@127.0.0.1:3306/ [rounds] [words]
 *
 * With words, only the statements whose names have them.
 */
import { spawnSync } from 'node:child_process';
import { createConnection } from 'mysql2/promise';
import { PHP_SCHEMA } from './support/php-schema.mjs';

const [base = '', roundsAsked = '7', words = ''] = process.argv.slice(2);
const ROUNDS = Number(roundsAsked);
const COACHES = 50;
const PACKAGES = 20_000;
const USAGES_EACH = 10;
const TIMES = 400;
const DAY_MS = 86_400_000;
const day = (n) => new Date(Date.UTC(2026, 0, 1) + n * DAY_MS).toISOString().slice(0, 10);
const JOIN = 'coach_session_usage csu JOIN coach_member_list cml ON csu.coach_member_id = cml.id';

/** What each page of PHP sends; `n` is new in each round and on both sides the same. */
const STATEMENTS = {
  'usages of a coach: COUNT(*)': {
    times: 60,
    run: (db, n) =>
      db.query(`SELECT COUNT(*) FROM ${JOIN} WHERE cml.coach_id = ?`, [1 + (n % COACHES)]),
  },
  'all usages: COUNT(*)': {
    times: 6,
    run: (db) => db.query('SELECT COUNT(*) FROM coach_session_usage'),
  },
  'history of a member': {
    times: TIMES,
    run: (db, n) =>
      db.query(
        `SELECT csu.id, csu.usage_date, csu.created_at, cml.remaining_sessions FROM ${JOIN}
          WHERE cml.member_id = ? ORDER BY csu.usage_date DESC, csu.created_at DESC`,
        [1_000 + (n % PACKAGES)],
      ),
  },
  'is the day used?': {
    times: TIMES,
    run: (db, n) =>
      db.query('SELECT id FROM coach_session_usage WHERE coach_member_id = ? AND usage_date = ?', [
        1 + (n % PACKAGES),
        day(n % 30),
      ]),
  },
  'a usage: INSERT … ON DUPLICATE KEY': {
    times: TIMES,
    run: (db, n) =>
      db.query(
        `INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at)
         VALUES (?, ?, NOW()) ON DUPLICATE KEY UPDATE created_at = NOW()`,
        [1 + ((n * 37) % PACKAGES), day(1_000 + Math.floor(n / PACKAGES))],
      ),
  },
  'an undo: DELETE': {
    times: TIMES,
    run: (db, n) => db.query('DELETE FROM coach_session_usage WHERE id = ?', [1 + n]),
  },
  'a workout, its statements': { times: TIMES, run: (db, n) => startWorkout(db, n, 2_000) },
  'a workout, the page with its connection': {
    times: 100,
    run: async (db, n) => {
      const page = await connect(db.config.database);
      await startWorkout(page, n, 4_000);
      await page.end();
    },
  },
};

/** All that PHP sends when a workout starts. */
async function startWorkout(db, n, firstDay) {
  const id = 1 + ((n * 41) % PACKAGES);
  const today = day(firstDay + Math.floor(n / PACKAGES));
  await db.query(
    `SELECT * FROM coach_member_list WHERE member_id = ? AND coach_id = ?
        AND coach_approval = 'approved' AND staff_approval = 'approved'
        AND status = 'active' ORDER BY requested_at DESC LIMIT 1`,
    [999 + id, 1 + (id % COACHES)],
  );
  await db.query(
    'SELECT id FROM coach_session_usage WHERE coach_member_id = ? AND usage_date = ?',
    [id, today],
  );
  await db.query(
    `UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1
      WHERE id = ? AND remaining_sessions > 0`,
    [id],
  );
  await db.query(
    `INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at)
     VALUES (?, ?, NOW()) ON DUPLICATE KEY UPDATE created_at = NOW()`,
    [id, today],
  );
}

function connect(name) {
  return createConnection({
    uri: `${base.replace(/^mariadb:/, 'mysql:')}${name}`,
    charset: 'latin1_swedish_ci',
    flags: ['-FOUND_ROWS'],
  });
}

async function fill(db) {
  for (const statement of PHP_SCHEMA) await db.query(statement);
  await db.query("INSERT INTO usertype (type_name) VALUES ('a'), ('b'), ('c'), ('d')");
  const packages = Array.from({ length: PACKAGES }, (_, n) => [
    ...[n + 1, 1 + ((n + 1) % COACHES), 1_000 + n, 'active', 'approved', 'approved'],
    ...[10_000, 'package'],
  ]);
  const usages = packages.flatMap(([id]) =>
    Array.from({ length: USAGES_EACH }, (_, n) => [id, day(n * 3)]),
  );
  // As they are written: day by day, and not package by package.
  usages.sort((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
  await insert(
    db,
    `coach_member_list (id, coach_id, member_id, status, coach_approval, staff_approval,
       remaining_sessions, rate_type)`,
    packages,
  );
  await insert(db, 'coach_session_usage (coach_member_id, usage_date)', usages);
}

async function insert(db, into, rows) {
  for (let from = 0; from < rows.length; from += 2_000) {
    await db.query(`INSERT INTO ${into} VALUES ?`, [rows.slice(from, from + 2_000)]);
  }
}

/** A tenth of the statements took less: what one takes when nothing else has the processor. */
function decile(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 10)];
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function migrate(url, name) {
  const command = ['dist/src/cli.js', name];
  const env = { ...process.env, DATABASE_URL: url };
  const { status, stderr, stdout } = spawnSync(process.execPath, command, { env });
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
}

/** Medians of rounds; one statement at a time, by turns: a busy machine is equally busy for all. */
async function compare({ times, run }, sides) {
  const rounds = sides.map(() => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    const took = sides.map(() => []);
    for (let n = 0; n < times; n += 1) {
      for (let turn = 0; turn < sides.length; turn += 1) {
        const side = (turn + n) % sides.length;
        const from = process.hrtime.bigint();
        await run(sides[side], round * times + n);
        took[side].push(Number(process.hrtime.bigint() - from) / 1e6);
      }
    }
    // The first round warms all sides up and is not counted.
    if (round > 0) took.forEach((numbers, side) => rounds[side].push(decile(numbers)));
  }
  return rounds.map(median);
}

const SIDES = ['before', 'without the view', 'with it'];
const root = await createConnection(base.replace(/^mariadb:/, 'mysql:'));
const names = SIDES.map((_, n) => `bench_php_${n}`);
const sides = [];
try {
  for (const name of names) {
    await root.query(`DROP DATABASE IF EXISTS ${name}`);
    await root.query(`CREATE DATABASE ${name}`);
    const db = await connect(name);
    await fill(db);
    sides.push(db);
  }
  migrate(`${base}${names[1]}`, 'migration:run');
  migrate(`${base}${names[1]}`, 'migration:revert');
  migrate(`${base}${names[2]}`, 'migration:run');
  for (const name of names) {
    const [tables] = await root.query(`SHOW FULL TABLES FROM ${name} WHERE Table_type <> 'VIEW'`);
    for (const row of tables) await root.query(`ANALYZE TABLE ${name}.${Object.values(row)[0]}`);
  }
  console.log(`| statement | ${SIDES.join(', ms | ')}, ms | to before |`);
  console.log(`| --- |${' ---: |'.repeat(SIDES.length + 1)}`);
  for (const [what, statement] of Object.entries(STATEMENTS)) {
    if (!what.includes(words)) continue;
    const figures = await compare(statement, sides);
    const ratio = (figures[2] / figures[0]).toFixed(2);
    console.log(`| ${[what, ...figures.map((ms) => ms.toFixed(3)), ratio].join(' | ')} |`);
  }
} finally {
  for (const db of sides) await db.end();
  for (const name of names) await root.query(`DROP DATABASE IF EXISTS ${name}`);
  await root.end();
}
