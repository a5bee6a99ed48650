import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';

describe('a toast', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  it('is shown as long as any, though it comes in place of an older one', async () => {
    const admin = await givenPerson(studio, 'admin', 'Ada Saves');
    app = await AppWindow.openAs(browser, studio, admin);
    await app.goTo('/settings');
    const few = app.page.getByLabel('Few sessions: up to');
    const saved = app.page.getByText('The settings are saved.');
    const save = async (value: string) => {
      await few.fill(value);
      const answer = app.page.waitForResponse((one) => one.request().method() === 'PATCH');
      await app.page.getByRole('button', { name: 'Save' }).click();
      await answer;
    };
    await few.waitFor();
    await app.page.clock.install();
    await save('4');
    await saved.waitFor();
    await app.page.clock.runFor(4_000);
    await save('5');
    await app.page.clock.runFor(3_000);
    await expect.poll(() => saved.count()).toBe(1);
    await app.page.clock.runFor(3_000);
    await saved.waitFor({ state: 'detached' });
  });

  it('says for its whole time what came of a tap that was said to wait', async () => {
    const tom = await studio.given.member({ name: 'Tom Waits', coach: ana, remaining: 7 });
    await studio.api.as(ana).post(`/members/${tom.id}/sessions`, { reason: 'Trained' });
    app = await AppWindow.openAs(browser, studio, ana, { isInstalled: true });
    const { page, context } = app;
    await app.goTo(`/members/${tom.id}`);
    await page.getByRole('button', { name: 'Undo' }).click();
    await app.sheet.getByText('Did not train').click();
    await page.clock.install();
    await context.setOffline(true);
    await app.sheet.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undo · Tom Waits · will be sent when connected').waitFor();
    await page.clock.runFor(5_000);
    await context.setOffline(false);
    const undone = page.getByText('Undone · Tom Waits', { exact: true });
    await undone.waitFor();
    await page.clock.runFor(4_000);
    expect(await undone.count()).toBe(1);
  });
});
