import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';

/** Finds out whether the database answers. */
@Injectable()
export class HealthRepository {
  /** Reads a real table, because a connection alone proves little. */
  async touch(tx: Tx): Promise<void> {
    await tx.row('SELECT id FROM usertype LIMIT 1');
  }
}
