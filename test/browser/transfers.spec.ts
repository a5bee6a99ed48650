import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

describe('sessions are transferred', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let desk: TestPerson;
  let app: AppWindow;

  onStage(
    async (stage) => {
      ({ browser, studio, ana } = stage);
      desk = await givenPerson(studio, 'staff', 'Dee Desk');
      await givenPerson(studio, 'coach', 'Max Moss');
    },
    () => app,
  );

  const inSheet = (name: string | RegExp) => app.sheet.getByRole('button', { name });
  const openMenu = (coach = 'Ana Silva') =>
    app.page.getByRole('button', { name: `Change the package with ${coach}` }).click();
  const transfer = async () => {
    await openMenu();
    await inSheet(/^Transfer/).click();
    await app.sheet.getByRole('heading', { name: 'Transfer sessions' }).waitFor();
  };

  it('to another coach, all that is left', async () => {
    const tom = await studio.given.member({ name: 'Tina Trans', coach: ana, remaining: 7 });
    app = await AppWindow.openAs(browser, studio, desk);
    const { page, sheet } = app;
    await app.goTo(`/members/${tom.id}`);
    await transfer();
    await inSheet('Transfer').click();
    await sheet.getByText('Please choose a coach.').waitFor();
    await sheet.getByText('Please say why; it stays in the history.').waitFor();
    await sheet.getByRole('combobox', { name: /^Coach/ }).selectOption({ label: 'Max Moss' });
    await sheet.getByText('7 sessions go to Tina Trans, with Max Moss.').waitFor();
    await inSheet('Entered by mistake').click();
    await expectFit(app);
    await inSheet('Transfer').click();
    await sheet.waitFor({ state: 'detached' });
    await page.getByText('Transferred · Max Moss').waitFor();

    await page
      .getByRole('article', { name: 'with Max Moss' })
      .getByText('7', { exact: true })
      .waitFor();
    await page.getByRole('listitem').getByText('to: Max Moss', { exact: true }).waitFor();
    await page.getByRole('listitem').getByText('from: Ana Silva', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Earlier packages (1)' }).click();
    const old = page.getByRole('article', { name: 'with Ana Silva' });
    await old.getByText('Transferred', { exact: true }).waitFor();
    await expectFit(app);
  });

  it('to another member, who is searched for, and some of them', async () => {
    const tom = await studio.given.member({ name: 'Timo Trans', coach: ana, remaining: 7 });
    const petra = await studio.given.member({ name: 'Petra Nolan' });
    app = await AppWindow.openAs(browser, studio, desk);
    const { page, sheet } = app;
    await app.goTo(`/members/${tom.id}`);
    await transfer();
    await inSheet('Another member').click();
    await sheet.getByText('Type a name, then choose the member.').waitFor();
    await sheet.getByRole('searchbox').fill('Petra No');
    await inSheet(/^Petra Nolan/).click();
    await sheet.getByText('To Petra Nolan', { exact: true }).waitFor();
    await sheet.getByRole('textbox', { name: 'How many sessions' }).fill('9');
    await inSheet('Entered by mistake').click();
    await inSheet('Transfer').click();
    await sheet.getByText('Only 7 sessions are left.').waitFor();
    await sheet.getByRole('textbox', { name: 'How many sessions' }).fill('4');
    await sheet.getByText('4 sessions go to Petra Nolan, with Ana Silva. 3 stay').waitFor();
    await inSheet('Transfer').click();
    await page.getByText('Transferred · Petra Nolan').waitFor();
    await page.getByRole('listitem').getByText('to: Petra Nolan, with Ana Silva').waitFor();
    const { body } = await studio.api.as(desk).member(petra);
    expect(body.packages).toMatchObject([{ remaining: 4, coachId: ana.id }]);
    await app.goTo(`/members/${petra.id}`);
    await page.getByRole('listitem').getByText('from: Timo Trans, with Ana Silva').waitFor();
  });

  it('by the desk: coaches find no list of others', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 7 });
    app = await AppWindow.openAs(browser, studio, ana);
    await app.goTo(`/members/${tom.id}`);
    await openMenu();
    await inSheet(/^Void/).waitFor();
    expect(await inSheet(/^Transfer/).count()).toBe(0);
  });

  it.each([
    ['light', 'en-GB', 'Change the package with Ana Silva', /^Transfer/, 'Another member'],
    ['dark', 'de-DE', 'Paket mit Ana Silva ändern', /^Übertragen/, 'Anderes Mitglied'],
  ] as const)('in a sheet that fits: %s %s', async (scheme, locale, menu, action, other) => {
    const tom = await studio.given.member({ name: `Tess ${scheme}`, coach: ana, remaining: 7 });
    app = await AppWindow.openAs(browser, studio, desk, { scheme, locale });
    await app.goTo(`/members/${tom.id}`);
    await app.page.getByRole('button', { name: menu }).click();
    await inSheet(action).click();
    await app.sheet.getByRole('combobox').waitFor();
    await expectFit(app, TEXTS);
    await inSheet(other).click();
    await app.sheet.getByRole('searchbox').fill(`Tess ${scheme === 'light' ? 'dark' : 'light'}`);
    await expectFit(app, TEXTS);
  });
});
