import { Injectable } from '@nestjs/common';
import { insertInto } from '../database/entity-sql.js';
import { toDb, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { type Detail, NO_DETAIL } from './person-detail-rules.js';
import { PersonDetail } from './person-detail.entity.js';

/** Phone numbers and notes. */
@Injectable()
export class PersonDetailsRepository {
  /** Those of somebody, whether or not there is anything. */
  async find(tx: Tx, userId: number): Promise<Detail> {
    const sql = 'SELECT d.phone, d.note FROM coach_person_detail d WHERE d.user_id = ?';
    return (await tx.row<Detail>(sql, [userId])) ?? NO_DETAIL;
  }

  /** Writes those of somebody who is locked, or has just been added. */
  async write(tx: Tx, detail: PersonDetail): Promise<void> {
    const { phone, note, changedAt, changedBy } = detail;
    const { sql, values } = insertInto(PersonDetail, [detail], UTC);
    const change = 'phone = ?, note = ?, changed_at = ?, changed_by = ?';
    const become = [phone, note, toDb(changedAt), changedBy];
    await tx.upsert(sql, ['user_id'], change, [...values, ...become]);
  }
}
