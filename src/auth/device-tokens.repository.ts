import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan, MoreThan } from 'typeorm';
import { insertInto } from '../database/entity-sql.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import { placeholders, type Tx } from '../database/tx.js';
import type { Holder } from './access-rules.js';
import { DeviceToken } from './device-token.entity.js';

export type NewDeviceToken = Pick<
  DeviceToken,
  'userId' | 'label' | 'createdAt' | 'createdBy' | 'expiresAt'
>;

/** What to read of the list; `after` is the last row of the page before. */
export interface DeviceTokenFilter {
  readonly userId?: number;
  readonly after?: { readonly createdAt: Date; readonly id: number };
  readonly limit: number;
}

/** What decides whether a device token opens anything. */
export interface DeviceTokenState {
  readonly userTypeId: number;
  /** Whether PHP keeps its person out. */
  readonly isOut: boolean;
  readonly expiresAt: Date;
  readonly isRevoked: boolean;
}

/** Device tokens: for whom, until when, and whether revoked. The tokens themselves are not kept. */
@Injectable()
export class DeviceTokensRepository {
  /** Adds a token that is not revoked, and gives its id. */
  async add(tx: Tx, token: NewDeviceToken): Promise<number> {
    const row = { ...token, revokedAt: null, revokedBy: null };
    const { sql, values } = insertInto(DeviceToken, [row], UTC);
    const { insertId } = await tx.write(sql, values);
    return insertId;
  }

  /**
   * The state of this person's token, with their kind of today; none where either is gone. `isOut`
   * is the SQL of `PhpAccounts`.
   */
  async findState(
    tx: Tx,
    id: number,
    userId: number,
    isOut: string,
  ): Promise<DeviceTokenState | undefined> {
    const row = await tx.row<{
      user_type_id: number;
      expires_at: DbInstant;
      revoked_at: DbInstant | null;
      is_out: number | null;
    }>(
      `SELECT u.user_type_id, t.expires_at, t.revoked_at, (${isOut}) AS is_out
         FROM coach_device_token t JOIN \`user\` u ON u.id = t.user_id
        WHERE t.id = ? AND t.user_id = ?`,
      [id, userId],
    );
    if (!row) return undefined;
    const isRevoked = row.revoked_at !== null;
    return {
      userTypeId: row.user_type_id,
      isOut: Boolean(Number(row.is_out)),
      expiresAt: fromDb(row.expires_at),
      isRevoked,
    };
  }

  /**
   * Those of some people who are there, once for each of these tokens that is theirs and not
   * revoked. `isOut` is the SQL of `PhpAccounts`.
   */
  async findHolders(
    tx: Tx,
    userIds: readonly number[],
    tokenIds: readonly number[],
    isOut: string,
  ): Promise<Holder[]> {
    const ids = tokenIds.length > 0 ? tokenIds : [0];
    const rows = await tx.rows<{
      userId: number;
      userTypeId: number;
      is_out: number | null;
      deviceTokenId: number | null;
      expires_at: DbInstant | null;
    }>(
      `SELECT u.id AS userId, u.user_type_id AS userTypeId, (${isOut}) AS is_out,
              t.id AS deviceTokenId, t.expires_at
         FROM \`user\` u LEFT JOIN coach_device_token t
           ON t.user_id = u.id AND t.revoked_at IS NULL AND t.id IN (${placeholders(ids)})
        WHERE u.id IN (${placeholders(userIds)})`,
      [...ids, ...userIds],
    );
    return rows.map(({ is_out: out, expires_at: end, ...row }) => ({
      ...row,
      isOut: Boolean(Number(out)),
      expiresAt: end === null ? null : fromDb(end),
    }));
  }

  /** The token, expired and revoked ones included. */
  async findById(tx: Tx, id: number): Promise<DeviceToken | null> {
    return (await tx.entities()).findOneBy(DeviceToken, { id });
  }

  /** Newest first, expired and revoked ones included. */
  async find(tx: Tx, { userId, after, limit }: DeviceTokenFilter): Promise<DeviceToken[]> {
    const whose = userId === undefined ? {} : { userId };
    const where = after
      ? [
          { ...whose, createdAt: LessThan(after.createdAt) },
          { ...whose, createdAt: after.createdAt, id: LessThan(after.id) },
        ]
      : whose;
    const order = { createdAt: 'DESC', id: 'DESC' } as const;
    return (await tx.entities()).find(DeviceToken, { where, order, take: limit });
  }

  /** Those of one label that open something at that instant; all, or those of these people. */
  async findLiving(
    tx: Tx,
    label: string,
    at: Date,
    userIds?: readonly number[],
  ): Promise<DeviceToken[]> {
    const whose = userIds === undefined ? {} : { userId: In([...userIds]) };
    const where = { label, revokedAt: IsNull(), expiresAt: MoreThan(at), ...whose };
    return (await tx.entities()).find(DeviceToken, { where, order: { id: 'ASC' } });
  }

  /** Those of a person that open something at that instant. */
  async findLivingOf(tx: Tx, userId: number, at: Date): Promise<DeviceToken[]> {
    const where = { userId, revokedAt: IsNull(), expiresAt: MoreThan(at) };
    return (await tx.entities()).find(DeviceToken, { where, order: { id: 'ASC' } });
  }

  /** The next people after an id who have one that opens something, by rising id. */
  async findPeople(tx: Tx, after: number, at: Date, limit: number): Promise<number[]> {
    const rows = await tx.rows<{ userId: number }>(
      `SELECT DISTINCT t.user_id AS userId FROM coach_device_token t
        WHERE t.user_id > ? AND t.revoked_at IS NULL AND t.expires_at > ?
        ORDER BY t.user_id LIMIT ${limit}`,
      [after, toDb(at)],
    );
    return rows.map(({ userId }) => userId);
  }

  /** Revokes the token; false where it was revoked before. */
  async revoke(tx: Tx, id: number, revokedAt: Date, revokedBy: number | null): Promise<boolean> {
    const living = { id, revokedAt: IsNull() };
    const { affected } = await (
      await tx.entities()
    ).update(DeviceToken, living, { revokedAt, revokedBy });
    return affected === 1;
  }
}
