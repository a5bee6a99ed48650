import { MIGRATIONS } from '../../migrations/all.js';
import { lookBeforeMigrating } from '../adoption/before-migrating.js';
import { Clock } from '../common/clock.js';
import { type MigrationWatch, openToMigrate, runDue } from '../database/migrate.js';
import { openToRevert, revertLast } from '../database/revert.js';
import { requireExisting } from '../database/schema-state.js';
import type { Terminal } from './terminal.js';

/** Runs the migrations that are due: one line each, and every statement if asked to. */
export async function runMigrations(
  { verbose = false }: { verbose?: boolean },
  terminal: Terminal,
): Promise<void> {
  const config = terminal.configure();
  const watch = linesOf(verbose, terminal);
  const dataSource = await openToMigrate(config, MIGRATIONS, {
    beforeMigrating: (opened) => lookBeforeMigrating(opened, config, new Clock().now()),
    watch,
  });
  try {
    const count = await runDue(dataSource, watch);
    const all = MIGRATIONS.length;
    terminal.write(
      count === 0
        ? `No migrations are pending: all ${all} have run.\n`
        : `Done: ${count} of ${all} migrations were due.\n`,
    );
  } finally {
    await dataSource.destroy();
  }
}

const NAME_WIDTH = 2 + Math.max(...MIGRATIONS.map(({ name }) => name.length));

/** A line begins with its migration, and ends when that is on record. */
function linesOf(verbose: boolean, terminal: Terminal): MigrationWatch {
  const write = (text: string) => {
    terminal.write(text);
  };
  const padded = (name: string) => `  ${name.padEnd(NAME_WIDTH)}`;
  // Statements stand between the two.
  const again = (name: string) => (verbose ? padded(name) : '');
  return {
    began: (name) => {
      write(verbose ? `${padded(name)}begins\n` : padded(name));
    },
    done: (name, tookMs) => {
      write(`${again(name)}done   ${(tookMs / 1000).toFixed(1)} s\n`);
    },
    failed: (name) => {
      write(`${again(name)}failed\n`);
    },
    ...(verbose ? { statement: (sql: string) => write(`    ${sql};\n`) } : {}),
  };
}

/** Lists all migrations: [X] has run, [ ] is due. */
export async function showMigrations(terminal: Terminal): Promise<void> {
  const config = terminal.configure();
  requireExisting(config.database);
  const dataSource = await openToMigrate(config, MIGRATIONS);
  try {
    const states = await dataSource.migrationStates();
    const lines = states.map(({ name, hasRun }) => `[${hasRun ? 'X' : ' '}] ${name}\n`);
    terminal.write(lines.join(''));
  } finally {
    await dataSource.destroy();
  }
}

/** Takes the last migration back; without the option, only if no rows of ours are lost by it. */
export async function revertMigration(
  { dropRows: mayDropRows = false }: { dropRows?: boolean },
  terminal: Terminal,
): Promise<void> {
  const config = terminal.configure();
  requireExisting(config.database);
  const dataSource = await openToRevert(config, MIGRATIONS, { mayDropRows });
  try {
    const name = await revertLast(dataSource);
    terminal.write(
      name === undefined
        ? 'No migration has run on this database: there is nothing to revert.\n'
        : `Reverted ${name}\n`,
    );
  } finally {
    await dataSource.destroy();
  }
}
