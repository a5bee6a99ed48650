import type { QueryRunner } from 'typeorm';
import { createIndexIfMissing, dropTableIfPresent, isEmbedded } from '../support/schema-steps.js';
import { keepingTimes } from './own-times.js';
import { sharedNow } from '../support/studio-time.js';

/*
 * What the legacy tables cannot hold waits here from a revert until another adoption: whole rows of
 * the history and the log, and the books of the packages. Plain SQL that both databases know.
 * Frozen by migrations/released.json.
 */

/** Each archive, its table, and the columns that are kept; all where none are said. */
const ARCHIVES = [
  { archive: 'coach_archived_usage', table: 'coach_session_usage' },
  { archive: 'coach_archived_activity', table: 'admin_activity_log' },
  {
    archive: 'coach_archived_package',
    table: 'coach_member_list',
    columns: ['id', 'rate_type', 'granted_sessions', 'version', 'booked_sessions'],
  },
] as const;

export const ARCHIVE_TABLES = ARCHIVES.map(({ archive }) => archive);

/** Copies the books as they are; a copy that an earlier, interrupted revert made is renewed. */
export async function archiveBooks(runner: QueryRunner): Promise<void> {
  for (const { archive, table } of ARCHIVES) {
    if (!(await runner.hasTable(archive))) continue;
    await runner.query(`DELETE FROM ${archive} WHERE id IN (SELECT id FROM ${table})`);
  }
  await archiveMissing(runner);
}

/** Copies what the archives do not have yet; what they have is left as it is. */
export async function archiveMissing(runner: QueryRunner): Promise<void> {
  for (const { archive, table, ...rest } of ARCHIVES) {
    if (!(await runner.hasTable(table))) continue;
    const columns = 'columns' in rest ? rest.columns : await columnNames(runner, table);
    await makeArchive(runner, archive, table, columns);
    const names = quoted(columns);
    await runner.query(
      `INSERT INTO ${archive} (${names}) SELECT ${names} FROM ${table}
        WHERE id NOT IN (SELECT id FROM ${archive})`,
    );
  }
  await dropEmptiedArchives(runner);
}

/** An archive that still holds something may lack a column that the table was given since. */
async function makeArchive(
  runner: QueryRunner,
  archive: string,
  table: string,
  columns: readonly string[],
): Promise<void> {
  if (!(await runner.hasTable(archive))) {
    // Without transactions, a kill could lose rows that are on their way back.
    const engine = isEmbedded(runner) ? '' : 'ENGINE=InnoDB';
    await runner.query(
      `CREATE TABLE ${archive} ${engine} AS SELECT ${quoted(columns)} FROM ${table} WHERE 1 = 0`,
    );
  }
  const known = await columnNames(runner, archive);
  for (const column of (await runner.getTable(table))?.columns ?? []) {
    if (!columns.includes(column.name) || known.includes(column.name)) continue;
    const optional = { isNullable: true, isPrimary: false, isGenerated: false };
    await runner.addColumn(archive, Object.assign(column.clone(), optional));
  }
  const key = { name: `uq_${archive.slice('coach_'.length)}`, columns: ['id'], isUnique: true };
  await createIndexIfMissing(runner, archive, key);
}

/** Puts archived books back, as far as their packages still exist. May be stopped and repeated. */
export async function restoreBooks(runner: QueryRunner): Promise<void> {
  if (!(await runner.hasTable('coach_archived_package'))) return;
  await restorePackages(runner);
  // Before any other line is added to the log, which would be given an id of theirs.
  await restoreActivities(runner);
  await restoreUsages(runner);
}

/** Drops the archives, but for those which still hold what could not be put back. */
export async function dropEmptiedArchives(runner: QueryRunner): Promise<void> {
  for (const { archive } of ARCHIVES) {
    if (!(await runner.hasTable(archive))) continue;
    const left = (await runner.query(`SELECT 1 FROM ${archive} LIMIT 1`)) as unknown[];
    if (left.length === 0) await runner.dropTable(archive);
  }
}

