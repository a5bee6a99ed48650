import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { Settings } from '../../src/settings/settings.service.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('the settings', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  async function openAsAdmin(name: string): Promise<AppWindow> {
    const admin = await givenPerson(studio, 'admin', name);
    const opened = await AppWindow.openAs(browser, studio, admin);
    await opened.page.getByRole('link', { name: 'Account' }).click();
    await opened.page.getByRole('link', { name: /^Settings/ }).click();
    await opened.page.getByLabel('Name of the studio').waitFor();
    return opened;
  }
  const field = (name: string) => app.page.getByLabel(name);
  const save = () => app.page.getByRole('button', { name: 'Save' }).click();

  it('name the studio, in the app and before anybody has signed in', async () => {
    app = await openAsAdmin('Ada Names');
    await field('Name of the studio').fill('Studio South');
    await field('Language of mails').selectOption('German');
    await field('Answers to mails go to').fill('desk');
    await save();
    await app.page.getByText('This is no e-mail address that somebody reads.').waitFor();
    await expectFit(app);
    await field('Answers to mails go to').fill('desk@people.test');
    await save();
    await app.page.getByText('The settings are saved.').waitFor();
    expect(studio.app.get(Settings).values).toEqual({
      ...{ studioName: 'Studio South', locale: 'de', replyTo: 'desk@people.test' },
    });
    await expect.poll(() => app.page.title()).toBe('Settings · Studio South');
    const stranger = await AppWindow.open(browser, studio);
    await stranger.page.getByRole('heading', { level: 1, name: 'Studio South' }).waitFor();
    await stranger.close();
  });

  it('are not overwritten by whoever has not seen what another admin set', async () => {
    app = await openAsAdmin('Bo Late');
    const other = await openAsAdmin('Cy Early');
    await other.page.getByLabel('Name of the studio').fill('Studio North');
    await other.page.getByRole('button', { name: 'Save' }).click();
    await other.page.getByText('The settings are saved.').waitFor();
    await other.close();
    await field('Name of the studio').fill('Studio East');
    await save();
    await app.page.getByText('Somebody else changed the settings meanwhile.').waitFor();
    // What was typed is there until it is given up.
    expect(await field('Name of the studio').inputValue()).toBe('Studio East');
    await app.page.getByRole('button', { name: 'Show what is set now' }).click();
    await expect.poll(() => field('Name of the studio').inputValue()).toBe('Studio North');
    await field('Name of the studio').fill('');
    await save();
    await app.page.getByText('The settings are saved.').waitFor();
    expect(studio.app.get(Settings).values.studioName).toBe(null);
    await expect.poll(() => app.page.title()).toBe('Settings · Coach sessions');
  });
});
