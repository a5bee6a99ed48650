import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropSaleColumns } from './adoption/sale-columns.js';
import { addUndoneKey, dropUndoneKey } from './adoption/undone-key.js';

/** The undos of a member by a key of their own: each is a line of the history. */
export class UndoneKey1700000032000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addUndoneKey(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    // The next step may have been stopped on its way up, and is not on record then.
    await dropSaleColumns(runner);
    await dropUndoneKey(runner);
  }
}
