import { Injectable } from '@nestjs/common';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import { TryAgain, type Tx } from '../database/tx.js';
import { SignInPlace } from './sign-in-place.entity.js';

/** What tells one place of an account from another. */
export type PlaceKey = Pick<SignInPlace, 'account' | 'place'>;

const COLUMNS = columnsOf(SignInPlace, 'p');
const IS_THIS = 'account = ? AND place = ?';
/** So many places too many are found at once. */
const MOST_FOUND = 100;

/** A row as the drivers return it. */
type RawPlace = Omit<SignInPlace, 'pausedUntil' | 'countsUntil' | 'expiresAt'> & {
  readonly pausedUntil: DbInstant | null;
  readonly countsUntil: DbInstant | null;
  readonly expiresAt: DbInstant;
};

/** Where people sign in, and how often that failed. */
@Injectable()
export class SignInPlacesRepository {
  /** What is known of two places, in one statement, for it is asked at each sign-in. */
  async find(tx: Tx, one: PlaceKey, other: PlaceKey): Promise<SignInPlace[]> {
    const rows = await tx.rows<RawPlace>(
      `SELECT ${COLUMNS} FROM coach_sign_in_place p
        WHERE (p.account = ? AND p.place = ?) OR (p.account = ? AND p.place = ?)`,
      [one.account, one.place, other.account, other.place],
    );
    return rows.map(placeOf);
  }

  /** What is known of a place, which nobody else changes until `tx` ends. */
  async lock(tx: Tx, { account, place }: PlaceKey): Promise<SignInPlace | undefined> {
    const [row] = await tx.lockedRows<RawPlace>(
      `SELECT ${COLUMNS} FROM coach_sign_in_place p WHERE p.account = ? AND p.place = ?`,
      [account, place],
    );
    return row && placeOf(row);
  }

  /** Adds a place; where somebody else was faster, the work begins anew. */
  async add(tx: Tx, row: SignInPlace): Promise<void> {
    if (!(await this.addIfMissing(tx, row))) throw new TryAgain();
  }

  /** Adds a place; false where it is there. */
  async addIfMissing(tx: Tx, row: SignInPlace): Promise<boolean> {
    const { sql, values } = insertInto(SignInPlace, [row], UTC);
    try {
      await tx.write(sql, values);
      return true;
    } catch (error) {
      if (tx.isDuplicate(error)) return false;
      throw error;
    }
  }

  /** Replaces what is known of a place, by the end of `tx`. */
  update(tx: Tx, row: SignInPlace): void {
    const { account, place, failures, pausedUntil, countsUntil, expiresAt } = row;
    tx.writeUnwatched(
      `UPDATE coach_sign_in_place
          SET failures = ?, paused_until = ?, counts_until = ?, expires_at = ? WHERE ${IS_THIS}`,
      [
        ...[failures, pausedUntil && toDb(pausedUntil), countsUntil && toDb(countsUntil)],
        ...[toDb(expiresAt), account, place],
      ],
    );
  }

  /** Forgets a place, by the end of `tx`. */
  remove(tx: Tx, { account, place }: PlaceKey): void {
    tx.writeUnwatched(`DELETE FROM coach_sign_in_place WHERE ${IS_THIS}`, [account, place]);
  }

  /** The places of an account beyond so many of those that were used last. */
  async findBeyond(tx: Tx, account: string, most: number): Promise<PlaceKey[]> {
    return tx.rows<PlaceKey>(
      `SELECT p.account AS account, p.place AS place FROM coach_sign_in_place p
        WHERE p.account = ?
        ORDER BY p.expires_at DESC, p.place LIMIT ${MOST_FOUND} OFFSET ${most}`,
      [account],
    );
  }
}

function placeOf(raw: RawPlace): SignInPlace {
  return {
    ...raw,
    pausedUntil: raw.pausedUntil === null ? null : fromDb(raw.pausedUntil),
    countsUntil: raw.countsUntil === null ? null : fromDb(raw.countsUntil),
    expiresAt: fromDb(raw.expiresAt),
  };
}
