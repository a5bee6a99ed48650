import { expect, it } from 'vitest';
import { reportAdoption } from '../../src/adoption/adoption-report.js';
import { readConfig } from '../../src/config/environment.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { migrate } from '../support/sql.js';

const VIEW = 'coach_session_summary';

async function columnsOf({ query }: LegacyDatabase): Promise<string[]> {
  const rows = await query<{ Field: string }>(`SHOW COLUMNS FROM ${VIEW}`);
  return rows.map(({ Field }) => Field);
}

it('the check names the columns that the migration takes from the view of the sums', async () => {
  const legacy = await createLegacyDatabase('enhanced', 50);
  const before = await columnsOf(legacy);
  const config = readConfig({ DATABASE_URL: legacy.url, LOG_LEVEL: 'silent' });
  const { text } = await reportAdoption(config, new Date());
  await migrate(legacy.url);
  const after = await columnsOf(legacy);
  const lost = before.filter((name) => !after.includes(name));
  expect(lost).not.toEqual([]);
  expect(text).toContain(`Replace the view ${VIEW} by ours. It has no more: ${lost.join(', ')}.`);
  expect(text).toContain(`grep -rn ${VIEW}`);
  await legacy.close();
});
