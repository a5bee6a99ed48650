import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { deadJob } from '../support/jobs.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('what runs in the background', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  it('is listed for admins, who have what was given up tried again', async () => {
    const jobId = await deadJob(studio);
    app = await AppWindow.openAs(browser, studio, await givenPerson(studio, 'admin', 'Ada Admin'));
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByRole('link', { name: /^What runs in the background/ }).click();
    // No process of this studio works any task, so none has run yet.
    await app.row('Tidying up').getByText('It has not run yet.').waitFor();
    expect(await app.row('Tidying up').innerText()).toMatch(/Every 10 minutes/);
    const job = app.row('given-up');
    await job.getByText('Why: 451 later').waitFor();
    expect(await job.innerText()).toMatch(/tried 6 times/);
    await expectFit(app);

    await job.getByRole('button', { name: 'Try again: given-up' }).click();
    await app.page.getByText('It is being tried again.').waitFor();
    await app.page.getByText('Nothing was given up.').waitFor();
    const rows = await studio.sql(`SELECT state FROM coach_job WHERE id = ${jobId}`);
    expect(rows).toEqual([{ state: 'due' }]);
  });

  it('says which task has failed, and which nobody works', async () => {
    const now = studio.clock.now();
    const at = (minutes: number) =>
      new Date(now.getTime() + minutes * 60_000).toISOString().slice(0, 23).replace('T', ' ');
    await studio.sql('DELETE FROM coach_task');
    await studio.sql(
      `INSERT INTO coach_task (name, next_run_at, last_run_at, last_result) VALUES
        ('cleanup', '${at(5)}', '${at(-5)}', 'unavailable'),
        ('address-retention', '${at(-60)}', '${at(-1500)}', 'done')`,
    );
    app = await AppWindow.openAs(browser, studio, await givenPerson(studio, 'admin', 'Otto Admin'));
    await app.goTo('/background');
    await app.row('Tidying up').getByText('Failed', { exact: true }).waitFor();
    await app
      .row('Tidying up')
      .getByText(/failed \(unavailable\)/)
      .waitFor();
    await app.row('Forgetting old IP').getByText('Overdue', { exact: true }).waitFor();
    expect(await app.accessibilityFaults()).toEqual([]);
  });
});
