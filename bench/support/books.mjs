import { PHP, STUDIO } from './mariadb.mjs';

const HISTORY = { [STUDIO]: 'coach_usage_history', [PHP]: 'coach_session_usage' };

/** Where the tables end before a round: what has a higher id is the round's. */
export async function markOf(root, database) {
  const [[mark]] = await root.query(
    `SELECT (SELECT MAX(id) FROM ${database}.${HISTORY[database]}) AS history,
            (SELECT COALESCE(MAX(id), 0) FROM ${database}.admin_activity_log) AS log`,
  );
  return { ...mark, left: await leftIn(root, database) };
}

/** What a round has done to the books since the mark, as the tables say. */
export async function movedSince(root, { database, mark, job, targets }) {
  const rows = await one(
    root,
    `SELECT COUNT(*) AS n FROM ${database}.${HISTORY[database]} WHERE id > ?`,
    [mark.history],
  );
  const left = (await leftIn(root, database)) - mark.left;
  const undone = job.moves.undone ? await undoneOf(root, database, targets) : 0;
  if (database === PHP) return { rows, left, undone };
  const activities = await one(
    root,
    `SELECT COUNT(*) AS n FROM ${database}.admin_activity_log
      WHERE id > ? AND action = ? AND outcome = 'done'`,
    [mark.log, job.action],
  );
  return { rows, left, undone, activities };
}

/**
 * What was acknowledged and is not there, or is there and was not acknowledged: of each figure that
 * the job moves, how far it is from what the answers said.
 */
export function missingOf(job, isPeer, acknowledged, moved) {
  const expected = { ...job.moves, ...(isPeer ? job.peerMoves : {}) };
  return Object.fromEntries(
    Object.entries(moved)
      .map(([what, by]) => [what, (expected[what] ?? 0) * acknowledged - by])
      .filter(([, difference]) => difference !== 0),
  );
}

/** Undone is marked by us, and deleted by PHP. */
async function undoneOf(root, database, targets) {
  const ids = targets.map(({ usageId }) => usageId);
  if (ids.length === 0) return 0;
  const isThere = database === PHP ? '' : ' AND undone_at IS NOT NULL';
  const found = await one(
    root,
    `SELECT COUNT(*) AS n FROM ${database}.${HISTORY[database]} WHERE id IN (?)${isThere}`,
    [ids],
  );
  return database === PHP ? ids.length - found : found;
}

async function leftIn(root, database) {
  return one(
    root,
    `SELECT SUM(remaining_sessions) AS n FROM ${database}.coach_member_list
      WHERE rate_type = 'package'`,
  );
}

async function one(root, sql, values = []) {
  const [[{ n }]] = await root.query(sql, values);
  return Number(n);
}
