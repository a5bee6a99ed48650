import { afterAll, beforeAll, expect, it } from 'vitest';
import { Background } from '../../src/jobs/background.service.js';
import { captureLog } from '../support/captured-log.js';
import { isServerDatabase } from '../support/database.js';
import { readMetrics } from '../support/metrics.js';
import { openStudio, type Studio } from '../support/studio.js';

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({ env: { LOG_LEVEL: 'warn' } });
});
afterAll(() => studio.close());

it('a process works nothing while its clock is not that of the database', async () => {
  const background = studio.app.get(Background);
  const log = captureLog(studio);
  const worked = await background.workOnce();
  const drift = (await readMetrics(studio.api)).get('coach_clock_drift_seconds') ?? 0;
  if (isServerDatabase()) {
    expect(worked).toBeUndefined();
    expect(log.text).toContain('its clock is not that of the database');
    expect(drift).toBeGreaterThan(3_600);
  } else {
    // One machine, one clock.
    expect([worked, log.text, drift]).toEqual([{ tasks: [], jobs: 0 }, '', 0]);
  }
});

it('a difference of some seconds is none', async () => {
  const other = await openStudio({ databaseUrl: studio.databaseUrl });
  other.clock.set(new Date(Date.now() + 10_000).toISOString());
  expect(await other.app.get(Background).workOnce()).toEqual({
    tasks: expect.any(Array),
    jobs: 0,
  });
  await other.close();
});
