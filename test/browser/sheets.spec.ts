import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { type AppWindow, DESKTOP, givenPerson, openStudioNow, PHONE } from './app-window.js';
import { connectToBrowser } from './browser.js';
import { AppWindows } from './app-windows.js';

describe.each([
  ['a phone', PHONE],
  ['a desktop', DESKTOP],
])('what opens over the page on %s', (_, size) => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let desk: TestPerson;
  let windows: AppWindows;
  let app: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow();
    windows = new AppWindows(browser, studio, { size });
    ana = await givenPerson(studio, 'coach', 'Ana Silva');
    desk = await givenPerson(studio, 'staff', 'Front Desk');
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });
  afterEach(() => expect(windows.complaints()).toEqual([]));

  const openAs = async (person: TestPerson) => {
    app = await windows.openAs(person);
    return app.page;
  };
  const button = (name: string) => app.page.getByRole('button', { name, exact: true });
  const isClosed = () => app.sheet.waitFor({ state: 'detached' });

  /** The name or the text of what has the focus. */
  const focused = () =>
    app.page.evaluate(() => {
      const { activeElement: one } = document;
      if (one === null || one === document.body) return '';
      return one.getAttribute('aria-label') ?? one.textContent;
    });

  it.each(['Correct', 'Another day', 'Undo'])(
    'after "%s" is closed, the focus is on its button',
    async (name) => {
      const tom = await studio.given.member({ name: `Tom ${name}`, coach: ana, remaining: 7 });
      await studio.api.as(tom).startWorkout(tom);
      const page = await openAs(ana);
      await app.goTo(`/members/${tom.id}`);
      for (const close of ['Escape', 'Close']) {
        await button(name).press('Enter');
        await app.sheet.waitFor();
        await expect.poll(() => app.sheet.locator(':focus').count()).toBe(1);
        if (close === 'Escape') await page.keyboard.press('Escape');
        else await app.sheet.getByRole('button', { name: 'Close' }).press('Enter');
        await isClosed();
        await expect.poll(focused).toBe(name);
      }
    },
  );

  it('after a correction is saved, the focus is on its button', async () => {
    const tom = await studio.given.member({ name: 'Tom Saved', coach: ana, remaining: 7 });
    const page = await openAs(ana);
    await app.goTo(`/members/${tom.id}`);
    await button('Correct').press('Enter');
    await app.sheet.getByRole('button', { name: 'One more' }).press('Enter');
    await app.sheet.getByText('Goodwill').click();
    await app.sheet.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByText('The new balance is 8.').waitFor();
    await isClosed();
    await expect.poll(focused).toBe('Correct');
  });

  it('after an undo, whose button is gone, the focus is on the row', async () => {
    const tom = await studio.given.member({ name: 'Tom Undone', coach: ana, remaining: 7 });
    await studio.api.as(tom).startWorkout(tom);
    const page = await openAs(ana);
    await app.goTo(`/members/${tom.id}`);
    await button('Undo').press('Enter');
    await app.sheet.getByRole('button', { name: 'Undo' }).press('Enter');
    await page.getByText('Given back').waitFor();
    await isClosed();
    await expect.poll(focused).toMatch(/^Workout started.*Undone/);
  });

  it('a tap by the keyboard leaves the focus where it was, and cannot be sent twice', async () => {
    const tom = await studio.given.member({ name: 'Tom Tapped', coach: ana, remaining: 7 });
    const page = await openAs(ana);
    await page.getByLabel('Search name, e-mail or phone').fill('tom tapped');
    await button('Session used today: Tom Tapped').press('Enter');
    await page.getByText('Session used · Tom Tapped · 6 sessions left').waitFor();
    await expect.poll(focused).toBe('Tom Tapped: a session was used today');
    await page.keyboard.press('Enter');
    await app.isStill();
    expect(await app.accessibilityFaults()).toEqual([]);
    expect(await app.smallTargets()).toEqual([]);
    const { body } = await studio.api.as(ana).get(`/members/${tom.id}/sessions`);
    expect(body.data.filter(({ kind }: { kind: string }) => kind === 'manual')).toHaveLength(1);
  });

  it('Back closes a sheet, keeps the page where it was, and leaves it the next time', async () => {
    const tom = await studio.given.member({ name: 'Tom Back', coach: ana, remaining: 7 });
    const page = await openAs(ana);
    await page.getByLabel('Search name, e-mail or phone').fill('tom back');
    await app.row('Tom Back').getByRole('link').click();
    await button('Correct').waitFor();
    await page.setViewportSize({ width: size.width, height: 400 });
    await page.evaluate(() => window.scrollTo(0, 60));
    const address = page.url();
    await button('Correct').press('Enter');
    await app.sheet.getByRole('button', { name: 'One more' }).click();
    await page.goBack();
    await isClosed();
    expect(page.url()).toBe(address);
    expect(await page.evaluate(() => window.scrollY)).toBe(60);
    await expect.poll(focused).toBe('Correct');
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
    expect(address).toContain(`/members/${tom.id}`);
  });

  it('a sheet closed otherwise leaves nothing behind in the history', async () => {
    const tom = await studio.given.member({ name: 'Tom Closed', coach: ana, remaining: 7 });
    const page = await openAs(ana);
    await page.getByLabel('Search name, e-mail or phone').fill('tom closed');
    await app.row('Tom Closed').getByRole('link').click();
    const before = await button('Correct').evaluate(() => JSON.stringify(history.state));
    // Opened again at once, while the history still goes back.
    for (const name of ['Correct', 'Another day', 'Correct']) {
      await button(name).press('Enter');
      await app.sheet.waitFor();
      await page.keyboard.press('Escape');
      await isClosed();
    }
    await expect.poll(() => page.evaluate(() => JSON.stringify(history.state))).toBe(before);
    expect(page.url()).toContain(`/members/${tom.id}`);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
  });

  it('from a member who was just created, Back leads to the list at once', async () => {
    const page = await openAs(desk);
    await page.getByRole('link', { name: 'Account' }).click();
    await page.getByRole('link', { name: 'Members' }).click();
    await button('New member').click();
    await app.sheet.getByLabel('First name').fill('Nora');
    await app.sheet.getByLabel('Last name').fill('Created');
    const email = `nora.${size.width}@example.com`;
    await app.sheet.getByLabel('E-mail address').fill(email);
    await app.sheet.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Nora Created' }).waitFor();
    await isClosed();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
  });

  it('what is filtered by a sheet is one step of the history', async () => {
    const page = await openAs(ana);
    await page.getByRole('link', { name: 'Activity' }).click();
    await button('Filter').click();
    await app.sheet.getByLabel('How it ended').selectOption('Refused');
    await app.sheet.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/outcome=refused/);
    await isClosed();
    await page.goBack();
    await page.waitForURL(/activity$/);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
  });
});
