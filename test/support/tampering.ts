import type { Chance } from './seed.js';
import type { Sql } from './sql.js';
import type { TamperedTables } from './tampered-tables.js';

/** What an edit works with: the rows as they are, statements, and chance. */
interface Tampering {
  readonly tables: TamperedTables;
  readonly sql: Sql;
  readonly dice: Chance;
}

/** Changes rows as somebody does who may write to the database, and knows its tables. */
export type Edit = (tampering: Tampering) => Promise<unknown>;

/** A row as it stands in its table. */
export type Row = Record<string, unknown> & { readonly id: number };
type Chosen = (row: Row) => boolean;

const LOG = 'admin_activity_log';
const HISTORY = 'coach_usage_history';
const PACKAGES = 'coach_member_list';
type Table = typeof LOG | typeof HISTORY | typeof PACKAGES;

const A_YEAR_BACK = '2025-03-10 12:00:00.000';
const LATER = '2030-01-01 00:00:00.000';

function oneOf({ tables, dice }: Tampering, table: Table, chosen: Chosen = () => true): Row {
  return dice.oneOf(tables.of(table).filter(chosen));
}

/** Sets columns of a random row; values may follow from the row. */
export function setting(
  table: Table,
  values: Record<string, unknown> | ((row: Row, dice: Chance) => Record<string, unknown>),
  chosen?: Chosen,
): Edit {
  return async (tampering) => {
    const row = oneOf(tampering, table, chosen);
    const set = typeof values === 'function' ? values(row, tampering.dice) : values;
    const columns = Object.keys(set).map((name) => `\`${name}\` = ?`);
    const statement = `UPDATE ${table} SET ${columns.join(', ')} WHERE id = ?`;
    await tampering.sql(statement, [...Object.values(set), row.id]);
  };
}

function removing(table: Table, chosen: Chosen): Edit {
  return async (tampering) => {
    const { id } = oneOf(tampering, table, chosen);
    await tampering.sql(`DELETE FROM ${table} WHERE id = ?`, [id]);
  };
}

const isDone = ({ outcome }: Row) => outcome === 'done';
export const isAction =
  (...actions: string[]): Chosen =>
  (row) =>
    isDone(row) && actions.includes(String(row.action));
const isKind =
  (...kinds: string[]): Chosen =>
  (row) =>
    kinds.includes(String(row.adjustment_type));
const isUndone = ({ undone_at: at }: Row) => at !== null;
const hasUsage = (row: Row) => isDone(row) && row.usage_id !== null;
const of = (status: string) => (row: Row) => row.status === status;
/** Somebody else of the studio, whoever it is. */
const another = (id: unknown, dice: Chance) => Number(id) + dice.between(1, 5);

/** A row of the log in which a number of its JSON is another. */
const counting = (column: 'before' | 'after', key: 'remaining' | 'version') =>
  setting(
    LOG,
    (row, dice) => {
      const state = JSON.parse(String(row[column])) as Record<string, number>;
      return { [column]: JSON.stringify({ ...state, [key]: another(state[key], dice) }) };
    },
    (row) => hasUsage(row) && row[column] !== null,
  );

/** A forged workout, as the log tells of them: of a real usage, or of none. */
async function forgeRow(tampering: Tampering): Promise<void> {
  const { id: _, ...row } = oneOf(tampering, LOG, isAction('session.deducted', 'session.used'));
  const columns = Object.keys(row).map((name) => `\`${name}\``);
  const places = columns.map(() => '?').join(', ');
  const statement = `INSERT INTO ${LOG} (${columns.join(', ')}) VALUES (${places})`;
  await tampering.sql(statement, Object.values(row));
}

/** Gives a used session back without a word: history and balance fit one another. */
async function undoQuietly(tampering: Tampering): Promise<void> {
  const used = oneOf(tampering, HISTORY, (row) => isKind('manual')(row) && !isUndone(row));
  await tampering.sql(`UPDATE ${HISTORY} SET undone_at = ?, active_slot = NULL WHERE id = ?`, [
    LATER,
    used.id,
  ]);
  await tampering.sql(
    `UPDATE ${PACKAGES} SET remaining_sessions = remaining_sessions + 1,
            booked_sessions = booked_sessions + 1 WHERE id = ?`,
    [used.coach_member_id],
  );
}

