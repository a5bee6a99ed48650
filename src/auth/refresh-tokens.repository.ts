import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { Tx } from '../database/tx.js';
import { RefreshToken } from './refresh-token.entity.js';

export type NewRefreshToken = Pick<
  RefreshToken,
  'userId' | 'family' | 'tokenHash' | 'createdAt' | 'expiresAt'
>;

/** Refresh tokens, of which the database has only the hashes. */
@Injectable()
export class RefreshTokensRepository {
  /** Adds a token that is neither used nor revoked. */
  async add(tx: Tx, token: NewRefreshToken): Promise<void> {
    await (await tx.entities()).insert(RefreshToken, token);
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
}
