import { Injectable } from '@nestjs/common';
import { insertInto } from '../database/entity-sql.js';
import { toDb, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { PersonDetail } from './person-detail.entity.js';

/** Phone numbers and notes. */
@Injectable()
export class PersonDetailsRepository {
  /** Writes those of somebody who is locked, or has just been added. */
  async write(tx: Tx, detail: PersonDetail): Promise<void> {
    const { phone, note, changedAt, changedBy } = detail;
    const { sql, values } = insertInto(PersonDetail, [detail], UTC);
    const change = 'phone = ?, note = ?, changed_at = ?, changed_by = ?';
    const become = [phone, note, toDb(changedAt), changedBy];
    await tx.upsert(sql, ['user_id'], change, [...values, ...become]);
  }
}
