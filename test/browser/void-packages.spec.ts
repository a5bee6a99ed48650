import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import type { Studio } from '../support/studio.js';
import { AppWindow } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

describe('a package is voided and reopened', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  const stateOf = async ({ id }: GivenMember) => {
    const { body } = await studio.api.as(ana).get(`/members/${id}`);
    const [{ state, remaining }] = body.packages;
    return { state, remaining };
  };
  const inSheet = (name: string | RegExp) => app.sheet.getByRole('button', { name });
  const openMenu = () =>
    app.page.getByRole('button', { name: 'Change the package with Ana Silva' }).click();

  it('by its coach, who sees what is lost, and that used sessions stay', async () => {
    const tom = await studio.given.member({ name: 'Vera Void', coach: ana, remaining: 7 });
    await studio.api.as(ana).startWorkout(tom);
    app = await AppWindow.openAs(browser, studio, ana);
    const { page, sheet } = app;
    await app.goTo(`/members/${tom.id}`);
    await openMenu();
    await inSheet(/^Void/).click();
    await sheet.getByText(/^Vera Void loses 6 sessions\./).waitFor();
    await inSheet('Void').click();
    await sheet.getByText('Please say why; it stays in the history.').waitFor();
    await inSheet('Entered by mistake').click();
    await inSheet('Void').click();
    await sheet.getByText(/^Sessions of it were used\./).waitFor();
    expect(await stateOf(tom)).toEqual({ state: 'active', remaining: 6 });
    await expectFit(app);
    await inSheet('Void, used sessions stay').click();
    await sheet.waitFor({ state: 'detached' });
    await page.getByText('Voided · package with Ana Silva').waitFor();
    expect(await stateOf(tom)).toEqual({ state: 'voided', remaining: 0 });

    await page.getByRole('listitem').getByText('Package voided').waitFor();
    await page.getByRole('button', { name: 'Earlier packages (1)' }).click();
    await page.getByRole('article').getByText('Voided', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Correct', exact: true }).count()).toBe(0);
    await openMenu();
    await sheet.getByRole('heading', { name: 'Reopen this package?' }).waitFor();
    await inSheet('Entered by mistake').click();
    await inSheet('Reopen').click();
    await page.getByText('Reopened · package with Ana Silva').waitFor();
    expect(await stateOf(tom)).toEqual({ state: 'active', remaining: 6 });
  });

  it.each([
    ['light', 'en-GB', 'Change the package with Ana Silva', /^Void/],
    ['dark', 'de-DE', 'Paket mit Ana Silva ändern', /^Stornieren/],
  ] as const)('in a sheet that fits: %s %s', async (scheme, locale, menu, action) => {
    const tom = await studio.given.member({ name: `Vito ${scheme}`, coach: ana, remaining: 7 });
    app = await AppWindow.openAs(browser, studio, ana, { scheme, locale });
    await app.goTo(`/members/${tom.id}`);
    await app.page.getByRole('button', { name: menu }).click();
    await inSheet(action).waitFor();
    await expectFit(app, TEXTS);
    await inSheet(action).click();
    await app.sheet.getByRole('textbox').waitFor();
    await expectFit(app, TEXTS);
  });
});
