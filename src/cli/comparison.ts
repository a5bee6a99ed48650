import { ComparisonService } from '../adoption/comparison.service.js';
import { databaseUrlOf } from '../adoption/database-count.js';
import type { Generation } from '../adoption/generations.js';
import { OldNumbers } from '../adoption/old-numbers.js';
import type { Terminal } from './terminal.js';
import { withExistingDatabase } from './with-app.js';

/** Compares the legacy figures, of this database or of a copy of the old one, with our books. */
export async function compareWithPhp(
  { old: copy, php }: { old?: string; php?: Generation },
  terminal: Terminal,
): Promise<boolean> {
  const config = terminal.configure();
  const given = copy === undefined ? {} : { DATABASE_URL: databaseUrlOf(config, copy) };
  const old = await OldNumbers.open(terminal.configure(given));
  try {
    const report = await withExistingDatabase(terminal, (app) =>
      app.get(ComparisonService).compare(old, php),
    );
    terminal.write(report.text);
    return report.holds;
  } finally {
    await old.close();
  }
}
