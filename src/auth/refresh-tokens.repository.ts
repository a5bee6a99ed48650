import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { insertInto } from '../database/entity-sql.js';
import { toDb, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { RefreshToken } from './refresh-token.entity.js';

export type NewRefreshToken = Pick<
  RefreshToken,
  'userId' | 'family' | 'tokenHash' | 'createdAt' | 'expiresAt'
>;

/** Refresh tokens, of which the database has only the hashes. */
@Injectable()
export class RefreshTokensRepository {
  /** Adds a token that is neither used nor revoked, by the end of `tx`. */
  add(tx: Tx, token: NewRefreshToken): void {
    const row = { ...token, usedAt: null, revokedAt: null };
    const { sql, values } = insertInto(RefreshToken, [row], UTC);
    tx.writeUnwatched(sql, values);
  }

  /** The token, used, revoked and expired ones included. */
  async findByHash(tx: Tx, tokenHash: string): Promise<RefreshToken | null> {
    return (await tx.entities()).findOneBy(RefreshToken, { tokenHash });
  }

  /** Marks the token as used; false where another request was faster. */
  async use(tx: Tx, id: number, at: Date): Promise<boolean> {
    const unused = { id, usedAt: IsNull(), revokedAt: IsNull() };
    const { affected } = await (await tx.entities()).update(RefreshToken, unused, { usedAt: at });
    return affected === 1;
  }

  /** Ends every token of a sign-in that is not ended yet, and says how many that were. */
  async revokeFamily(tx: Tx, family: string, at: Date): Promise<number> {
    const living = { family, revokedAt: IsNull() };
    const { affected } = await (
      await tx.entities()
    ).update(RefreshToken, living, { revokedAt: at });
    return affected ?? 0;
  }

  /** The next people after an id who have one that opens something, by rising id. */
  async findPeople(tx: Tx, after: number, at: Date, limit: number): Promise<number[]> {
    const rows = await tx.rows<{ userId: number }>(
      `SELECT DISTINCT t.user_id AS userId FROM coach_refresh_token t
        WHERE t.user_id > ? AND t.used_at IS NULL AND t.revoked_at IS NULL AND t.expires_at > ?
        ORDER BY t.user_id LIMIT ${limit}`,
      [after, toDb(at)],
    );
    return rows.map(({ userId }) => userId);
  }

  /** As `revokeFamily`, for all of a person but one. Gives the sign-ins that went on until now. */
  async revokeAllOf(tx: Tx, userId: number, at: Date, kept: string): Promise<string[]> {
    const rows = await tx.lockedRows<{ family: string; isTip: number | string }>(
      `SELECT t.family, t.used_at IS NULL AND t.expires_at > ? AS isTip FROM coach_refresh_token t
        WHERE t.user_id = ? AND t.revoked_at IS NULL AND t.family <> ?`,
      [toDb(at), userId, kept],
    );
    await tx.write(
      `UPDATE coach_refresh_token SET revoked_at = ?
        WHERE user_id = ? AND revoked_at IS NULL AND family <> ?`,
      [toDb(at), userId, kept],
    );
    return rows.filter(({ isTip }) => Number(isTip) === 1).map(({ family }) => family);
  }
}
