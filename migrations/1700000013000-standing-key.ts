import type { MigrationInterface, QueryRunner } from 'typeorm';
import { exchangeKeys, exchangeKeysIfTheyFit, type Key, keyNamesOf } from './support/keys.js';

const TABLE = 'coach_member_list';
const EXPIRY: Key = { name: 'ix_package_expiry', columns: ['expires_at'] };
/** All that decides how a member stands, so that adding it up for everybody reads no row. */
const STANDING: Key = {
  name: 'ix_package_standing',
  columns: [
    ...['expires_at', 'member_id', 'coach_id', 'coach_approval', 'staff_approval', 'status'],
    ...['rate_type', 'remaining_sessions'],
  ],
};

/**
 * The packages that are not over, with what is left of them, by one key. Each session changes it,
 * which costs less than reading the row of everybody's package at each look at a list. A table of
 * PHP's that has no room for it keeps the short one.
 */
export class StandingKey1700000013000 implements MigrationInterface {
  /** The step before makes the key that this one takes away. */
  readonly stepsAside = true;

  async up(runner: QueryRunner): Promise<void> {
    await exchangeKeysIfTheyFit(runner, TABLE, { add: [STANDING], drop: [] });
    if (!(await has(runner, STANDING))) return;
    await exchangeKeys(runner, TABLE, { add: [], drop: [EXPIRY] });
  }

  async down(runner: QueryRunner): Promise<void> {
    if (!(await has(runner, STANDING))) return;
    // Undone from here on, wherever this stops: running it again goes on from there.
    await runner.query('DELETE FROM coach_schema_migration WHERE name = ?', [
      StandingKey1700000013000.name,
    ]);
    await exchangeKeys(runner, TABLE, { add: [EXPIRY], drop: [STANDING] });
  }
}

async function has(runner: QueryRunner, { name }: Key): Promise<boolean> {
  return (await keyNamesOf(runner, TABLE)).has(name);
}
