import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/common/durations.js';
import { INITIAL_REASONS } from '../../src/settings/reason-rules.js';
import type { TestPerson } from '../support/api.js';
import { AppWindow, DESKTOP, givenPerson, openStudioNow, PHONE } from './app-window.js';
import { connectToBrowser } from './browser.js';
import type { GivenMember } from '../support/given.js';
import { changePackage } from '../support/packages.js';
import type { Studio } from '../support/studio.js';

const REFUSED = 'Somebody else changed this package meanwhile. Look at it first.';
const CHANGED = 'Somebody else changed this package meanwhile. This is how it is now.';

describe.each([
  ['a phone', PHONE],
  ['a desktop', DESKTOP],
])('what people do with a package that is sold, on %s', (_, size) => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let staff: TestPerson;
  let desk: AppWindow;
  let coach: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow();
    ana = await givenPerson(studio, 'coach', 'Ana Silva');
    staff = await givenPerson(studio, 'staff', 'Front Desk');
    desk = await AppWindow.openAs(browser, studio, staff, { size });
    coach = await AppWindow.openAs(browser, studio, ana, { size });
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });
  afterEach(() => expect([...desk.complaints, ...coach.complaints]).toEqual([]));

  const given = (name: string, more: object = {}) =>
    studio.given.member({ name, coach: ana, remaining: 7, ...more });

  async function packageOf({ id }: { id: number }) {
    return (await studio.api.as(staff).get(`/members/${id}`)).body.packages[0];
  }

  const dayOf = (instant: string) =>
    new Date(instant).toLocaleDateString('sv-SE', { timeZone: studio.config.studioTimeZone });
  const timeOf = (instant: string) =>
    new Date(instant).toLocaleTimeString('sv-SE', { timeZone: studio.config.studioTimeZone });
  const later = (instant: string, days: number) =>
    dayOf(new Date(Date.parse(instant) + days * DAY_MS).toISOString());

  /** Opens what can be done with the member's package. */
  async function openMenu(app: AppWindow, tom: GivenMember): Promise<void> {
    await app.goTo(`/members/${tom.id}`);
    await app.page.getByRole('button', { name: 'Change the package with Ana Silva' }).click();
  }

  const inSheet = (name: string | RegExp, app = desk) => app.sheet.getByRole('button', { name });

  it('a request is rejected with a reason, and approved after all', async () => {
    const tom = await given('Rita Rejected', { approvals: { coach: 'pending' } });
    const { page, sheet } = desk;
    await openMenu(desk, tom);
    await inSheet(/^Reject/).click();
    await inSheet('Reject').click();
    await sheet.getByText('Please say why; it stays in the activity log.').waitFor();
    expect(await packageOf(tom)).toMatchObject({ state: 'pending' });
    await inSheet('Not paid').click();
    await inSheet('Reject').click();
    await page.getByText('Rejected · package with Ana Silva').waitFor();
    expect(await packageOf(tom)).toMatchObject({
      state: 'disconnected',
      approvals: { coach: 'rejected', staff: 'approved' },
    });
    const { body } = await studio.api.as(staff).activity(`?memberId=${tom.id}`);
    expect(body.data[0]).toMatchObject({ action: 'package.changed', reasonCode: 'not_paid' });

    await page.getByRole('button', { name: 'Earlier packages (1)' }).click();
    await page.getByRole('button', { name: 'Change the package with Ana Silva' }).click();
    await inSheet(/^Approve after all/).click();
    await page.getByText('Approved · package with Ana Silva').waitFor();
    expect(await packageOf(tom)).toMatchObject({
      state: 'active',
      approvals: { coach: 'approved', staff: 'approved' },
    });
  });

  it('the end is moved, and what that makes of it is said before', async () => {
    const tom = await given('Emil Extended', { expiresInDays: 20 });
    const { expiresAt } = await packageOf(tom);
    const { page, sheet } = desk;
    await openMenu(desk, tom);
    await inSheet(/^Change the end date/).click();
    await inSheet('+1 week').click();
    await sheet.getByText(/^Valid until .* 7 days longer$/).waitFor();
    await inSheet('Save').click();
    await sheet.waitFor({ state: 'detached' });
    await page
      .getByRole('alert')
      .getByText(/^Valid until/)
      .waitFor();
    const longer = await packageOf(tom);
    expect(dayOf(longer.expiresAt)).toBe(later(expiresAt, 7));
    expect(timeOf(longer.expiresAt)).toBe('23:59:59');

    await openMenu(desk, tom);
    await inSheet(/^Change the end date/).click();
    await sheet.getByLabel('New last day').fill(later(expiresAt, -3));
    await sheet.getByText(/^Valid until .* 10 days shorter$/).waitFor();
    await inSheet('Save').click();
    await sheet.waitFor({ state: 'detached' });
    expect(dayOf((await packageOf(tom)).expiresAt)).toBe(later(expiresAt, -3));
  });

  it('a coach may make it longer, and nothing else', async () => {
    const tom = await given('Ella Longer', { expiresInDays: 20 });
    const { expiresAt } = await packageOf(tom);
    const { page, sheet } = coach;
    await openMenu(coach, tom);
    await inSheet(/^Extend/, coach).click();
    await sheet.getByRole('heading', { name: 'Extend' }).waitFor();
    const offered = await sheet.getByRole('button').allInnerTexts();
    const others = [...INITIAL_REASONS.map(({ en }) => en), 'Extend'];
    expect(offered.filter((text) => text !== '')).toEqual([
      ...['+1 week', '+1 month', '+3 months'],
      ...others,
    ]);
    await sheet.getByLabel('New last day').fill(later(expiresAt, -1));
    await inSheet('Extend', coach).click();
    await sheet.getByText('A package can only be made longer.').waitFor();
    await inSheet('+1 week', coach).click();
    await sheet.getByText('Please say why; it stays in the history.').waitFor();
    await inSheet('Ill or injured', coach).click();
    await inSheet('Extend', coach).click();
    await sheet.waitFor({ state: 'detached' });
    await page
      .getByRole('article')
      .getByText(/Valid until/)
      .waitFor();
    expect(dayOf((await packageOf(tom)).expiresAt)).toBe(later(expiresAt, 7));
  });

  it('disconnecting is confirmed, takes the member from the coach, and is taken back', async () => {
    const tom = await given('Dirk Disconnected');
    await coach.goTo('/');
    await coach.row('Dirk Disconnected').waitFor();
    const { page, sheet } = desk;
    await openMenu(desk, tom);
    await inSheet(/^Disconnect/).click();
    await sheet
      .getByText(/^Dirk Disconnected loses access to the package with Ana Silva at once/)
      .waitFor();
    expect(await packageOf(tom)).toMatchObject({ state: 'active' });
    await inSheet('Disconnect').click();
    await page.getByText('Disconnected · package with Ana Silva').waitFor();
    expect(await packageOf(tom)).toMatchObject({ state: 'disconnected', remaining: 7 });
    expect(await page.getByRole('button', { name: 'Session used today' }).count()).toBe(0);
    await coach.row('Dirk Disconnected').waitFor({ state: 'detached' });
    await coach.goTo(`/members/${tom.id}`);
    const gone = 'This member is not (or no longer) assigned to you.';
    await coach.page.getByText(gone).waitFor();

    await page.getByRole('button', { name: 'Earlier packages (1)' }).click();
    await page.getByRole('button', { name: 'Change the package with Ana Silva' }).click();
    await inSheet(/^Reconnect/).click();
    await page.getByText('Reconnected · package with Ana Silva').waitFor();
    await page.getByRole('button', { name: 'Session used today' }).waitFor();
    expect(await packageOf(tom)).toMatchObject({ state: 'active', remaining: 7 });
    await coach.goTo('/');
    await coach.row('Dirk Disconnected').waitFor();
  });

  it('a change by somebody else is explained in the open sheet, which goes on', async () => {
    const tom = await given('Mia Meanwhile', { expiresInDays: 20 });
    const { expiresAt } = await packageOf(tom);
    const { sheet } = desk;
    await openMenu(desk, tom);
    await inSheet(/^Change the end date/).click();
    await inSheet('Holidays').click();
    const weekLater = new Date(Date.parse(expiresAt) + 7 * DAY_MS).toISOString();
    const one = { id: tom.packageId, memberId: tom.id };
    await changePackage(studio, one, { expiresAt: weekLater });
    await sheet.getByText(CHANGED).waitFor();
    expect(await inSheet('Holidays').getAttribute('aria-pressed')).toBe('true');
    await inSheet('+1 week').click();
    await sheet.getByText(/ 7 days longer$/).waitFor();
    await inSheet('Save').click();
    await sheet.waitFor({ state: 'detached' });
    expect(dayOf((await packageOf(tom)).expiresAt)).toBe(later(expiresAt, 14));
  });

  it('a change that is too late is refused, explained, and can be made again', async () => {
    const tom = await given('Rosa Race');
    const { page, sheet } = desk;
    await openMenu(desk, tom);
    await inSheet(/^Disconnect/).click();
    await inSheet('As agreed').click();
    const address = `**/members/${tom.id}/packages/*`;
    const end = new Date(studio.clock.now().getTime() + 9 * DAY_MS).toISOString();
    await page.route(
      address,
      async (route) => {
        await changePackage(studio, { id: tom.packageId, memberId: tom.id }, { expiresAt: end });
        await route.continue();
      },
      { times: 1 },
    );
    await inSheet('Disconnect').click();
    await sheet.getByText(REFUSED).waitFor();
    expect(await packageOf(tom)).toMatchObject({ state: 'active' });
    await sheet.getByText(/^Package with Ana Silva · Valid until/).waitFor();
    expect(await inSheet('As agreed').getAttribute('aria-pressed')).toBe('true');
    await inSheet('Disconnect').click();
    await page.getByText('Disconnected · package with Ana Silva').waitFor();
    expect(await packageOf(tom)).toMatchObject({ state: 'disconnected' });
  });

  it('what somebody else ends is explained, not taken from under the hands', async () => {
    const tom = await given('Enno Ended', { expiresInDays: 20 });
    const { sheet } = desk;
    await openMenu(desk, tom);
    await inSheet(/^Change the end date/).click();
    await inSheet('Goodwill').click();
    await changePackage(studio, { id: tom.packageId, memberId: tom.id }, { disconnected: true });
    await sheet.getByText(CHANGED).waitFor();
    await inSheet(/^Reconnect/).click();
    await sheet.waitFor({ state: 'detached' });
    expect(await packageOf(tom)).toMatchObject({ state: 'active' });
  });
});