/** Drops the archives with all that is in them. */
export async function dropArchives(runner: QueryRunner): Promise<void> {
  for (const { archive } of ARCHIVES) await dropTableIfPresent(runner, archive);
}

async function restorePackages(runner: QueryRunner): Promise<void> {
  const books = ['granted_sessions', 'version', 'booked_sessions'];
  const table = 'coach_member_list';
  const archive = 'coach_archived_package';
  const kept = await keepingTimes(runner, table);
  await runner.query(
    `UPDATE ${table} SET rate_type = 'per_session'${kept}
      WHERE rate_type IN ('hourly', 'monthly')
        AND id IN (SELECT id FROM ${archive} WHERE rate_type = 'per_session')`,
  );
  await runner.query(
    `UPDATE ${table} SET ${copied(books, archive, table)}${kept}
      WHERE version = 0 AND id IN (SELECT id FROM ${archive})`,
  );
  await runner.query(`DELETE FROM ${archive} WHERE id IN (SELECT id FROM ${table})`);
}

/**
 * Rows that stayed get their further columns back, rows that had to go come back. A usage that
 * counted and is gone was deleted by the legacy page, which is how that one undoes.
 */
async function restoreUsages(runner: QueryRunner): Promise<void> {
  const table = 'coach_session_usage';
  const archive = 'coach_archived_usage';
  if (!(await runner.hasTable(archive))) return;
  const kept = ['member_id', 'coach_id', 'adjustment_type', 'adjustment_amount', 'balance_after'];
  const further = [...kept, 'reason', 'created_by', 'undone_by', 'undo_reason'];
  await runner.query(
    `UPDATE ${table} SET ${copied(further, archive, table)},
            active_slot = CASE WHEN undone_at IS NULL
                                AND (SELECT a.adjustment_type FROM ${archive} a
                                      WHERE a.id = ${table}.id) IN ('automatic', 'manual')
                               THEN 1 END${await keepingTimes(runner, table)}
      WHERE id IN (SELECT id FROM ${archive})`,
  );
  const all = await sharedColumns(runner, table, archive);
  const returned = returnedAt(sharedNow(runner));
  const values = all.map((name) => returned[name] ?? `a.\`${name}\``);
  await runner.query(
    `INSERT INTO ${table} (${quoted(all)})
     SELECT ${values.join(', ')} FROM ${archive} a
      WHERE a.id NOT IN (SELECT id FROM ${table})
        AND a.coach_member_id IN (SELECT id FROM coach_member_list)`,
  );
  await bookLegacyUndos(runner);
  await runner.query(`DELETE FROM ${archive} WHERE id IN (SELECT id FROM ${table})`);
}

/** Usages that counted when we left, and that the legacy system has undone since. */
const UNDONE_SINCE = `SELECT a.id, a.coach_member_id AS package,
         ROW_NUMBER() OVER (PARTITION BY a.coach_member_id ORDER BY a.id) AS nth
    FROM coach_archived_usage a
    JOIN coach_session_usage u ON u.id = a.id AND u.undone_at IS NOT NULL
    JOIN coach_member_list p
      ON p.id = a.coach_member_id AND p.rate_type = 'package' AND p.version > 0
   WHERE a.active_slot = 1 AND a.member_id IS NOT NULL`;

