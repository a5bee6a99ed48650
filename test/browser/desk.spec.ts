import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { signedIn } from '../support/sign-ins.js';
import { AppWindow, DESKTOP, givenPerson, openStudioNow, PHONE } from './app-window.js';
import { connectToBrowser } from './browser.js';
import type { Studio } from '../support/studio.js';

describe.each([
  ['a phone', PHONE],
  ['a desktop', DESKTOP],
])("the front desk's jobs on %s", (_, size) => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let ben: TestPerson;
  let desk: TestPerson;
  let app: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow();
    ana = await givenPerson(studio, 'coach', 'Ana Silva');
    ben = await givenPerson(studio, 'coach', 'Ben Costa');
    desk = await givenPerson(studio, 'staff', 'Front Desk');
    app = await AppWindow.openAs(browser, studio, desk, { size });
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });
  afterEach(() => expect(app.complaints).toEqual([]));

  const button = (name: string) => app.page.getByRole('button', { name, exact: true });
  const inSheet = (name: string) => app.sheet.getByRole('button', { name, exact: true });

  async function memberOf({ id }: { id: number }) {
    return (await studio.api.as(desk).get(`/members/${id}`)).body;
  }

  /** The moment as a clock on the studio's wall shows it. */
  const onTheWall = (instant: string) =>
    new Date(instant).toLocaleString('sv-SE', { timeZone: studio.config.studioTimeZone });

  it('the list names the coach of whom nothing is left, and of who waits', async () => {
    const empty = await studio.given.member({ name: 'Ella Used', coach: ana, remaining: 0 });
    const approvals = { coach: 'pending' };
    await studio.given.member({ name: 'Wim Waits', coach: ben, remaining: 5, approvals });
    await app.goTo('/');
    const [used, waits] = [app.row('Ella Used'), app.row('Wim Waits')];
    // What the app had read between these sales is shown until it has read again.
    await expect.poll(() => used.innerText()).toMatch(/Empty\s+Ana Silva/);
    await expect.poll(() => waits.innerText()).toMatch(/Waiting for approval\s+Ben Costa/);
    expect(await waits.innerText()).not.toContain('No package');
    expect((await memberOf(empty)).lastPackage).toMatchObject({ coachName: 'Ana Silva' });
  });

  it('a member is created: what is wrong stands at its field, then comes the page', async () => {
    const taken = await studio.given.member({ name: 'Tom Taken', coach: ana });
    const { page, sheet } = app;
    await app.goTo('/');
    await app.row('Tom Taken').waitFor();
    await button('New member').click();
    await inSheet('Save').click();
    expect(await sheet.getByText('Please fill this in.').count()).toBe(1);
    await sheet.getByLabel('First name').fill('Nora');
    await sheet.getByLabel('Last name').fill('Newcomer');
    const email = sheet.getByLabel('E-mail address');
    await email.fill('nora');
    await inSheet('Save').click();
    await sheet.getByText('This is not an e-mail address.').waitFor();
    await email.fill(taken.email.toUpperCase());
    await inSheet('Save').click();
    await sheet.getByText('Somebody else has this e-mail address.').waitFor();
    expect(await email.getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => email.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await sheet.getByLabel('First name').inputValue()).toBe('Nora');

    await email.fill('nora.newcomer@example.com');
    await inSheet('Save').click();
    await page.getByText('Nora Newcomer is a member now. Next: sell a package.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Nora Newcomer' }).waitFor();
    await page.getByText('No package yet').waitFor();
    const [id] = /\d+$/.exec(page.url()) ?? [];
    expect(await memberOf({ id: Number(id) })).toMatchObject({
      firstName: 'Nora',
      lastName: 'Newcomer',
      email: 'nora.newcomer@example.com',
    });
  });

  it('a member of one name and without an e-mail address is created, and is changed', async () => {
    const { page, sheet } = app;
    await app.goTo('/');
    await button('New member').click();
    await sheet.getByLabel('First name').fill('Solo');
    await inSheet('Save').click();
    await page.getByText('Solo is a member now. Next: sell a package.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Solo', exact: true }).waitFor();
    const [id] = /\d+$/.exec(page.url()) ?? [];
    const solo = { id: Number(id) };
    expect(await memberOf(solo)).toMatchObject({ firstName: 'Solo', lastName: '', email: null });
    await button('Change details').click();
    expect(await sheet.getByLabel('E-mail address (optional)').inputValue()).toBe('');
    await sheet.getByLabel('Last name (optional)').fill('Sister');
    await inSheet('Save').click();
    await page.getByText('Saved · Solo Sister').waitFor();
    expect(await memberOf(solo)).toMatchObject({ lastName: 'Sister', email: null });
  });

  it('a last name and an e-mail address are taken away', async () => {
    const una = await studio.given.member({ name: 'Una Leaves', coach: ana });
    const { page, sheet } = app;
    await app.goTo(`/members/${una.id}`);
    await page.getByText(una.email).waitFor();
    await button('Change details').click();
    await sheet.getByLabel('Last name').fill('');
    await sheet.getByLabel('E-mail address').fill('');
    await inSheet('Save').click();
    await page.getByText('Saved · Una').waitFor();
    await page.getByText(una.email).waitFor({ state: 'detached' });
    expect(await memberOf(una)).toMatchObject({ firstName: 'Una', lastName: '', email: null });
  });

  it('a name is changed, and what somebody else changed meanwhile stays', async () => {
    const tom = await studio.given.member({ name: 'Tilda Maiden', coach: ana });
    const { page, sheet } = app;
    await app.goTo(`/members/${tom.id}`);
    await button('Change details').click();
    await sheet.getByLabel('Last name').fill('Married');
    const moved = { email: `moved.${tom.email}` };
    const { api: elsewhere } = await signedIn(studio, desk);
    expect((await elsewhere.patch(`/members/${tom.id}`, moved)).status).toBe(200);
    await inSheet('Save').click();
    await page.getByText('Saved · Tilda Married').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Tilda Married' }).waitFor();
    await page.getByText(moved.email).waitFor();
    expect(await memberOf(tom)).toMatchObject({ lastName: 'Married', ...moved });
  });

  it('a package is sold with a coach, by taps alone, and ends with the last second', async () => {
    const tom = await studio.given.member({ name: 'Toni Buyer' });
    const { page, sheet } = app;
    await app.goTo(`/members/${tom.id}`);
    await button('Sell package').click();
    await inSheet('Sell').click();
    await sheet.getByText('Please choose a coach.').waitFor();
    await sheet.getByLabel('Coach', { exact: true }).selectOption('Ben Costa');
    await inSheet('20 sessions').click();
    await inSheet('One session more').click();
    await inSheet('3 months').click();
    const day = await sheet.getByLabel('Valid until').inputValue();
    const thisMonth = studio.clock.now().getUTCMonth();
    expect(Number(day.slice(5, 7))).toBe(((thisMonth + 3) % 12) + 1);
    await sheet.getByText(/^21 sessions with Ben Costa, valid until \d/).waitFor();
    await inSheet('Sell').click();
    await page.getByText(/^Sold · 21 sessions with Ben Costa, valid until \d/).waitFor();
    const card = page.getByRole('article', { name: 'with Ben Costa' });
    await card.getByText('sessions left of 21').waitFor();

    const { packages } = await memberOf(tom);
    expect(packages).toHaveLength(1);
    const sold = { remaining: 21, granted: 21, coachId: ben.id, state: 'active' };
    expect(packages[0]).toMatchObject({ ...sold, rateType: 'package' });
    expect(onTheWall(packages[0].expiresAt)).toBe(`${day} 23:59:59`);
  });

  it('a double click sells once', async () => {
    const tom = await studio.given.member({ name: 'Theo Doubleclick', coach: ana });
    const { page, sheet } = app;
    await app.goTo(`/members/${tom.id}`);
    const sent: string[] = [];
    const address = `**/members/${tom.id}/packages`;
    let goOn: (() => void) | undefined;
    const pressed = new Promise<void>((done) => (goOn = done));
    await page.route(address, async (route) => {
      sent.push(route.request().method());
      await pressed;
      await route.continue();
    });
    await button('Sell package').click();
    await inSheet('5 sessions').click();
    await sheet.getByText('5 sessions with Ana Silva, without an end date').waitFor();
    await inSheet('Sell').dblclick();
    await sheet.getByLabel('Note (optional)').press('Enter');
    goOn?.();
    await page.getByText('Sold · 5 sessions with Ana Silva, without an end date').waitFor();
    await page.unroute(address);
    expect(sent).toEqual(['POST']);
    expect((await memberOf(tom)).packages).toHaveLength(2);
  });

  it('a package that asks the coach first waits until it is approved', async () => {
    const tom = await studio.given.member({ name: 'Tara Patient' });
    const { page, sheet } = app;
    await app.goTo(`/members/${tom.id}`);
    await button('Sell package').click();
    await sheet.getByLabel('Coach', { exact: true }).selectOption('Ana Silva');
    await sheet.getByText('Ask the coach first').click();
    await sheet.getByText(/, waits for approval$/).waitFor();
    await inSheet('Sell').click();
    const card = page.getByRole('article', { name: 'with Ana Silva' });
    await card.getByText('Waiting for approval').waitFor();
    expect(await button('Session used today').count()).toBe(0);
    const [waiting] = (await memberOf(tom)).packages;
    const undecided = { coach: 'pending', staff: 'approved' };
    expect(waiting).toMatchObject({ state: 'pending', remaining: 10, approvals: undecided });

    await button('Approve').click();
    await page.getByText('Approved · package with Ana Silva').waitFor();
    await card.getByText('Active').waitFor();
    await button('Session used today').waitFor();
    const [approved] = (await memberOf(tom)).packages;
    const both = { coach: 'approved', staff: 'approved' };
    expect(approved).toMatchObject({ state: 'active', approvals: both });
  });

  it("the list shows every coach's members, or those of one", async () => {
    await studio.given.member({ name: 'Alma Filtered', coach: ana });
    await studio.given.member({ name: 'Bela Filtered', coach: ben });
    const { page } = app;
    await app.goTo('/');
    await page.getByLabel('Search name, e-mail or phone').fill('filtered');
    const names = async () => {
      const rows = await page.getByRole('listitem').getByRole('link').allInnerTexts();
      return rows.map((text) => text.split(/\s/)[0]);
    };
    await expect.poll(names).toEqual(['Alma', 'Bela']);
    await page.getByLabel('Coach', { exact: true }).selectOption('Ben Costa');
    await expect.poll(names).toEqual(['Bela']);
    await page.getByLabel('Coach', { exact: true }).selectOption('Ana Silva');
    await expect.poll(names).toEqual(['Alma']);
    await page.getByLabel('Coach', { exact: true }).selectOption('Every coach');
    await expect.poll(names).toEqual(['Alma', 'Bela']);
  });
});
