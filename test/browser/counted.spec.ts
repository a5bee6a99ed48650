import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, DESKTOP, givenPerson, openStudioNow, PHONE } from './app-window.js';
import { BEHIND_A_PROXY } from './ip-addresses.js';
import { connectToBrowser } from './browser.js';

describe.each([
  ['a phone', PHONE],
  ['a desktop', DESKTOP],
])('a studio that counts monthly subscriptions, on %s', (_, size) => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let staff: TestPerson;
  let desk: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    const env = { ...BEHIND_A_PROXY, COUNTED_RATE_TYPES: 'package,monthly' };
    studio = await openStudioNow({ env });
    ana = await givenPerson(studio, 'coach', 'Ana Silva');
    staff = await givenPerson(studio, 'staff', 'Front Desk');
    desk = await AppWindow.openAs(browser, studio, staff, { size });
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });
  afterEach(() => expect(desk.complaints).toEqual([]));

  const button = (name: string) => desk.page.getByRole('button', { name, exact: true });
  const inSheet = (name: string) => desk.sheet.getByRole('button', { name, exact: true });
  const card = () => desk.page.getByRole('article', { name: 'with Ana Silva' });

  async function openSale(name: string): Promise<void> {
    const tom = await studio.given.member({ name });
    await desk.goTo(`/members/${tom.id}`);
    await button('Sell package').click();
    await desk.sheet.getByLabel('Kind').selectOption('Monthly');
  }

  async function expectGoodManners(app: AppWindow): Promise<void> {
    await app.isStill();
    expect(await app.accessibilityFaults()).toEqual([]);
    expect(await app.smallTargets()).toEqual([]);
    expect(await app.isTooWide()).toBe(false);
  }

  it('sells one with a count, which looks and works like a package', async () => {
    const { page, sheet } = desk;
    await openSale('Mia Counted');
    await inSheet('20 sessions').click();
    await inSheet('One session less').click();
    await sheet.getByText('Monthly, 19 sessions with Ana Silva, without an end date').waitFor();
    await expectGoodManners(desk);
    await inSheet('Sell').click();
    await page.getByText(/^Sold · Monthly, 19 sessions with Ana Silva/).waitFor();
    await card().getByText('sessions left of 19').waitFor();
    await card().getByText('Monthly · with Ana Silva').waitFor();
    for (const name of ['Correct', 'Another day']) expect(await button(name).count()).toBe(1);
    await button('Session used today').click();
    await card().getByText('18', { exact: true }).waitFor();
    await expectGoodManners(desk);
  });

  it('sells one without limit, if that is said, and says so ever after', async () => {
    const { page, sheet } = desk;
    await openSale('Una Unlimited');
    await sheet.getByLabel('No limit on sessions').check();
    expect(await sheet.getByLabel('Sessions', { exact: true }).count()).toBe(0);
    await sheet.getByText('Monthly with Ana Silva, without an end date').waitFor();
    await expectGoodManners(desk);
    await inSheet('Sell').click();
    await page.getByText(/^Sold · Monthly with Ana Silva/).waitFor();
    await card().getByText('Sessions are not counted').waitFor();
    for (const name of ['Session used today', 'Correct', 'Another day']) {
      expect(await button(name).count()).toBe(0);
    }
  });

  it('does not sell one without a word about it', async () => {
    await openSale('Nora Nothing');
    await desk.sheet.getByLabel('Sessions', { exact: true }).fill('');
    await inSheet('Sell').click();
    await desk.sheet.getByText('How many sessions?').waitFor();
    expect(await desk.sheet.getByText(/^Monthly with/).count()).toBe(0);
  });

  it('shows the count in the list, and in German too', async () => {
    const { given } = studio;
    await given.member({ name: 'Lena Monat', coach: ana, rateType: 'monthly', remaining: 2 });
    const free = await given.person('member', 'Uwe Frei');
    await given.package(free, { coach: ana, rateType: 'monthly' });
    const app = await AppWindow.openAs(browser, studio, ana, { size, locale: 'de-DE' });
    const row = app.row('Lena Monat');
    await row.getByText('2', { exact: true }).waitFor();
    await app.row('Uwe Frei').getByText('Monatlich').waitFor();
    expect(await row.getByRole('button').count()).toBe(1);
    expect(await app.row('Uwe Frei').getByRole('button').count()).toBe(0);
    await app.page.getByRole('link', { name: /Uwe Frei/ }).click();
    await app.page.getByText('Einheiten werden nicht gezählt').waitFor();
    await expectGoodManners(app);
    await app.goTo('/');
    await app.page.getByRole('link', { name: /Lena Monat/ }).click();
    await app.page.getByText('Monatlich · mit Ana Silva').waitFor();
    await expectGoodManners(app);
    expect(app.complaints).toEqual([]);
    await app.close();
  });
});
