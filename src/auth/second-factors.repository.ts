import { Injectable } from '@nestjs/common';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import { TryAgain, type Tx } from '../database/tx.js';
import { RecoveryCode } from './recovery-code.entity.js';
import { SecondFactor } from './second-factor.entity.js';

/** A row as the drivers return it. */
type RawFactor = Omit<SecondFactor, 'confirmedAt' | 'createdAt'> & {
  readonly confirmedAt: DbInstant | null;
  readonly createdAt: DbInstant;
};

/** A recovery code as sign-in looks at it. */
export type KnownCode = Pick<RecoveryCode, 'codeHash'> & { readonly isUsed: boolean };

/** The secret as it was read, and as it is to be kept from now on. */
export interface SecretAnew {
  readonly read: string;
  readonly kept: string;
}

const OF_PERSON = `SELECT ${columnsOf(SecondFactor, 'f')} FROM coach_second_factor f
  WHERE f.user_id = ?`;
const LEFT = `SELECT COUNT(*) AS n FROM coach_recovery_code c
  WHERE c.user_id = ? AND c.used_at IS NULL`;

/** Second factors of people, one a person, and the recovery codes beside them. */
@Injectable()
export class SecondFactorsRepository {
  /** That of a person, also one that is not confirmed yet. */
  async find(tx: Tx, userId: number): Promise<SecondFactor | undefined> {
    const row = await tx.row<RawFactor>(OF_PERSON, [userId]);
    return row && factorOf(row);
  }

  /** As `find`, and nobody else changes it until `tx` ends. */
  async lock(tx: Tx, userId: number): Promise<SecondFactor | undefined> {
    const [row] = await tx.lockedRows<RawFactor>(OF_PERSON, [userId]);
    return row && factorOf(row);
  }

  /** Adds one that is not confirmed; where somebody else was faster, the work begins anew. */
  async add(tx: Tx, userId: number, secret: string, at: Date): Promise<void> {
    const row = { userId, secret, confirmedAt: null, lastStep: null, createdAt: at };
    const { sql, values } = insertInto(SecondFactor, [row], UTC);
    try {
      await tx.write(sql, values);
    } catch (error) {
      if (tx.isDuplicate(error)) throw new TryAgain();
      throw error;
    }
  }

  /** Puts another secret in the place of one that is not confirmed, by the end of `tx`. */
  replacePending(tx: Tx, userId: number, secret: string, at: Date): void {
    tx.writeUnwatched(
      `UPDATE coach_second_factor SET secret = ?, created_at = ?
        WHERE user_id = ? AND confirmed_at IS NULL`,
      [secret, toDb(at), userId],
    );
  }

  /** Turns one on by a code of that step; false where it is on, or another secret by now. */
  async confirm(
    tx: Tx,
    { userId, secret }: SecondFactor,
    step: number,
    at: Date,
  ): Promise<boolean> {
    const { affected } = await tx.write(
      `UPDATE coach_second_factor SET confirmed_at = ?, last_step = ?
        WHERE user_id = ? AND confirmed_at IS NULL AND secret = ?`,
      [toDb(at), step, userId, secret],
    );
    return affected > 0;
  }

  /** Takes the code of a step; false where that or a later one was taken before. */
  async take(tx: Tx, userId: number, step: number, { read, kept }: SecretAnew): Promise<boolean> {
    const { affected } = await tx.write(
      `UPDATE coach_second_factor
          SET last_step = ?, secret = CASE WHEN secret = ? THEN ? ELSE secret END
        WHERE user_id = ? AND confirmed_at IS NOT NULL AND (last_step IS NULL OR last_step < ?)`,
      [step, read, kept, userId, step],
    );
    return affected > 0;
  }

  /** Forgets a person's factor and codes, by the end of `tx`. */
  remove(tx: Tx, userId: number): void {
    tx.writeUnwatched('DELETE FROM coach_recovery_code WHERE user_id = ?', [userId]);
    tx.writeUnwatched('DELETE FROM coach_second_factor WHERE user_id = ?', [userId]);
  }

  /** The recovery codes of a person, used ones included. */
  async codesOf(tx: Tx, userId: number): Promise<KnownCode[]> {
    const rows = await tx.rows<{ codeHash: string; isUsed: number | string }>(
      `SELECT c.code_hash AS codeHash, c.used_at IS NOT NULL AS isUsed FROM coach_recovery_code c
        WHERE c.user_id = ?`,
      [userId],
    );
    return rows.map(({ codeHash, isUsed }) => ({ codeHash, isUsed: Number(isUsed) === 1 }));
  }

  /** Puts these in the place of all that a person has, by the end of `tx`. */
  replaceCodes(tx: Tx, userId: number, hashes: readonly string[]): void {
    tx.writeUnwatched('DELETE FROM coach_recovery_code WHERE user_id = ?', [userId]);
    const rows = hashes.map((codeHash) => ({ userId, codeHash, usedAt: null }));
    const { sql, values } = insertInto(RecoveryCode, rows, UTC);
    tx.writeUnwatched(sql, values);
  }

  /** Uses a recovery code up, and says how many are left; undefined where it was used before. */
  async takeCode(tx: Tx, userId: number, codeHash: string, at: Date): Promise<number | undefined> {
    const [{ affected }, left] = await Promise.all([
      tx.write(
        `UPDATE coach_recovery_code SET used_at = ?
          WHERE user_id = ? AND code_hash = ? AND used_at IS NULL`,
        [toDb(at), userId, codeHash],
      ),
      this.countLeft(tx, userId),
    ]);
    return affected > 0 ? left : undefined;
  }

  /** How many recovery codes of a person nobody has used. */
  async countLeft(tx: Tx, userId: number): Promise<number> {
    const row = await tx.row<{ n: number | string }>(LEFT, [userId]);
    return Number(row?.n ?? 0);
  }
}

function factorOf(raw: RawFactor): SecondFactor {
  const { confirmedAt, createdAt } = raw;
  return {
    ...raw,
    confirmedAt: confirmedAt === null ? null : fromDb(confirmedAt),
    createdAt: fromDb(createdAt),
  };
}
