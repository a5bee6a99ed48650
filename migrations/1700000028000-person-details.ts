import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropNewTable } from './support/own-tables.js';
import { exactTextColumn } from './support/word-columns.js';

const TABLE = 'coach_person_detail';

/** What the studio writes down of a person beside PHP's row of them: a phone number and a note. */
export class PersonDetails1700000028000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'user_id', type: 'integer', isPrimary: true },
      { ...exactTextColumn(runner, 'phone', 40), isNullable: true },
      { ...exactTextColumn(runner, 'note', 500), isNullable: true },
      { name: 'changed_at', type: 'datetime' },
      { name: 'changed_by', type: 'integer', isNullable: true },
    ];
    await createNewTable(runner, new Table({ name: TABLE, columns }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropNewTable(runner, TABLE);
  }
}
