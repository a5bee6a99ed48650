import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

describe('a coach’s members are handed over', () => {
  let browser: Browser;
  let studio: Studio;
  let admin: TestPerson;
  let max: TestPerson;
  let app: AppWindow;

  onStage(
    async (stage) => {
      ({ browser, studio } = stage);
      admin = await givenPerson(studio, 'admin', 'Ada Admin');
      max = await givenPerson(studio, 'coach', 'Max Moss');
    },
    () => app,
  );

  const inSheet = (name: string | RegExp) => app.sheet.getByRole('button', { name });

  /** A coach with two members who go, and one whose package was ended. */
  async function leaver(name: string): Promise<TestPerson> {
    const coach = await givenPerson(studio, 'coach', name);
    const { given, api } = studio;
    const tom = await given.member({ name: 'Tom Baker', coach, remaining: 7 });
    await given.member({ name: 'Una Maxwell', coach, remaining: 3 });
    const ended = await given.member({ name: 'Eva Ended', coach, remaining: 5 });
    const path = `/members/${ended.id}/packages/${ended.packageId}`;
    await api.as(admin).patch(path, { disconnected: true });
    expect(tom.packageId).toBeGreaterThan(0);
    return coach;
  }

  it('to another one, after it was shown who goes and what stays', async () => {
    const lea = await leaver('Lea Leaver');
    app = await AppWindow.openAs(browser, studio, admin);
    const { page, sheet } = app;
    await app.goTo(`/people/${lea.id}`);
    await page.getByText('2 members with 10 sessions could go to another coach.').waitFor();
    await page.getByRole('button', { name: /^Hand over/ }).click();
    const going = sheet.getByRole('region', { name: 'Who goes' });
    await going
      .getByRole('listitem')
      .filter({ hasText: 'Tom Baker' })
      .getByText('7 sessions left')
      .waitFor();
    await sheet.getByText('5 sessions left, was ended').waitFor();
    await inSheet('Hand over').click();
    await sheet.getByText('Please choose a coach.').waitFor();
    await sheet.getByText('Please say why; it stays in the history.').waitFor();
    await sheet.getByRole('combobox').selectOption({ label: 'Max Moss' });
    await inSheet('As agreed').click();
    await expectFit(app);
    await sheet.getByRole('checkbox', { name: 'What was ended goes, too' }).check();
    await sheet.getByText('3 members with 15 sessions go.').waitFor();
    await inSheet('Hand over').click();
    await sheet.waitFor({ state: 'detached' });
    await page.getByText('3 members handed over to Max Moss').waitFor();
    const { body } = await studio.api.as(max).get('/members');
    expect(body.data).toHaveLength(3);
    await page.getByText('All members with something left go to another coach.').waitFor();
    await page.getByRole('button', { name: /^Hand over/ }).click();
    await sheet.getByText('Nothing is left that could go to another coach.').waitFor();
  });

  it('and whoever has something left with a coach who is gone is not out of sight', async () => {
    const gus = await givenPerson(studio, 'coach', 'Gus Gone');
    await studio.given.member({ name: 'Stan Stranded', coach: gus, remaining: 4 });
    await studio.given.member({ name: 'Ken Kept', coach: max, remaining: 4 });
    await studio.sql('UPDATE `user` SET user_type_id = 4 WHERE id = ?', [gus.id]);
    app = await AppWindow.openAs(browser, studio, admin);
    const row = (name: string) => app.page.getByRole('listitem').filter({ hasText: name });
    await row('Ken Kept').waitFor();
    await app.page.getByText('Coach is gone', { exact: true }).click();
    await row('Ken Kept').waitFor({ state: 'detached' });
    await row('Stan Stranded').waitFor();
    await expectFit(app, TEXTS);
    // A link leads there, and a coach of the list away from it.
    await app.page.reload();
    await row('Stan Stranded').waitFor();
    await app.page.getByRole('combobox', { name: 'Coach' }).selectOption({ label: 'Max Moss' });
    await row('Ken Kept').waitFor();
  });

  it.each([
    ['light', 'en-GB', /^Hand over/],
    ['dark', 'de-DE', /^Übergeben/],
  ] as const)('in a sheet that fits: %s %s', async (scheme, locale, action) => {
    const lou = await leaver(`Lou ${scheme}`);
    app = await AppWindow.openAs(browser, studio, admin, { scheme, locale });
    await app.goTo(`/people/${lou.id}`);
    await app.page.getByRole('button', { name: action }).click();
    await app.sheet.getByRole('checkbox').waitFor();
    await expectFit(app, TEXTS);
  });
});
