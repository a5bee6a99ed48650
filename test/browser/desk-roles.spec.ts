import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { type AppWindow, DESKTOP, givenPerson, openStudioNow, PHONE } from './app-window.js';
import { connectToBrowser } from './browser.js';
import { AppWindows } from './app-windows.js';
import type { GivenMember } from '../support/given.js';
import type { Studio } from '../support/studio.js';

/** What only the front desk is offered: on the list, on a member's page, with a package. */
const ON_THE_LIST = ['New member'];
const ON_A_PAGE = ['Change details', 'Sell package', 'Approve'];
const WITH_A_PACKAGE = [/^Approve/, /^Reject/, /^Change the end date/];

describe.each([
  ['a phone', PHONE],
  ['a desktop', DESKTOP],
])('what each role is offered on %s', (_, size) => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let waiting: GivenMember;
  let windows: AppWindows;
  let app: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow();
    windows = new AppWindows(browser, studio, { size });
    ana = await givenPerson(studio, 'coach', 'Ana Silva');
    const ben = await studio.given.coach('Ben Costa');
    waiting = await studio.given.member({
      ...{ name: 'Wim Waiting', coach: ana, remaining: 5, expiresInDays: 20 },
      approvals: { coach: 'pending' },
    });
    await studio.given.package(waiting, { coach: ana, remaining: 7, expiresInDays: 9 });
    await studio.given.member({ name: 'Bela Bens', coach: ben });
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });
  afterEach(() => expect(windows.complaints()).toEqual([]));

  const open = async (person: TestPerson) => (app = await windows.openAs(person));
  const buttons = (name: string | RegExp) => app.page.getByRole('button', { name });
  const waitingCard = () =>
    app.page.getByRole('article').filter({ hasText: 'Waiting for approval' });

  it.each(['staff', 'admin'] as const)('%s may do everything with every member', async (role) => {
    await open(await givenPerson(studio, role, 'Front Desk'));
    await app.row('Wim Waiting').getByText('Ana Silva').waitFor();
    await app.row('Bela Bens').getByText('Ben Costa').waitFor();
    for (const name of ON_THE_LIST) await buttons(name).waitFor();
    await app.page.getByLabel('Coach', { exact: true }).waitFor();
    await app.goTo(`/members/${waiting.id}`);
    for (const name of ON_A_PAGE) await buttons(name).waitFor();
    await waitingCard()
      .getByRole('button', { name: /^Change the package/ })
      .click();
    for (const name of WITH_A_PACKAGE) {
      await app.sheet.getByRole('button', { name }).waitFor();
    }
  });

  it("a coach has one's own members, and none of the desk's buttons", async () => {
    await open(ana);
    const { page } = app;
    await app.row('Wim Waiting').waitFor();
    expect(await app.row('Bela Bens').count()).toBe(0);
    for (const name of ON_THE_LIST) expect(await buttons(name).count()).toBe(0);
    expect(await page.getByLabel('Coach', { exact: true }).count()).toBe(0);
    await app.goTo(`/members/${waiting.id}`);
    await buttons('Session used today').waitFor();
    await waitingCard().waitFor();
    for (const name of ON_A_PAGE) expect(await buttons(name).count()).toBe(0);
    await waitingCard()
      .getByRole('button', { name: /^Change the package/ })
      .click();
    await app.sheet
      .getByRole('button', { name: /^(Extend|Void)/ })
      .first()
      .waitFor();
    for (const name of WITH_A_PACKAGE) {
      expect(await app.sheet.getByRole('button', { name }).count()).toBe(0);
    }
  });

  it("a member sees one's own page, and nothing there that changes anything", async () => {
    const mona = await givenPerson(studio, 'member', 'Mona Member');
    await studio.given.package(mona, { coach: ana, remaining: 7, expiresInDays: 20 });
    await studio.given.package(mona, { coach: ana, remaining: 3, approvals: { coach: 'pending' } });
    await studio.api.as(mona).startWorkout(mona);
    await open(mona);
    const { page } = app;
    await page.getByRole('heading', { level: 1, name: 'Mona Member' }).waitFor();
    await page
      .getByRole('article')
      .filter({ hasText: /6\s*sessions left of 7/ })
      .waitFor();
    await page.getByText('Workout started').last().waitFor();
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
    const links = await page.getByRole('navigation').getByRole('link').allInnerTexts();
    expect(links).toEqual(['Packages', 'Account']);
    expect(await page.getByRole('main').getByRole('link').count()).toBe(0);

    for (const path of [`/members/${waiting.id}`, '/activity', '/overview', '/members']) {
      await app.goTo(path);
      await page.getByRole('heading', { level: 1, name: 'Mona Member' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/app/');
    }
    expect(await page.content()).not.toContain('Wim');
  });
});
