import { MIGRATIONS } from '../../migrations/all.js';
import { Clock } from '../common/clock.js';
import { loadConfig } from '../config/environment.js';
import { reportAdoption } from '../adoption/adoption-report.js';
import { returnDatabase } from '../adoption/return-database.js';
import { requireExisting } from '../database/schema-state.js';
import { type Generation, OldNumbers } from '../adoption/old-numbers.js';
import { ComparisonService } from '../adoption/comparison.service.js';
import { withExistingDatabase } from './with-app.js';

/** Says what taking over the configured database would do, and what stands in the way. */
export async function checkAdoption(): Promise<void> {
  const { text, isClear } = await reportAdoption(loadConfig(), new Clock().now());
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
  const undone = await returnDatabase(config, MIGRATIONS, (name) => {
    process.stdout.write(`Reverted ${name}\n`);
  });
  process.stdout.write(
    `Reverted ${undone} migrations. The tables coach_archived_… keep what the legacy tables\n` +
      'cannot hold, for the next npm run migration:run.\n',
  );
}
