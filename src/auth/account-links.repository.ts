import { Injectable } from '@nestjs/common';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbId, idFromDb } from '../database/ids.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import { TryAgain, type Tx } from '../database/tx.js';
import { AccountLink } from './account-link.entity.js';
import type { LinkPurpose } from './link-rules.js';

/** A row as the drivers return it. */
type RawLink = Omit<AccountLink, 'id' | 'expiresAt' | 'usedAt'> & {
  readonly id: DbId;
  readonly expiresAt: DbInstant;
  readonly usedAt: DbInstant | null;
};

/** No hash is like it, so no token leads there. */
const SET_UP = 'set-up';

/** Links that people get, of which the database has only the hashes. */
@Injectable()
export class AccountLinksRepository {
  /** The link, used and expired ones included. */
  async find(tx: Tx, tokenHash: string): Promise<AccountLink | undefined> {
    const row = await tx.row<RawLink>(
      `SELECT ${columnsOf(AccountLink, 'l')} FROM coach_account_link l WHERE l.token_hash = ?`,
      [tokenHash],
    );
    return row && linkOf(row);
  }

  /** The link of a person for a purpose, used and expired ones included. */
  async findOf(tx: Tx, userId: number, purpose: LinkPurpose): Promise<AccountLink | undefined> {
    const row = await tx.row<RawLink>(
      `SELECT ${columnsOf(AccountLink, 'l')} FROM coach_account_link l
        WHERE l.user_id = ? AND l.purpose = ?`,
      [userId, purpose],
    );
    return row && linkOf(row);
  }

  /** Puts a link in the place of the one that its person, who is locked, has for the purpose. */
  async replace(tx: Tx, link: Omit<AccountLink, 'id' | 'usedAt'>): Promise<void> {
    await tx.write('DELETE FROM coach_account_link WHERE user_id = ? AND purpose = ?', [
      ...[link.userId, link.purpose],
    ]);
    const { sql, values } = insertInto(AccountLink, [{ ...link, usedAt: null }], UTC);
    await tx.write(sql, values);
  }

  /** Marks a link as used, if it still counts: of all who try at once, one does it. */
  async use(tx: Tx, id: number, at: Date): Promise<boolean> {
    const { affected } = await tx.write(
      `UPDATE coach_account_link SET used_at = ?
        WHERE id = ? AND used_at IS NULL AND expires_at > ?`,
      [toDb(at), id, toDb(at)],
    );
    return affected === 1;
  }

  /** Ends the links of a person, but perhaps one, by the end of `tx`. */
  endOthers(tx: Tx, userId: number, keptId: number | null): void {
    tx.writeUnwatched(
      `DELETE FROM coach_account_link WHERE user_id = ? AND id <> ?
          AND purpose IN ('set_password', 'reset', 'change_email')`,
      [userId, keptId ?? 0],
    );
  }

  /** Waits until nobody else sets the studio up; to be called before it is looked whether to. */
  async lockSetUp(tx: Tx, at: Date, expiresAt: Date): Promise<void> {
    const lock = () =>
      tx.lockedRows('SELECT l.id FROM coach_account_link l WHERE l.token_hash = ?', [SET_UP]);
    if ((await lock()).length > 0) return;
    const purpose: LinkPurpose = 'set_up';
    const row = { userId: 0, purpose, tokenHash: SET_UP, expiresAt, usedAt: at, createdBy: null };
    const { sql, values } = insertInto(AccountLink, [row], UTC);
    try {
      await tx.write(sql, values);
    } catch (error) {
      throw tx.isDuplicate(error) ? new TryAgain('somebody else sets the studio up') : error;
    }
  }
}

function linkOf(raw: RawLink): AccountLink {
  return {
    ...raw,
    id: idFromDb(raw.id),
    expiresAt: fromDb(raw.expiresAt),
    usedAt: raw.usedAt === null ? null : fromDb(raw.usedAt),
  };
}
