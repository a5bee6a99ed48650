import { Injectable } from '@nestjs/common';
import { placeholders, type Tx } from '../database/tx.js';
import type { Usage } from '../packages/usage.entity.js';

/** The other package of a transfer. */
export interface TransferPlace {
  readonly packageId: number;
  readonly memberId: number;
  readonly coachId: number;
}

/** Reads where sessions were transferred to, or came from. */
@Injectable()
export class TransfersRepository {
  /** The other package of each of some rows, by the id of the row; those that are gone left out. */
  async placesOf(
    tx: Tx,
    rows: readonly Pick<Usage, 'id' | 'replacedById'>[],
  ): Promise<ReadonlyMap<number, TransferPlace>> {
    if (rows.length === 0) return new Map();
    const ids = rows.flatMap(({ replacedById }) => replacedById ?? []);
    const found = await tx.rows<TransferPlace & { id: number }>(
      `SELECT u.id, p.id AS packageId, p.member_id AS memberId, p.coach_id AS coachId
         FROM coach_usage_history u JOIN coach_member_list p ON p.id = u.coach_member_id
        WHERE u.id IN (${placeholders(ids)})`,
      ids,
    );
    const byId = new Map(found.map(({ id, ...place }) => [id, place]));
    return new Map(
      rows.flatMap(({ id, replacedById }) => {
        const place = byId.get(replacedById ?? 0);
        return place ? [[id, place] as const] : [];
      }),
    );
  }
}
