import type { DataSource } from 'typeorm';
import { type Ask, letNameGo, type Name, takeName } from './named-lock.js';
import { SchemaError } from './schema-error.js';

/** Longer than most last statements of a program that was killed. */
const WITHIN_SECONDS = 60;

/**
 * Migrates while nobody else migrates a database on a server. Throws a `SchemaError` where somebody
 * else goes on for longer than is waited: another program, or the server with the last statement of
 * one that was killed, which would change tables under our hands.
 */
export async function asOnlyMigrator<Result>(
  dataSource: DataSource,
  migrate: () => Promise<Result>,
): Promise<Result> {
  // A file is locked by its first change.
  if (dataSource.options.type === 'better-sqlite3') return migrate();
  const ask = asker(dataSource);
  const [{ database } = { database: '' }] = await ask<{ database: string }>(
    'SELECT DATABASE() AS `database`',
    [],
  );
  const name: Name = { what: 'coach-migrate', database };
  if (!(await takeName(ask, name, WITHIN_SECONDS))) {
    throw new SchemaError(
      'Somebody else is migrating this database, or the server has not finished what a stopped ' +
        'run began. Nothing was changed by this one. Run it again when that has ended.',
    );
  }
  try {
    return await migrate();
  } finally {
    // A connection that has broken has let it go.
    await letNameGo(ask, name).catch(() => undefined);
  }
}

/** Whoever migrates has one connection, which each runner is given in its turn. */
function asker(dataSource: DataSource): Ask {
  return async <Row>(sql: string, values: readonly (string | number)[]) => {
    const runner = dataSource.createQueryRunner();
    try {
      return (await runner.query(sql, [...values])) as Row[];
    } finally {
      await runner.release();
    }
  };
}
