import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createdBy, resetBy } from '../../src/cli/admin.js';
import { OwnState } from '../../src/processes/own-state.js';
import { SharedState } from '../../src/processes/shared-state.js';
import { tokenIn } from '../support/account-links.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, DESKTOP, givenPerson, openStudioNow } from './app-window.js';
import { connectToBrowser } from './browser.js';
import { closeAfterEach } from './device-stage.js';

const PASSWORD = 'nine blue kettles';
const SMALL = { width: 360, height: 640 };

describe('the first admin', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow({ isSetUp: false });
  });
  closeAfterEach(() => app);
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });

  const heading = (name: string) => app.page.getByRole('heading', { level: 1, name });
  const field = (name: string) => app.page.getByLabel(name, { exact: true });
  const button = (name: string) => app.page.getByRole('button', { name });

  /** Of the page as it is, as it is read by a magnifying glass, too. */
  async function expectGoodForAll(): Promise<void> {
    await app.isStill();
    for (const size of ['100%', '200%']) {
      await app.page.evaluate((text) => (document.documentElement.style.fontSize = text), size);
      expect(await app.isTooWide()).toBe(false);
      expect(await app.accessibilityFaults()).toEqual([]);
      expect(await app.smallTargets()).toEqual([]);
    }
    await app.page.evaluate(() => (document.documentElement.style.fontSize = ''));
  }

  it('is waited for by nobody who has an account', async () => {
    const eva = await givenPerson(studio, 'coach', 'Eva Before');
    app = await AppWindow.open(browser, studio, { size: SMALL });
    await heading('Set up your studio').waitFor();
    await button('To the sign-in').click();
    await app.signIn(eva);
    await heading('Members').waitFor();
  });

  it('is made on the page that is there while there is none, and is signed in', async () => {
    app = await AppWindow.open(browser, studio, { size: SMALL, scheme: 'dark' });
    await heading('Set up your studio').waitFor();
    await button('Create the studio').click();
    expect(await app.page.getByText('Please fill this in.').count()).toBe(6);
    await app.page.getByLabel('I work alone').check();
    await field('Code of the last start').fill('QQQQQQQQ');
    await field('First name').fill('Ada');
    await field('Last name').fill('Moreau');
    await field('Your e-mail address').fill('ada@example.com');
    await field('New password').fill('password123');
    await button('Create the studio').click();
    await app.page.getByText('This is not the code of the last start.').waitFor();
    const state = studio.app.get(SharedState);
    await field('Code of the last start').fill(state instanceof OwnState ? state.setUpCode : '');
    await button('Create the studio').click();
    await app.page.getByText('Please choose ten characters or more').waitFor();
    await expectGoodForAll();
    await field('New password').fill(PASSWORD);
    await button('Create the studio').click();
    await heading('Members').waitFor();
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByText('ada@example.com').waitFor();
    const [coach] = await studio.sql<{ user_id: number }>(
      'SELECT user_id FROM coach_account WHERE also_coach = 1',
    );
    const [ada] = await studio.sql<{ id: number }>('SELECT id FROM `user` WHERE email = ?', [
      'ada@example.com',
    ]);
    expect(coach?.user_id).toBe(ada?.id);
  });

  it('comes by a link, which the address forgets, whoever is signed in here', async () => {
    const named = { email: 'bo@example.com', first: 'Bo', last: 'Lind' };
    const token = tokenIn(await createdBy(studio.app, named));
    app = await AppWindow.open(browser, studio, { size: DESKTOP });
    await heading('Coach sessions').waitFor();
    await app.signIn({ email: 'ada@example.com' }, PASSWORD);
    await heading('Members').waitFor();
    await app.goTo(`/welcome#${token}`);
    await app.page.getByText('Hello Bo. You will sign in as bo@example.com.').waitFor();
    await expectGoodForAll();
    await field('New password').fill('bo@example.com');
    await button('Save and sign in').click();
    await app.page.getByText('Please choose ten characters or more').waitFor();
    await field('New password').fill(PASSWORD);
    await button('Save and sign in').click();
    await heading('Members').waitFor();
    expect(app.page.url()).toBe(`${studio.api.base}/app/`);
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByText('bo@example.com').waitFor();
  });

  it('is told that a link is over, and finds the sign-in', async () => {
    const token = tokenIn(await resetBy(studio.app, 'bo@example.com'));
    const used = { token, password: 'ten red kettles' };
    expect((await studio.api.post('/auth/links/redeem', used)).status).toBe(200);
    app = await AppWindow.open(browser, studio, { size: SMALL, scheme: 'dark', locale: 'de-DE' });
    await app.goTo(`/welcome#${token}`);
    await app.page.getByText('Dieser Link ist nicht mehr gültig').waitFor();
    await expectGoodForAll();
    await app.page.getByRole('link', { name: 'Zur Anmeldung' }).click();
    await heading('Coach sessions').waitFor();
  });
});
