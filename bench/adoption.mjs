/*
 * How long taking over a database of PHP's takes, by its size, and how much memory; then a check
 * of the books, what PHP deletes afterwards is booked, and a check again. It makes a database of
 * its own and drops it.
 *
 *   npm run build
 *   node bench/adoption.mjs mariadb://root:…@127.0.0.1:3306/ [usages …]
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createConnection } from 'mysql2/promise';
import { PHP_SCHEMA } from './support/php-schema.mjs';

const [base = '', ...sizesAsked] = process.argv.slice(2);
const SIZES = sizesAsked.length > 0 ? sizesAsked.map(Number) : [20_000, 200_000];
const NAME = 'bench_adoption';
const COACHES = 50;
const USAGES_EACH = 100;
const SAMPLE_MS = 50;

/** What an operator calls, one after the other. */
const COMMANDS = [
  ['migration:run', ['dist/src/cli.js', 'migration:run']],
  ['verify', ['dist/src/cli.js', 'verify']],
  ['verify --book-external', ['dist/src/cli.js', 'verify', '--book-external']],
];

/** People, packages and usages, made by the server: it has tables of all numbers. */
async function fill(db, usages) {
  const packages = Math.ceil(usages / USAGES_EACH);
  await db.query(`DROP DATABASE IF EXISTS ${NAME}`);
  await db.query(`CREATE DATABASE ${NAME}`);
  await db.query(`USE ${NAME}`);
  for (const statement of PHP_SCHEMA) await db.query(statement);
  await db.query("INSERT INTO usertype (type_name) VALUES ('a'), ('b'), ('c'), ('d')");
  await db.query(
    `INSERT INTO user (id, user_type_id, email, password, fname, lname)
     SELECT seq, IF(seq <= ${COACHES}, 3, 4), CONCAT('u', seq, '@example.com'), 'x', 'A', 'B'
       FROM seq_1_to_${COACHES + packages}`,
  );
  await db.query(
    `INSERT INTO coach_member_list (id, coach_id, member_id, status, coach_approval,
       staff_approval, remaining_sessions, rate_type)
     SELECT seq, 1 + seq % ${COACHES}, ${COACHES} + seq, 'active', 'approved', 'approved', 10,
       'package' FROM seq_1_to_${packages}`,
  );
  // Day by day, as they are written, and not package by package.
  await db.query(
    `INSERT INTO coach_session_usage (coach_member_id, usage_date)
     SELECT p.seq, '2026-01-01' + INTERVAL d.seq DAY
       FROM seq_0_to_${USAGES_EACH - 1} d, seq_1_to_${packages} p`,
  );
}

/** PHP's pages delete usages, packages and people as they like. */
async function deleteSome(db) {
  await db.query(`DELETE FROM ${NAME}.coach_session_usage WHERE id % 200 = 0`);
  await db.query(`DELETE FROM ${NAME}.coach_member_list WHERE id % 500 = 0`);
}

/** Runs a command to its end; seconds, and the most memory that its process held. */
async function timed(args) {
  const from = performance.now();
  const env = { ...process.env, DATABASE_URL: `${base}${NAME}` };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let [output, peakKb] = ['', 0];
  child.stdout.on('data', (data) => (output = `${output}${data}`.slice(-4_000)));
  const sampling = setInterval(() => (peakKb = Math.max(peakKb, memoryOf(child.pid))), SAMPLE_MS);
  const code = await new Promise((fulfil) => child.once('close', fulfil));
  clearInterval(sampling);
  return { code, output, seconds: (performance.now() - from) / 1_000, peakMb: peakKb / 1_024 };
}

function memoryOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function report(what, usages, args, expected = 0) {
  const { code, output, seconds, peakMb } = await timed(args);
  if (code !== expected) throw new Error(`${what} ended with ${code}:\n${output}`);
  const each = ((seconds / usages) * 1e6).toFixed(1);
  console.log(`| ${what} | ${usages} | ${seconds.toFixed(1)} | ${each} | ${peakMb.toFixed(0)} |`);
}

const db = await createConnection(base.replace(/^mariadb:/, 'mysql:'));
try {
  console.log('| command | usages | seconds | µs a usage | peak MB |');
  console.log('| --- | ---: | ---: | ---: | ---: |');
  for (const usages of SIZES) {
    await fill(db, usages);
    const [[run, runArgs], [check, checkArgs], [book, bookArgs]] = COMMANDS;
    await report(run, usages, runArgs);
    await report(check, usages, checkArgs);
    await deleteSome(db);
    await report(`${book}, after deletions`, usages, bookArgs);
    await report(`${check}, after that`, usages, checkArgs);
  }
} finally {
  await db.query(`DROP DATABASE IF EXISTS ${NAME}`);
  await db.end();
}
