import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/common/durations.js';
import { addDays, startOfStudioDay, studioDayOf } from '../../src/common/studio-day.js';
import type { TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import { changePackage } from '../support/packages.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, openStudioNow } from './app-window.js';
import { connectToBrowser } from './browser.js';

const SMALL_PHONE = { width: 360, height: 640 };
/** With the navigation beside the page, and as little room as that leaves. */
const NARROW_TABLET = { width: 770, height: 1180 };
const MARKED = 'Something in the form is not right. Please look at the marked fields.';
const LATIN1 = 'varchar(255) CHARACTER SET latin1';
const lacks = (letters: string) =>
  `The studio’s database cannot keep: ${letters} – please use other letters.`;

describe('what a database of the old app brings along', () => {
  let browser: Browser;
  let studio: Studio;
  let timeZone: string;
  let ana: TestPerson;
  let app: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow();
    timeZone = studio.config.studioTimeZone;
    ana = await givenPerson(studio, 'coach', 'Ana Silva');
    const staff = await givenPerson(studio, 'staff', 'Front Desk');
    const options = { size: SMALL_PHONE };
    app = await AppWindow.openAs(browser, studio, staff, options);
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });
  afterEach(() => expect(app.complaints).toEqual([]));

  const inSheet = (name: string | RegExp) => app.sheet.getByRole('button', { name });

  /** A studio day as pages write it: with the year where it is another one. */
  function dayInWords(day: string): string {
    const isThisYear = day.startsWith(studioDayOf(studio.clock.now(), timeZone).slice(0, 4));
    const year = isThisYear ? {} : ({ year: 'numeric' } as const);
    const options = { day: 'numeric', month: 'short', ...year, timeZone: 'UTC' } as const;
    return new Date(`${day}T12:00:00Z`).toLocaleDateString('en-GB', options);
  }

  async function expectGoodManners(): Promise<void> {
    await app.isStill();
    expect(await app.accessibilityFaults()).toEqual([]);
    expect(await app.isTooWide()).toBe(false);
  }

  it('an end at midnight is the day before, one within a day has its hour', async () => {
    const tom = await studio.given.member({ name: 'Mira Midnight', coach: ana, remaining: 7 });
    const move = (end: Date) =>
      changePackage(
        studio,
        { id: tom.packageId, memberId: tom.id },
        { expiresAt: end.toISOString() },
      );
    const last = studioDayOf(new Date(studio.clock.now().getTime() + 3 * DAY_MS), timeZone);
    await move(startOfStudioDay(addDays(last, 1), timeZone));
    const day = dayInWords(last);
    const { page, sheet } = app;
    await app.goTo('/');
    await app.row('Mira Midnight').getByText(`Ends ${day}`, { exact: true }).waitFor();

    await app.goTo(`/members/${tom.id}`);
    await page.getByRole('button', { name: 'Change the package with Ana Silva' }).click();
    await inSheet(/^Change the end date/).click();
    await sheet.getByText(`Package with Ana Silva · Valid until ${day}`, { exact: true }).waitFor();
    await inSheet('+1 week').click();
    const week = dayInWords(addDays(last, 7));
    await sheet.getByText(`Valid until ${week} · 7 days longer`, { exact: true }).waitFor();
    await sheet.getByLabel('New last day').fill(last);
    await inSheet('Save').click();
    await sheet.getByText('This is the date that it has already.').waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });

    const card = page.getByRole('article');
    await card.getByText(`with Ana Silva · Valid until ${day}`, { exact: true }).waitFor();
    await move(new Date(startOfStudioDay(last, timeZone).getTime() + 14.5 * HOUR_MS));
    await card.getByText(`with Ana Silva · Valid until ${day}, 14:30`, { exact: true }).waitFor();
    await app.goTo('/');
    await app.row('Mira Midnight').getByText(`Ends ${day}, 14:30`, { exact: true }).waitFor();
    for (const size of [NARROW_TABLET, SMALL_PHONE]) {
      await page.setViewportSize(size);
      await expectGoodManners();
    }

    await app.goTo(`/activity?memberId=${tom.id}`);
    const moved = page.getByRole('button', { name: /^Details: .* moved the end of a package/ });
    await moved.first().click();
    const change = page.getByRole('table', { name: 'What changed' }).getByRole('row');
    const cells = await change.filter({ hasText: 'Valid until' }).innerText();
    expect(cells.split(/\s*\t\s*/)).toEqual(['Valid until', day, `${day}, 14:30`]);
  });

  // Only a database server has columns that lack letters.
  if (isServerDatabase()) {
    it('letters that it lacks are named at each field of a member', async () => {
      await studio.sql(`ALTER TABLE user MODIFY fname ${LATIN1}, MODIFY lname ${LATIN1}`);
      const { page, sheet } = app;
      await app.goTo('/');
      await page.getByRole('button', { name: 'New member' }).click();
      const [first, lastName, email] = ['First name', 'Last name', 'E-mail address'].map((name) =>
        sheet.getByLabel(name),
      ) as [typeof sheet, typeof sheet, typeof sheet];
      await first.fill('Łukasz');
      await lastName.fill('Nguyễn 🎁');
      await email.fill('lukasz@example.com');
      await inSheet('Save').click();
      await sheet.getByText(lacks('Ł')).waitFor();
      await sheet.getByText(lacks('ễ 🎁')).waitFor();
      await sheet.getByText(MARKED).waitFor();
      const marks = [first, lastName, email].map((field) => field.getAttribute('aria-invalid'));
      expect(await Promise.all(marks)).toEqual(['true', 'true', null]);
      await expect.poll(() => first.evaluate((one) => one === document.activeElement)).toBe(true);
      await expectGoodManners();

      await first.fill('Lukasz');
      await lastName.fill('Nguyen');
      await inSheet('Save').click();
      await page.getByRole('heading', { level: 1, name: 'Lukasz Nguyen' }).waitFor();
    });

    it.each([
      ['Correct', 'One more', 'Save'],
      ['Another day', null, 'Add session'],
    ])('and at the reason of "%s"', async (opens, does, saves) => {
      await studio.sql(`ALTER TABLE coach_usage_history MODIFY reason ${LATIN1}`);
      const tom = await studio.given.member({ name: `Ria ${opens}`, coach: ana, remaining: 7 });
      const { page, sheet } = app;
      await app.goTo(`/members/${tom.id}`);
      await page.getByRole('button', { name: opens, exact: true }).click();
      if (does !== null) await inSheet(does).click();
      const reason = sheet.getByLabel(/own words/);
      await reason.fill('Für Łukasz');
      await inSheet(saves).click();
      await sheet.getByText(lacks('Ł')).waitFor();
      await sheet.getByText(MARKED).waitFor();
      expect(await reason.getAttribute('aria-invalid')).toBe('true');
      await reason.fill('Für Lukas');
      await inSheet(saves).click();
      await sheet.waitFor({ state: 'detached' });
      await page.getByText('“Für Lukas”').waitFor();
    });
  }
});
