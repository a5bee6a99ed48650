import { Injectable } from '@nestjs/common';
import { roleOfUserType, type Role } from '../common/actor.js';
import { fullNameOf } from '../common/full-name.js';
import type { Tx } from '../database/tx.js';
import { NamesRepository } from './names.repository.js';

/** A person as histories name them. */
export interface Named {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
}

/**
 * Names for the ids that a page of rows mentions. A second indexed query, because joining the
 * people to a sorted page makes the database sort the whole table.
 */
@Injectable()
export class NamesService {
  constructor(private readonly names: NamesRepository) {}

  /** Names by id. Null, for programs, and ids of nobody are left out. */
  async of(tx: Tx, ids: Iterable<number | null>): Promise<Map<number, Named>> {
    const known = [...new Set(ids)].filter((id) => id !== null);
    if (known.length === 0) return new Map();
    const users = await this.names.find(tx, known);
    return new Map(
      users.map(({ id, firstName, lastName, userTypeId }) => [
        id,
        { id, name: fullNameOf({ firstName, lastName }), role: roleOfUserType(userTypeId) },
      ]),
    );
  }
}
