import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { type AppWindow, DESKTOP, givenPerson, openStudioNow, PHONE } from './app-window.js';
import { connectToBrowser } from './browser.js';
import { AppWindows } from './app-windows.js';
import type { Studio } from '../support/studio.js';

describe.each([
  ['a phone', PHONE],
  ['a desktop', DESKTOP],
])("a coach's jobs on %s", (_, size) => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let windows: AppWindows;
  let app: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow();
    windows = new AppWindows(browser, studio, { size });
    ana = await givenPerson(studio, 'coach', 'Ana Silva');
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });
  afterEach(() => expect(windows.complaints()).toEqual([]));

  const open = async () => (app = await windows.openAs(ana));

  /** A member of Ana's with a name that no other test has. */
  const given = (name: string, remaining: number, more: object = {}) =>
    studio.given.member({ name, coach: ana, remaining, ...more });

  const balanceOf = async ({ id, packageId }: { id: number; packageId: number }) => {
    const { body } = await studio.api.as(ana).get(`/members/${id}`);
    return body.packages.find((one: { id: number }) => one.id === packageId).remaining;
  };

  it('signing in says what is wrong, and keeps what was typed', async () => {
    app = await windows.open();
    const { page } = app;
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByText('Please fill this in.').count()).toBe(2);
    await page.getByLabel('E-mail address').fill(ana.email);
    await page.locator('input[name=password]').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('E-mail address or password is wrong.').waitFor();
    expect(await page.getByLabel('E-mail address').inputValue()).toBe(ana.email);
    await app.signIn(ana);
    await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
  });

  it('those who need attention come first: empty, low, expiring, then the rest', async () => {
    await given('Alma Attention', 20);
    await given('Bela Attention', 20, { expiresInDays: 5 });
    await given('Cleo Attention', 2);
    await given('Dora Attention', 0);
    await open();
    const links = app.page.getByRole('listitem').getByRole('link');
    const names = async () => (await links.allInnerTexts()).map((text) => text.split(/\s/)[0]);
    await expect.poll(names).toEqual(['Dora', 'Cleo', 'Bela', 'Alma']);
    const rows = await links.allInnerTexts();
    expect(rows[0]).toMatch(/Empty/);
    expect(rows[1]).toMatch(/Low[^]*2/);
    expect(rows[2]).toMatch(/Ends \d/);

    // Whoever is searched for is not ordered by what they need.
    await app.page.getByLabel('Search name, e-mail or phone').fill('attention');
    await app.page.getByRole('heading', { name: 'Found' }).waitFor();
    await expect.poll(names).toEqual(['Alma', 'Bela', 'Cleo', 'Dora']);
  });

  it('one tap uses a session of today, and Undo in the toast gives it back', async () => {
    const tom = await given('Tom Onetap', 7);
    await open();
    const { page } = app;
    await page.getByRole('button', { name: 'Session used today: Tom Onetap' }).click();
    await app.row('Tom Onetap').getByText('6', { exact: true }).waitFor();
    await app.row('Tom Onetap').getByText('Used today').waitFor();
    await page.getByText('Session used · Tom Onetap · 6 sessions left').waitFor();
    expect(await balanceOf(tom)).toBe(6);

    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone · Tom Onetap').waitFor();
    await app.row('Tom Onetap').getByText('7', { exact: true }).waitFor();
    expect(await balanceOf(tom)).toBe(7);
    const { body } = await studio.api.as(ana).get(`/members/${tom.id}/sessions`);
    expect(body.data[0]).toMatchObject({ kind: 'manual', undone: { by: { name: 'Ana Silva' } } });
  });

  it('an undo in the history asks for a reason, and is a line of its own', async () => {
    const tom = await given('Tim History', 7);
    await studio.api.as(tom).startWorkout(tom);
    await open();
    const { page } = app;
    await page.getByText('Tim History').click();
    await page.getByRole('heading', { level: 1, name: 'Tim History' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Workout started' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('Did not train').click();
    await sheet.getByRole('button', { name: 'Undo' }).click();
    const row = page.getByRole('listitem').filter({ hasText: 'Workout started' });
    await row.getByText('Undone', { exact: true }).waitFor();
    expect(await row.innerText()).toMatch(/−1$/);
    const undo = page.getByRole('listitem').filter({ hasText: 'Given back' });
    await undo.getByText('Did not train', { exact: true }).waitFor();
    expect(await undo.innerText()).toMatch(/by Ana Silva[^]*\+1\s+7 left$/);
    expect(await row.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    expect(await balanceOf(tom)).toBe(7);
  });

  it('correcting the count shows the new balance live and needs a reason', async () => {
    const tom = await given('Till Correct', 7);
    await open();
    const { page } = app;
    await app.goTo(`/members/${tom.id}`);
    await page.getByRole('button', { name: 'Correct' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'One more' }).click();
    await sheet.getByRole('button', { name: 'One more' }).click();
    await sheet.getByText(/New balance\s+9/).waitFor();
    await sheet.getByRole('button', { name: 'Save' }).click();
    await sheet.getByText('Please say why; it stays in the history.').waitFor();
    expect(await balanceOf(tom)).toBe(7);
    await sheet.getByText('Goodwill').click();
    await sheet.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The new balance is 9.').waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Count corrected' })
      .getByText('Goodwill', { exact: true })
      .waitFor();
    expect(await balanceOf(tom)).toBe(9);
  });

  it('a count that somebody changes meanwhile is shown before it is corrected', async () => {
    const tom = await given('Theo Meanwhile', 7);
    await open();
    const { page } = app;
    await app.goTo(`/members/${tom.id}`);
    await page.getByRole('button', { name: 'Correct' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'One less' }).click();
    await sheet.getByText('Goodwill').click();
    await studio.api.as(ana).adjust(tom, { adjustment: 3, reason: 'the other coach' });
    await sheet.getByText('Somebody changed it: it is 10 now. Please check.').waitFor();
    await sheet.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The new balance is 9.').waitFor();
    expect(await balanceOf(tom)).toBe(9);
  });

  it('a session of another day is added with a reason, and refused twice', async () => {
    const tom = await given('Toni Otherday', 7);
    await open();
    const { page } = app;
    await app.goTo(`/members/${tom.id}`);
    const add = async () => {
      await page.getByRole('button', { name: 'Another day' }).click();
      const sheet = page.getByRole('dialog');
      await sheet.getByText('Yesterday').click();
      await sheet.getByRole('button', { name: 'Phone or app failed' }).click();
      await sheet.getByLabel(/own words/).fill('Forgot the phone');
      await sheet.getByRole('button', { name: 'Add session' }).click();
      return sheet;
    };
    await add();
    await page.getByText('Session used · Toni Otherday · 6 sessions left').waitFor();
    await page.getByText('Phone or app failed · “Forgot the phone”').waitFor();
    const sheet = await add();
    await sheet.getByText('A session was already used on that day.').waitFor();
    expect(await sheet.getByLabel(/own words/).inputValue()).toBe('Forgot the phone');
    expect(await balanceOf(tom)).toBe(6);
  });

  it('a search that finds nobody offers a way back', async () => {
    await given('Tara Findable', 7);
    await open();
    const { page } = app;
    await page.getByLabel('Search name, e-mail or phone').fill('nobody of this name');
    await page.getByText('Nobody found').waitFor();
    await page.getByRole('button', { name: 'Show all members' }).click();
    await app.row('Tara Findable').waitFor();
  });

  it('a search is there on the way back, though a row was tapped before it was sent', async () => {
    await given('Tilda Tapped', 7);
    await given('Urs Untouched', 7);
    await open();
    const { page } = app;
    await page.getByLabel('Search name, e-mail or phone').press('t');
    await app.row('Tilda Tapped').getByRole('link').waitFor();
    // Faster than any hand, so that the pause in typing has surely not passed.
    await page.evaluate(() => {
      const field = document.querySelector('input[type=search]');
      const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
      set?.call(field, 'tilda');
      field?.dispatchEvent(new Event('input', { bubbles: true }));
      const rows = [...document.querySelectorAll<HTMLElement>('li a')];
      rows.find((row) => row.textContent.includes('Tilda'))?.click();
    });
    await page.getByRole('button', { name: 'Correct' }).waitFor();
    await page.goBack();
    await app.row('Tilda Tapped').waitFor();
    expect(await page.getByLabel('Search name, e-mail or phone').inputValue()).toBe('tilda');
    await app.row('Urs Untouched').waitFor({ state: 'detached' });
  });

  it("another coach's member opens no page, whatever the address", async () => {
    const ben = await studio.given.coach('Ben Costa');
    const theirs = await studio.given.member({ name: 'Secret Person', coach: ben });
    await open();
    await app.goTo(`/members/${theirs.id}`);
    await app.page.getByText('This member is not (or no longer) assigned to you.').waitFor();
    expect(await app.page.content()).not.toContain('Secret');
  });

  it('leads through the app by the keyboard alone', async () => {
    const tom = await given('Aaron Keyboard', 7);
    await open();
    const { page } = app;
    await page.getByLabel('Search name, e-mail or phone').fill('keyboard');
    await app.row('Aaron Keyboard').waitFor();
    await app.row('Aaron Keyboard').getByRole('link').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Session used · Aaron Keyboard · 6 sessions left').waitFor();
    await app.row('Aaron Keyboard').getByRole('link').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Correct' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'One more' }).press('Space');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await balanceOf(tom)).toBe(6);
  });
});
