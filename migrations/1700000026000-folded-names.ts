import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createKeyedTable } from './support/keyed-tables.js';
import { dropOwnTable } from './support/own-tables.js';
import { exactTextColumn } from './support/word-columns.js';

const WORDS = 'coach_person_name';
const ORDER = 'coach_person_order';

/**
 * By which words people are found and in which order they are listed. Both say again what `user`
 * says: they are filled by the product, and a revert loses nothing.
 */
export class FoldedNames1700000026000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const words = [
      { name: 'user_id', type: 'integer', isPrimary: true },
      { ...exactTextColumn(runner, 'word', 64), isPrimary: true },
      { name: 'kind', type: 'integer' },
    ];
    const byWord = { name: 'ix_person_name_word', columnNames: ['word', 'kind', 'user_id'] };
    await createKeyedTable(runner, new Table({ name: WORDS, columns: words, indices: [byWord] }));
    const order = [
      { name: 'user_id', type: 'integer', isPrimary: true },
      exactTextColumn(runner, 'sort_key', 120),
      exactTextColumn(runner, 'first_name', 255),
      exactTextColumn(runner, 'last_name', 255),
      exactTextColumn(runner, 'email', 255),
    ];
    const byKey = { name: 'ix_person_order_key', columnNames: ['sort_key', 'user_id'] };
    await createKeyedTable(runner, new Table({ name: ORDER, columns: order, indices: [byKey] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropOwnTable(runner, ORDER);
    await dropOwnTable(runner, WORDS);
  }
}
