import { createHash } from 'node:crypto';
import type { Sql } from './sql.js';

/** An idempotency record as both of its tables have it. */
interface RequestRecord {
  readonly actor_id: number;
  readonly key_hash: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly answer: string;
}

const AT = '2026-03-10 12:00:00';
const ROWS_AT_ONCE = 1_000;

/** Writes records of some people as the release before wrote them, with answers of usual length. */
export async function writeOldRecords(sql: Sql, count: number): Promise<void> {
  const columns = 'actor_id, key_hash, fingerprint, status, answer, created_at, expires_at';
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const size = Math.min(ROWS_AT_ONCE, count - from);
    const rows = Array.from({ length: size }, (_, n) => oldRecord(from + n));
    const tuples = rows.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ');
    const values = rows.flatMap((row) => [...Object.values(row), AT, AT]);
    await sql(`INSERT INTO coach_idempotency_key (${columns}) VALUES ${tuples}`, values);
  }
}

function oldRecord(n: number): RequestRecord {
  // A key may stand under several people.
  const hash = createHash('sha256')
    .update(String(Math.floor(n / 2)))
    .digest('hex');
  const answer = JSON.stringify({ n, name: 'Zoë Müller 🎁', text: hash.repeat(8) });
  const actor_id = n % 10 === 0 ? 0 : 1 + (n % 97);
  return { actor_id, key_hash: hash, fingerprint: hash, status: 200, answer };
}

/** How many records there are, and a digest of all that they hold, whatever finds them. */
export async function digestOfRecords(sql: Sql): Promise<{ count: number; digest: string }> {
  const digest = createHash('sha256');
  let count = 0;
  for (const first of '0123456789abcdef') {
    const rows = await sql<RequestRecord>(
      `SELECT actor_id, key_hash, fingerprint, status, answer FROM coach_idempotency_key
        WHERE key_hash LIKE '${first}%' ORDER BY key_hash, actor_id`,
    );
    count += rows.length;
    digest.update(JSON.stringify(rows));
  }
  return { count, digest: digest.digest('hex') };
}
