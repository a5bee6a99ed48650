import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/common/durations.js';
import { INITIAL_REASONS } from '../../src/settings/reason-rules.js';
import { set } from '../support/settings.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('reasons of the studio', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  async function openedBy(coachName: string) {
    const coach = await givenPerson(studio, 'coach', coachName);
    const tom = await studio.given.member({ name: 'Tom Reasons', coach, remaining: 7 });
    const { body } = await studio.api.as(coach).addUsage(tom);
    app = await AppWindow.openAs(browser, studio, coach);
    await app.goTo(`/members/${tom.id}`);
    return { tom, usageId: (body.usage as { id: number }).id, sheet: app.page.getByRole('dialog') };
  }

  it('are needed by a coach for an undo of an earlier day, and read in any language', async () => {
    const { tom, usageId, sheet } = await openedBy('Ana Undoes');
    const earlier = new Date(Date.now() - 2 * DAY_MS).toISOString();
    await studio.sql('UPDATE coach_usage_history SET created_at = ? WHERE id = ?', [
      ...[`${earlier.slice(0, 10)} ${earlier.slice(11, 19)}.000`, usageId],
    ]);
    await app.page.reload();
    await app.page.getByRole('button', { name: 'Undo', exact: true }).click();
    await sheet.getByRole('button', { name: 'Undo' }).click();
    await sheet.getByText('Please say why; it stays in the history.').waitFor();
    await sheet.getByRole('button', { name: 'Cancelled by us' }).click();
    await sheet.getByLabel('In your own words (optional)').fill('Power cut');
    await expectFit(app);
    await sheet.getByRole('button', { name: 'Undo' }).click();
    const givenBack = app.page.getByRole('listitem').filter({ hasText: 'Given back' });
    await givenBack.getByText('Cancelled by us · “Power cut”', { exact: true }).waitFor();
    await givenBack.getByText(/by Ana Undoes$/).waitFor();
    const admin = await givenPerson(studio, 'admin', 'Dora Deutsch');
    const german = await AppWindow.openAs(browser, studio, admin, { locale: 'de-DE' });
    await german.goTo(`/activity?memberId=${tom.id}`);
    await german.page.getByText('Von uns abgesagt · „Power cut“').first().waitFor();
    await german.close();
  });

  it('are asked of nobody who undoes a slip of the same day', async () => {
    const { sheet } = await openedBy('Bea Slips');
    await app.page.getByRole('button', { name: 'Undo', exact: true }).click();
    await sheet.getByText('Reason (optional)').waitFor();
    await sheet.getByRole('button', { name: 'Undo' }).click();
    await app.page.getByText('Given back').waitFor();
  });

  it('are a list where they are many, without those that are not offered any more', async () => {
    const more = ['Parking', 'Weather', 'Wedding', 'Exam'].map((en) => {
      return { code: en.toLowerCase(), en, de: `${en} (de)`, isArchived: en === 'Exam' };
    });
    await set(studio, { reasons: [...INITIAL_REASONS, ...more] });
    const { tom, sheet } = await openedBy('Cora Lists');
    await app.page.getByRole('button', { name: 'Correct', exact: true }).click();
    await sheet.getByRole('button', { name: 'One more' }).click();
    const list = sheet.getByRole('combobox', { name: 'Reason' });
    expect(await list.locator('option').allInnerTexts()).not.toContain('Exam');
    await list.selectOption('Weather');
    await expectFit(app);
    await sheet.getByRole('button', { name: 'Save' }).click();
    await app.page.getByText('Weather', { exact: true }).waitFor();
    // What is offered no more still says what it said.
    const archived = more.map((one) => ({ ...one, isArchived: true }));
    await set(studio, { reasons: [...INITIAL_REASONS, ...archived] });
    await app.goTo(`/activity?memberId=${tom.id}`);
    await app.page.getByText('Weather', { exact: true }).first().waitFor();
    await app.page.getByRole('button', { name: 'Filter', exact: true }).click();
    await sheet.getByLabel('Reason').selectOption('Goodwill');
    await sheet.getByRole('button', { name: 'Show', exact: true }).click();
    await app.page.getByText('Weather', { exact: true }).first().waitFor({ state: 'detached' });
    await app.page.getByRole('button', { name: 'Filter', exact: true }).click();
    await sheet.getByLabel('Reason').selectOption('Weather');
    await expectFit(app);
    await sheet.getByRole('button', { name: 'Show', exact: true }).click();
    await app.page.getByText('Tom Reasons’s count').first().waitFor();
    await app.page.getByRole('button', { name: 'Remove filter: Weather' }).waitFor();
    await set(studio, { reasons: INITIAL_REASONS });
  });
});
