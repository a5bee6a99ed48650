import type { MigrationInterface, QueryRunner } from 'typeorm';
import { originalKeys } from './adoption/original-keys.js';
import { HISTORY, nameOfHistory, USAGES } from './adoption/php-view.js';
import {
  exchangeKeys,
  exchangeKeysIfTheyFit,
  type Key,
  keyNamesOf,
  shortKeysOf,
} from './support/keys.js';

/** A table, the keys that it gets, and those that it loses. */
interface Exchange {
  readonly table: string;
  /** What PHP calls the table, where it does. */
  readonly original: string;
  readonly add: readonly Key[];
  /** Those of one column with which another one begins, in a table that we made. */
  readonly short: readonly Key[];
  /** Further ones of ours that nothing asks by any more. */
  readonly unused: readonly Key[];
}

const EXCHANGES: readonly Exchange[] = [
  {
    table: 'coach_member_list',
    original: 'coach_member_list',
    add: [
      // Without it, the server intersects the packages of the member with all of the coach's.
      { name: 'ix_package_member_coach', columns: ['member_id', 'coach_id'] },
      // Whose members a coach's are, and which packages are over, without reading a row. No key has
      // the balance in it, which each session changes.
      {
        name: 'ix_package_coach_member',
        columns: [
          ...['coach_id', 'member_id', 'coach_approval', 'staff_approval', 'status'],
          'expires_at',
        ],
      },
      // The few that are not over: those in time, and those that wait for an approval.
      { name: 'ix_package_expiry', columns: ['expires_at'] },
      { name: 'ix_package_approvals', columns: ['coach_approval', 'staff_approval'] },
    ],
    short: [
      { name: 'ix_subscription_member', columns: ['member_id'] },
      { name: 'ix_subscription_coach', columns: ['coach_id'] },
    ],
    unused: [],
  },
  {
    table: HISTORY,
    original: USAGES,
    add: [
      // Sessions by day, of a coach or of everybody, without reading a row.
      {
        name: 'ix_usage_coach_day',
        columns: ['coach_id', 'usage_date', 'adjustment_type', 'undone_at', 'member_id'],
      },
      // A member's history in the order of time, and all that is added up of it. With the id where
      // it decides between rows of a second: what follows in a key breaks no order.
      {
        name: 'ix_usage_member_totals',
        columns: [
          ...['member_id', 'created_at', 'id', 'coach_id', 'adjustment_type', 'undone_at'],
          ...['adjustment_amount', 'usage_date', 'active_slot'],
        ],
      },
    ],
    short: [{ name: 'ix_usage_subscription', columns: ['coach_member_id'] }],
    unused: [{ name: 'ix_usage_member_time', columns: ['member_id', 'created_at'] }],
  },
  {
    table: 'admin_activity_log',
    original: 'admin_activity_log',
    add: [
      { name: 'ix_activity_action_time', columns: ['action', 'created_at'] },
      { name: 'ix_activity_outcome_time', columns: ['outcome', 'created_at'] },
      // Rows of no coach are found by their member, as most of them are of no member either.
      { name: 'ix_activity_member_coach', columns: ['member_id', 'coach_id', 'created_at'] },
      // What is asked besides is in the key, so that walking over rows reads none of them.
      {
        name: 'ix_activity_coach_time',
        columns: ['coach_id', 'created_at', 'id', 'action', 'outcome', 'member_id'],
      },
    ],
    short: [],
    unused: [
      { name: 'ix_activity_usage', columns: ['usage_id'] },
      { name: 'ix_activity_member_time', columns: ['member_id', 'created_at'] },
    ],
  },
  {
    table: 'user',
    original: 'user',
    // The order of people in lists.
    add: [{ name: 'ix_user_type_name', columns: ['user_type_id', 'lname', 'fname'] }],
    short: [{ name: 'ix_user_type', columns: ['user_type_id'] }],
    unused: [],
  },
];

/**
 * Keys for what is asked of a studio with years of history, and none that only begins like another
 * one: each costs every session that is written. PHP's short keys go too, and come back. Some
 * tables of PHP's have no room for each of them.
 */
export class LongHistoryKeys1700000012000 implements MigrationInterface {
  /** It may have stopped half-way, and must not stay so when an earlier step is undone. */
  readonly stepsAside = true;

  async up(runner: QueryRunner): Promise<void> {
    for (const { table, add, unused } of EXCHANGES) {
      await exchangeKeysIfTheyFit(runner, table, { add, drop: unused });
    }
    for (const exchange of EXCHANGES) {
      const spare = new Set((await shortKeysOf(runner, exchange.table)).map(({ name }) => name));
      const known = await keysBefore(runner, exchange);
      const drop = known.filter(({ name }) => spare.has(name));
      await exchangeKeys(runner, exchange.table, { add: [], drop });
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const exchange of EXCHANGES) {
      const table = exchange.table === HISTORY ? await nameOfHistory(runner) : exchange.table;
      const present = await keyNamesOf(runner, table);
      if (!exchange.add.some(({ name }) => present.has(name))) continue;
      // Undone from here on, wherever this stops: running it again goes on from there.
      await runner.query('DELETE FROM coach_schema_migration WHERE name = ?', [
        LongHistoryKeys1700000012000.name,
      ]);
      const before = await keysBefore(runner, exchange);
      const add = [...before, ...exchange.unused];
      await exchangeKeys(runner, table, { add, drop: exchange.add });
    }
  }
}

/** The keys of one column that the table had when PHP or we made it. */
async function keysBefore(
  runner: QueryRunner,
  { original, short }: Exchange,
): Promise<readonly Key[]> {
  return (await originalKeys(runner, original)) ?? short;
}