/** Edits that the laws find by themselves, because two tables say the same. */
export const AGAINST_THE_LAWS: Readonly<Record<string, Edit>> = {
  'blames an adjustment on somebody else': setting(
    LOG,
    (row, dice) => ({ actor_id: another(row.actor_id, dice) }),
    isAction('balance.adjusted'),
  ),
  'blames a workout on somebody else': setting(
    LOG,
    (row, dice) => ({ actor_id: another(row.actor_id, dice) }),
    isAction('session.deducted', 'session.used'),
  ),
  'takes the name from an undo': setting(LOG, { actor_id: null }, isAction('session.undone')),
  'sets created_by of a manual usage': setting(
    HISTORY,
    (row, dice) => ({ created_by: another(row.created_by, dice) }),
    isKind('manual'),
  ),
  'empties created_by': setting(HISTORY, { created_by: null }, isKind('manual', 'adjustment')),
  'sets undone_by': setting(
    HISTORY,
    (row, dice) => ({ undone_by: another(row.undone_by, dice) }),
    isUndone,
  ),
  'empties undone_by': setting(HISTORY, { undone_by: null }, isUndone),
  'rewrites a reason in the log': setting(
    LOG,
    { reason: 'as agreed' },
    isAction('balance.adjusted', 'session.undone'),
  ),
  'rewrites a reason in the history': setting(HISTORY, { reason: 'x' }, isKind('adjustment')),
  'rewrites why a usage was undone': setting(HISTORY, { undo_reason: null }, isUndone),
  'dates a row of the history back': setting(
    HISTORY,
    { created_at: A_YEAR_BACK },
    isKind('manual', 'adjustment', 'automatic'),
  ),
  'dates an activity back': setting(LOG, { created_at: A_YEAR_BACK }, hasUsage),
  'dates an undo': setting(HISTORY, { undone_at: A_YEAR_BACK }, isUndone),
  'lets a package last until 2030': setting(PACKAGES, { expires_at: LATER }),
  'takes the end from a package': setting(
    PACKAGES,
    { expires_at: null },
    ({ expires_at: end }) => end !== null,
  ),
  'approves for the coach': setting(
    PACKAGES,
    { coach_approval: 'approved' },
    ({ coach_approval: word }) => word !== 'approved',
  ),
  'takes the approval of the front desk back': setting(PACKAGES, { staff_approval: 'pending' }),
  'connects a coach again': setting(PACKAGES, { status: 'active' }, of('disconnected')),
  'ends a connection': setting(PACKAGES, { status: 'disconnected' }, of('active')),
  'makes a package monthly': setting(PACKAGES, { rate_type: 'monthly' }),
  'adds a session': setting(PACKAGES, ({ remaining_sessions: left }) => ({
    remaining_sessions: Number(left) + 1,
    booked_sessions: Number(left) + 1,
  })),
  'gives a package to another coach': setting(PACKAGES, (row, dice) => ({
    coach_id: another(row.coach_id, dice),
  })),
  'writes another amount': setting(
    HISTORY,
    (row, dice) => ({ adjustment_amount: another(row.adjustment_amount, dice) }),
    isKind('adjustment', 'grant'),
  ),
  'removes a row of the history': removing(HISTORY, isKind('manual', 'adjustment')),
  'gives a session back without a word': undoQuietly,
  'changes what an activity left': counting('after', 'remaining'),
  'changes what an activity found': counting('before', 'remaining'),
  'changes the version of an activity': counting('after', 'version'),
  'removes the activity of a usage': removing(LOG, hasUsage),
  'removes a change of terms': removing(LOG, isAction('package.changed')),
  'forges an activity': forgeRow,
  'makes a done activity a refused one': setting(LOG, { outcome: 'refused' }, hasUsage),
  'calls an undo a correction': setting(
    LOG,
    { action: 'balance.adjusted' },
    isAction('session.undone'),
  ),
  'moves a usage in the log to another member': setting(
    LOG,
    (row, dice) => ({ member_id: another(row.member_id, dice) }),
    hasUsage,
  ),
  'moves a change of terms to another coach': setting(
    LOG,
    (row, dice) => ({ coach_id: another(row.coach_id, dice) }),
    isAction('package.changed'),
  ),
};
