import type { QueryRunner } from 'typeorm';
import { isEmbedded } from '../support/schema-steps.js';
import { keepingTimes } from './own-times.js';
import {
  charsetOf,
  currentColumn,
  isLegacyTable,
  originalColumn,
  originalDefinition,
  wordsIn,
} from './original-tables.js';

/*
 * The rows of `coach_session_usage` between the legacy definition and ours. Frozen by
 * migrations/released.json.
 */

const TABLE = 'coach_session_usage';
const CHARSET = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci';

/** Gives columns of the legacy "enhancement" our definitions: free words, and every language. */
export async function useOurColumns(runner: QueryRunner): Promise<void> {
  if (isEmbedded(runner)) return;
  const type = (await currentColumn(runner, TABLE, 'adjustment_type')) ?? '';
  if (wordsIn(type).length > 0 || !type.includes('NOT NULL')) {
    const kept = await keepingTimes(runner, TABLE);
    await runner.query(
      `UPDATE ${TABLE} SET adjustment_type = 'automatic'${kept} WHERE adjustment_type IS NULL`,
    );
    await runner.query(
      `ALTER TABLE ${TABLE} MODIFY COLUMN adjustment_type varchar(20) ${CHARSET}
         NOT NULL DEFAULT 'automatic'`,
    );
  }
  if ((await charsetOf(runner, TABLE, 'reason')) !== 'utf8mb4') {
    await runner.query(`ALTER TABLE ${TABLE} MODIFY COLUMN reason text ${CHARSET} NULL`);
  }
}

/** Usages that were undone before us, and rows that are no usages, no longer take their day. */
export async function freeLegacyDays(runner: QueryRunner): Promise<void> {
  const kept = await keepingTimes(runner, TABLE);
  await runner.query(
    `UPDATE ${TABLE} SET active_slot = NULL${kept}
      WHERE active_slot IS NOT NULL
        AND (undone_at IS NOT NULL OR usage_date IS NULL
          OR adjustment_type NOT IN ('automatic', 'manual'))`,
  );
}

/** The legacy key of one row a package and day, whatever an installation calls it. */
const DAILY = ['coach_member_id', 'usage_date'];

/** Drops the keys that allow one row a package and day, undone or not. */
export async function dropDailyKeys(runner: QueryRunner): Promise<void> {
  const indices = (await runner.getTable(TABLE))?.indices ?? [];
  for (const { name, columnNames, isUnique } of indices) {
    const isDaily = isUnique && columnNames.toSorted().join() === DAILY.join();
    if (isDaily && name !== undefined) await runner.dropIndex(TABLE, name);
  }
}

/** The keys of that kind that there were before us; ours is as the legacy system has it. */
export async function originalDailyKeys(
  runner: QueryRunner,
): Promise<{ name: string; columns: string[]; isUnique: true }[]> {
  const definition = await originalDefinition(runner, TABLE);
  if (definition === undefined) {
    return [{ name: 'unique_daily_usage', columns: DAILY, isUnique: true }];
  }
  const keys = definition.matchAll(/^ {2}UNIQUE KEY `([^`]+)` \(([^)]*)\)/gm);
  return [...keys]
    .map(([, name = '', list = '']) => {
      const columns = [...list.matchAll(/`([^`]+)`/g)].map(([, column = '']) => column);
      return { name, columns, isUnique: true as const };
    })
    .filter(({ columns }) => columns.toSorted().join() === DAILY.join());
}

/** Leaves what the old definitions can hold, in their words; with a daily key one row a day. */
export async function holdInLegacyTable(runner: QueryRunner, oneADay: boolean): Promise<void> {
  await runner.query(`DELETE FROM ${TABLE} WHERE usage_date IS NULL`);
  const knowsUndone = (await originalColumn(runner, TABLE, 'undone_at')) !== undefined;
  if (knowsUndone && oneADay) await keepOneADay(runner);
  if (!knowsUndone) await runner.query(`DELETE FROM ${TABLE} WHERE active_slot IS NULL`);
  if (await isLegacyTable(runner, TABLE)) await useLegacyWords(runner);
}

/** Of several rows of a day the one that counts stays, else the last one. */
async function keepOneADay(runner: QueryRunner): Promise<void> {
  await runner.query(
    `DELETE FROM ${TABLE} WHERE id IN (SELECT id FROM (
       SELECT one.id FROM ${TABLE} one JOIN ${TABLE} other
           ON other.coach_member_id = one.coach_member_id AND other.usage_date = one.usage_date
        WHERE one.active_slot IS NULL AND (other.active_slot = 1 OR other.id > one.id)) spare)`,
  );
}

async function useLegacyWords(runner: QueryRunner): Promise<void> {
  const kept = await keepingTimes(runner, TABLE);
  const words = wordsIn((await originalColumn(runner, TABLE, 'adjustment_type')) ?? '');
  if (words.length > 0) {
    if (!words.includes('manual')) {
      await runner.query(
        `UPDATE ${TABLE} SET adjustment_type = 'automatic'${kept}
          WHERE adjustment_type = 'manual'`,
      );
    }
    const list = words.map(() => '?').join(', ');
    const unsayable = `adjustment_type NOT IN (${list})`;
    // Not 'automatic': what corrects a count must not look like a session.
    await runner.query(
      words.includes('adjustment')
        ? `UPDATE ${TABLE} SET adjustment_type = 'adjustment'${kept} WHERE ${unsayable}`
        : `DELETE FROM ${TABLE} WHERE ${unsayable}`,
      words,
    );
  }
  const charset = await charsetOf(runner, TABLE, 'reason', 'original');
  if (charset === undefined || charset === 'utf8mb4') return;
  // Letters that it lacks become '?'; without IGNORE a strict server refuses them.
  await runner.query(
    `UPDATE IGNORE ${TABLE}
        SET reason = CONVERT(CONVERT(reason USING ${charset}) USING utf8mb4)${kept}
      WHERE reason IS NOT NULL`,
  );
}
