import { Injectable } from '@nestjs/common';
import type { DbInstant } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import type { SealedRow } from './seal-rules.js';

/** What is sealed of a row beside its id and time. IP address and user agent are apart. */
const FACTS = [
  ...['action', 'details', 'member_id', 'coach_id', 'actor_id', 'actor_role', 'outcome'],
  ...['package_id', 'usage_id', 'before', 'after', 'reason', 'code', 'method', 'route'],
  ...['status', 'request_id'],
] as const;
/** Sealed where it is there: rows of before it, and those without, come to what they came to. */
const REASON_CODE = 'reason_code';
const ADDRESSES = ['ip', 'user_agent'] as const;
const COLUMNS = [...FACTS, REASON_CODE, ...ADDRESSES].map((name) => `\`${name}\``).join(', ');

type RawRow = Record<string, string | number | null> & {
  readonly id: number;
  readonly created_at: DbInstant | null;
};

/** Reads rows of the log, all of them: of a seal, or those that are not sealed yet. */
@Injectable()
export class SealsRepository {
  /**
   * The last activity before the first that was made at an instant or later; 0 where there is none.
   * Ids need not rise with the times: counted refusals are dated back.
   */
  async lastBefore(tx: Tx, at: Date): Promise<number> {
    const row = await tx.row<{ id: number | string }>(
      `SELECT COALESCE((SELECT MIN(id) - 1 FROM admin_activity_log WHERE created_at >= ?),
                       (SELECT MAX(id) FROM admin_activity_log), 0) AS id`,
      [tx.times.toDb(at)],
    );
    return Number(row?.id ?? 0);
  }

  /** The first rows of a range of ids, by rising id. */
  async rows(tx: Tx, from: number, to: number, limit: number): Promise<SealedRow[]> {
    const rows = await tx.rows<RawRow>(
      `SELECT id, created_at, ${COLUMNS} FROM admin_activity_log
        WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ${limit}`,
      [from, to],
    );
    return rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at === null ? null : tx.times.textOf(row.created_at),
      facts: [...FACTS.map((name) => row[name] ?? null), ...codeOf(row)],
      addresses: ADDRESSES.map((name) => (row[name] ?? null) as string | null),
    }));
  }
}

function codeOf(row: RawRow): (string | number)[] {
  const code = row[REASON_CODE] ?? null;
  return code === null ? [] : [code];
}
