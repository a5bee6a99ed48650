import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Tx } from '../database/tx.js';
import { User } from './user.entity.js';

/** People as sign-in sees them, of any role. */
@Injectable()
export class UsersRepository {
  /** By e-mail address in lower case; the stored one may have capitals. */
  async findByEmail(tx: Tx, email: string): Promise<User | null> {
    const found = await tx.manager.findOneBy(User, { email });
    // Some databases also ignore accents and invisible characters: each such spelling of an e-mail
    // address would have its own limit of attempts at the same account.
    return found?.email.trim().toLowerCase() === email ? found : null;
  }

  /** The person, or null where the account is gone. */
  async findById(tx: Tx, id: number): Promise<User | null> {
    return tx.manager.findOneBy(User, { id });
  }

  /** All people of a kind, by id. */
  async findByType(tx: Tx, userTypeId: number): Promise<User[]> {
    return tx.manager.find(User, { where: { userTypeId }, order: { id: 'ASC' } });
  }

  /** Those of these people who are there, by id. */
  async findByIds(tx: Tx, ids: readonly number[]): Promise<User[]> {
    return tx.manager.find(User, { where: { id: In([...ids]) }, order: { id: 'ASC' } });
  }

  /** Replaces the hash that was read, unless somebody has changed the password meanwhile. */
  async replacePassword(tx: Tx, user: User, password: string): Promise<void> {
    await tx.manager.update(User, { id: user.id, password: user.password }, { password });
  }
}
