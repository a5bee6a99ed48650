import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { User } from './user.entity.js';

@Injectable()
export class UsersRepository {
  /** By e-mail address, which compares without case. */
  async findByEmail(tx: Tx, email: string): Promise<User | null> {
    return tx.manager.findOneBy(User, { email });
  }

  async findById(tx: Tx, id: number): Promise<User | null> {
    return tx.manager.findOneBy(User, { id });
  }

  async changePassword(tx: Tx, id: number, password: string): Promise<void> {
    await tx.manager.update(User, { id }, { password });
  }
}
