import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import {
  addDeliveredColumn,
  countDelivered,
  dropDeliveredColumn,
} from './adoption/delivered-column.js';
import { createKeyedTable } from './support/keyed-tables.js';
import { longIdColumn } from './support/long-ids.js';
import { dropNewTable, refuseToLoseRows, RowsWouldBeLost } from './support/own-tables.js';
import { exactTextColumn } from './support/word-columns.js';

const TABLE = 'coach_substitution';

/** Days on which a coach trains another one's members, and who trained a session instead. */
export class Substitutions1700000043000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const isNullable = true;
    const columns = [
      longIdColumn(runner),
      { name: 'coach_id', type: 'integer' },
      { name: 'substitute_id', type: 'integer' },
      { name: 'member_id', type: 'integer', isNullable },
      exactTextColumn(runner, 'from_day', 10),
      exactTextColumn(runner, 'to_day', 10),
      { name: 'reason', type: 'varchar', length: '500', isNullable },
      { ...exactTextColumn(runner, 'reason_code', 32), isNullable },
      { name: 'created_at', type: 'datetime' },
      { name: 'created_by', type: 'integer', isNullable },
      { name: 'ended_at', type: 'datetime', isNullable },
      { name: 'ended_by', type: 'integer', isNullable },
    ];
    const indices = [
      { name: 'ix_substitution_coach', columnNames: ['coach_id', 'to_day'] },
      { name: 'ix_substitution_substitute', columnNames: ['substitute_id', 'to_day'] },
    ];
    await createKeyedTable(runner, new Table({ name: TABLE, columns, indices }));
    await addDeliveredColumn(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await refuseToLoseRows(runner, [TABLE]);
    const { mayDropRows = false } = runner.dataSource.options as { mayDropRows?: boolean };
    const rows = mayDropRows ? 0 : await countDelivered(runner);
    const table = 'sessions of substitutes';
    if (rows > 0) throw new RowsWouldBeLost([{ table, rows }]);
    await dropDeliveredColumn(runner);
    await dropNewTable(runner, TABLE);
  }
}
