import { Injectable } from '@nestjs/common';
import { Conditions } from '../database/conditions.js';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbId, idFromDb } from '../database/ids.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import { IS_COACH } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';
import { CatalogueItem } from './catalogue-item.entity.js';
import { type Item, MAX_ITEMS } from './catalogue-rules.js';

/** Which items to read: of all coaches, or those that one of them sells. */
export interface CatalogueFilter {
  readonly isArchived: boolean;
  readonly coachId: number | undefined;
}

type RawItem = Omit<CatalogueItem, 'id' | 'archivedAt'> & {
  readonly id: DbId;
  readonly archivedAt: DbInstant | null;
};

const COLUMNS = columnsOf(CatalogueItem, 'i');
const IS_OFFERED = 'i.archived_at IS NULL';

/** The price list. */
@Injectable()
export class CatalogueRepository {
  /** Items in the order of the list; of those that are archived, the last ones, latest first. */
  async list(tx: Tx, { isArchived, coachId }: CatalogueFilter): Promise<Item[]> {
    const filter = new Conditions()
      .and(isArchived ? 'i.archived_at IS NOT NULL' : IS_OFFERED)
      .andIfGiven('(i.coach_id IS NULL OR i.coach_id = ?)', coachId);
    const order = isArchived ? 'i.archived_at DESC, i.id DESC' : 'i.position, i.id';
    const rows = await tx.rows<RawItem>(
      `SELECT ${COLUMNS} FROM coach_catalogue_item i ${filter.where}
        ORDER BY ${order} LIMIT ${MAX_ITEMS}`,
      filter.values,
    );
    return rows.map(itemOf);
  }

  /**
   * All that are offered, by their place, and perhaps an archived one. Nobody else changes or sells
   * any of them until the end of the transaction.
   */
  async lockList(tx: Tx, id = 0): Promise<Item[]> {
    const rows = await tx.lockedRows<RawItem>(
      `SELECT ${COLUMNS} FROM coach_catalogue_item i WHERE ${IS_OFFERED} OR i.id = ? ORDER BY i.id`,
      [id],
    );
    return rows.map(itemOf).toSorted((a, b) => a.position - b.position || a.id - b.id);
  }

  /** One item, kept from being changed by others until the end of the transaction. */
  async lockOne(tx: Tx, id: number): Promise<Item | undefined> {
    const [raw] = await tx.lockedRows<RawItem>(
      `SELECT ${COLUMNS} FROM coach_catalogue_item i WHERE i.id = ?`,
      [id],
    );
    return raw && itemOf(raw);
  }

  /** Adds an item as it is given, and gives it back with its id. */
  async insert(tx: Tx, item: Omit<Item, 'id'>): Promise<Item> {
    const row = { ...item, memberCanBuy: Number(item.memberCanBuy) };
    const { sql, values } = insertInto(CatalogueItem, [row], UTC);
    const { insertId } = await tx.write(sql, values);
    return { ...item, id: insertId };
  }

  /** Writes all of an item but its place. */
  async update(tx: Tx, one: Item): Promise<void> {
    await tx.write(
      `UPDATE coach_catalogue_item
          SET name = ?, rate_type = ?, sessions = ?, valid_days = ?, activation = ?,
              price_minor = ?, currency = ?, coach_id = ?, member_can_buy = ?, archived_at = ?,
              version = ?
        WHERE id = ?`,
      [
        ...[one.name, one.rateType, one.sessions, one.validDays, one.activation, one.priceMinor],
        ...[one.currency, one.coachId, Number(one.memberCanBuy)],
        one.archivedAt && toDb(one.archivedAt),
        ...[one.version, one.id],
      ],
    );
  }

  /** Puts items to their places. */
  async setPositions(tx: Tx, items: readonly Pick<Item, 'id' | 'position'>[]): Promise<void> {
    const sql = 'UPDATE coach_catalogue_item SET position = ? WHERE id = ?';
    await Promise.all(items.map(async ({ id, position }) => tx.write(sql, [position, id])));
  }

  /** Whether packages can be sold with somebody. */
  async isCoach(tx: Tx, id: number): Promise<boolean> {
    const sql = `SELECT 1 FROM \`user\` u WHERE u.id = ? AND ${IS_COACH}`;
    return (await tx.row(sql, [id])) !== undefined;
  }
}

function itemOf(raw: RawItem): Item {
  return {
    ...raw,
    id: idFromDb(raw.id),
    memberCanBuy: raw.memberCanBuy > 0,
    archivedAt: raw.archivedAt === null ? null : fromDb(raw.archivedAt),
  };
}
