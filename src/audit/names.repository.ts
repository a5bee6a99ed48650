import { Injectable } from '@nestjs/common';
import { placeholders, type Tx } from '../database/tx.js';

export interface UserName {
  readonly id: number;
  readonly userTypeId: number;
  readonly firstName: string;
  readonly lastName: string;
}

/** What people are called, whoever they are. */
@Injectable()
export class NamesRepository {
  /** The people of these ids; ids of nobody are left out. */
  async find(tx: Tx, ids: readonly number[]): Promise<UserName[]> {
    return tx.rows<UserName>(
      `SELECT id, user_type_id AS userTypeId, fname AS firstName, lname AS lastName
         FROM \`user\` WHERE id IN (${placeholders(ids)})`,
      ids,
    );
  }
}
