import { MIGRATIONS } from '../../migrations/all.js';
import { Clock } from '../common/clock.js';
import type { PhpTime } from '../adoption/clock-rules.js';
import { loadConfig } from '../config/environment.js';
import { reportAdoption } from '../adoption/adoption-report.js';
import { countDatabases, databaseUrlOf } from '../adoption/database-count.js';
import { type Returned, returnDatabase } from '../adoption/return-database.js';
import { requireExisting } from '../database/schema-state.js';
import { type Generation, OldNumbers } from '../adoption/old-numbers.js';
import { ComparisonService } from '../adoption/comparison.service.js';
import { withExistingDatabase } from './with-app.js';

/**
 * Says what taking over the configured database would do, and what stands in the way; with PHP's
 * answer to date("c"), also whether its day is the studio's.
 */
export async function checkAdoption({ phpTime }: { phpTime?: PhpTime }): Promise<void> {
  const { text, isClear } = await reportAdoption(loadConfig(), new Clock().now(), phpTime);
  process.stdout.write(text);
  if (!isClear) process.exitCode = 1;
}

/** Compares the legacy figures, of this database or of a copy of the old one, with our books. */
export async function compareWithPhp({
  old: url,
  php,
}: {
  old?: string;
  php?: Generation;
}): Promise<void> {
  const old = await OldNumbers.open(loadConfig(url === undefined ? {} : { DATABASE_URL: url }));
  try {
    const report = await withExistingDatabase((app) =>
      app.get(ComparisonService).compare(old, php),
    );
    process.stdout.write(report.text);
    if (!report.holds) process.exitCode = 1;
  } finally {
    await old.close();
  }
}

/** Counts what two databases hold: names on the configured server, or URLs. */
export async function countInDatabases(
  one: string,
  other: string,
  { inUse = false }: { inUse?: boolean },
): Promise<void> {
  const config = loadConfig();
  const open = (name: string) => loadConfig({ DATABASE_URL: databaseUrlOf(config, name) });
  const { agrees, text } = await countDatabases(open(one), open(other), { inUse });
  process.stdout.write(text);
  if (!agrees) process.exitCode = 1;
}

/** Reverts all migrations, if the operator means it. */
export async function leaveToPhp({ yes = false }: { yes?: boolean }): Promise<void> {
  if (!yes) {
    process.stdout.write(
      'This gives the database back to the legacy system alone: all migrations are reverted.\n' +
        'Stop the product first. If you mean it: npm run legacy:leave -- --yes\n',
    );
    process.exitCode = 1;
    return;
  }
  const config = loadConfig();
  requireExisting(config.database);
  const returned = await returnDatabase(config, MIGRATIONS, (name) => {
    process.stdout.write(`Reverted ${name}\n`);
  });
  process.stdout.write(textOf(returned));
}

function textOf({ reverted, changed }: Returned): string {
  const lines = [
    `Reverted ${reverted} migrations. The tables coach_archived_… keep what the legacy tables`,
    'cannot hold, for the next npm run migration:run.',
  ];
  if (changed.length > 0) {
    lines.push(
      '',
      'This user may make nothing in the name of another, so that these changed hands:',
    );
  }
  for (const { kind, name, was, is } of changed) lines.push(`  ${kind} ${name}: ${was}, now ${is}`);
  const mends = changed.flatMap(({ statement }) => statement ?? []);
  if (mends.length > 0) {
    lines.push('An administrator of the server gives them back by:', ...mends);
  }
  return `${lines.join('\n')}\n`;
}