/** Each gave a session back: the books follow, one version and one line of the log at a time. */
async function bookLegacyUndos(runner: QueryRunner): Promise<void> {
  const books = (nth: string) =>
    `JSON_OBJECT('version', p.version + ${nth}, 'remaining', p.booked_sessions + ${nth},
                 'status', p.status)`;
  await runner.query(
    `INSERT INTO admin_activity_log
       (action, details, member_id, coach_id, created_at, actor_role, outcome, package_id,
        usage_id, \`before\`, \`after\`, reason, status)
     SELECT 'session.undone', 'session.undone, done', p.member_id, p.coach_id, u.undone_at,
            'legacy', 'done', p.id, u.id, ${books('since.nth - 1')}, ${books('since.nth')},
            'Undone in the legacy system', 200
       FROM (${UNDONE_SINCE}) since
       JOIN coach_session_usage u ON u.id = since.id
       JOIN coach_member_list p ON p.id = since.package`,
  );
  const undos = `(SELECT COUNT(*) FROM (${UNDONE_SINCE}) since
                    WHERE since.package = coach_member_list.id)`;
  await runner.query(
    `UPDATE coach_member_list
        SET booked_sessions = booked_sessions + ${undos}, version = version + ${undos}
            ${await keepingTimes(runner, 'coach_member_list')}
      WHERE id IN (SELECT package FROM (${UNDONE_SINCE}) since)`,
  );
}

/** What becomes of the columns of usages that come back. */
function returnedAt(now: string): Readonly<Record<string, string>> {
  return {
    active_slot: 'NULL',
    undone_at: `CASE WHEN a.active_slot = 1 THEN ${now} ELSE a.undone_at END`,
    undo_reason: `CASE WHEN a.active_slot = 1 THEN 'Deleted in the legacy system'
                       ELSE a.undo_reason END`,
  };
}

async function restoreActivities(runner: QueryRunner): Promise<void> {
  const table = 'admin_activity_log';
  const archive = 'coach_archived_activity';
  if (!(await runner.hasTable(archive))) return;
  await freeTakenIds(runner, table, archive);
  const all = await sharedColumns(runner, table, archive);
  const further = all.slice(all.indexOf('actor_id'));
  await runner.query(
    `UPDATE ${table}
        SET ${copied(further, archive, table)}${await keepingTimes(runner, table)}
      WHERE id IN (SELECT id FROM ${archive})`,
  );
  await runner.query(
    `INSERT INTO ${table} (${quoted(all)}) SELECT ${quoted(all)} FROM ${archive}
      WHERE id NOT IN (SELECT id FROM ${table})`,
  );
  await runner.query(`DELETE FROM ${archive} WHERE id IN (SELECT id FROM ${table})`);
}

/** Where the log had to go and the legacy system made one, that one's rows have their ids first. */
async function freeTakenIds(runner: QueryRunner, table: string, archive: string): Promise<void> {
  const taken = (await runner.query(
    `SELECT a.id FROM ${archive} a JOIN ${table} l ON l.id = a.id
      WHERE a.action <> l.action OR a.created_at <> l.created_at`,
  )) as { id: number }[];
  if (taken.length === 0) return;
  const [{ last = 0 } = {}] = (await runner.query(
    `SELECT MAX(id) AS last FROM (SELECT id FROM ${table} UNION SELECT id FROM ${archive}) used`,
  )) as { last?: number }[];
  const ids = taken.map(() => '?').join(', ');
  await runner.query(`UPDATE ${archive} SET id = id + ? WHERE id IN (${ids})`, [
    last,
    ...taken.map(({ id }) => id),
  ]);
}

/** `SET` of columns to what the archive has for the same row. */
function copied(names: readonly string[], archive: string, table: string): string {
  return names
    .map(
      (name) => `\`${name}\` = (SELECT a.\`${name}\` FROM ${archive} a WHERE a.id = ${table}.id)`,
    )
    .join(', ');
}

async function sharedColumns(
  runner: QueryRunner,
  table: string,
  archive: string,
): Promise<string[]> {
  const kept = await columnNames(runner, archive);
  return (await columnNames(runner, table)).filter((name) => kept.includes(name));
}

async function columnNames(runner: QueryRunner, table: string): Promise<string[]> {
  return ((await runner.getTable(table))?.columns ?? []).map(({ name }) => name);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
