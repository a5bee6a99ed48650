import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import type { Studio } from '../support/studio.js';
import { AppWindow } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

describe('a package is frozen', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  const packageOf = async ({ id }: GivenMember) => {
    const { body } = await studio.api.as(ana).get(`/members/${id}`);
    return body.packages[0];
  };
  /** From the day of the sale on, it would begin later. */
  const soldDaysAgo = ({ packageId }: GivenMember) =>
    studio.sql('UPDATE coach_member_list SET requested_at = ? WHERE id = ?', [
      ...['2026-01-05 08:00:00', packageId],
    ]);
  const inSheet = (name: string | RegExp) => app.sheet.getByRole('button', { name });
  const openMenu = () =>
    app.page.getByRole('button', { name: 'Change the package with Ana Silva' }).click();
  const frozen = (days: string | RegExp) =>
    app.page
      .getByRole('article')
      .getByText(days, { exact: typeof days === 'string' })
      .waitFor();

  it('by its coach for two weeks, changed and ended, with its new end', async () => {
    const tom = await studio.given.member({
      ...{ name: 'Fred Frost', coach: ana, remaining: 7, expiresInDays: 30 },
    });
    await soldDaysAgo(tom);
    const { expiresAt } = await packageOf(tom);
    app = await AppWindow.openAs(browser, studio, ana);
    const { page, sheet } = app;
    await app.goTo(`/members/${tom.id}`);
    await openMenu();
    await inSheet(/^Freeze/).click();
    await sheet.getByRole('heading', { name: 'Freeze this package' }).waitFor();
    await sheet.getByText(/^7 days · valid until/).waitFor();
    await inSheet('2 weeks').click();
    await sheet.getByText(/^14 days · valid until/).waitFor();
    await inSheet('Freeze').click();
    await sheet.getByText('Please say why; it stays in the history.').waitFor();
    await inSheet('Ill or injured').click();
    await expectFit(app);
    await inSheet('Freeze').click();
    await page.getByText('Frozen · package with Ana Silva').waitFor();
    await frozen(/^Frozen until/);
    const { state, freeze, expiresAt: later } = await packageOf(tom);
    expect([state, freeze.to === null]).toEqual(['frozen', false]);
    expect(new Date(later).getTime()).toBeGreaterThan(new Date(expiresAt).getTime());
    expect(await page.getByRole('button', { name: 'Session used' }).count()).toBe(0);

    await openMenu();
    await inSheet(/^Change or end the freeze/).click();
    await inSheet('Until further notice').click();
    await sheet.getByText('Its end moves once you end the freeze.').waitFor();
    await inSheet('Save').click();
    await page.getByText('Freeze changed · package with Ana Silva').waitFor();
    await frozen('Frozen');
    await openMenu();
    await inSheet(/^Change or end the freeze/).click();
    await inSheet('Take the freeze back').click();
    await inSheet('Save').click();
    await page.getByText('Freeze ended · package with Ana Silva').waitFor();
    await frozen('Active');
    expect(await packageOf(tom)).toMatchObject({ state: 'active', freeze: null, expiresAt });
  });

  it('from a day on, which its card says before', async () => {
    const tom = await studio.given.member({ name: 'Finn Floe', coach: ana, remaining: 7 });
    const { id } = await packageOf(tom);
    const from = new Date(studio.clock.now().getTime() + 5 * 86_400_000).toISOString().slice(0, 10);
    const url = `/members/${tom.id}/packages/${id}/freezes`;
    const made = await studio.api.as(ana).post(url, { from, reason: 'Holidays' });
    expect(made.status, made.text).toBe(201);
    app = await AppWindow.openAs(browser, studio, ana);
    await app.goTo(`/members/${tom.id}`);
    await frozen(/^Frozen from/);
    await frozen('Active');
    await app.page.getByRole('button', { name: 'Session used' }).waitFor();
    await expectFit(app, TEXTS);
  });

  it('until they come again: its freeze ends, and a session is used, by one tap', async () => {
    const tom = await studio.given.member({ name: 'Fiona Floe', coach: ana, remaining: 7 });
    const { id } = await packageOf(tom);
    const from = studio.clock.now().toISOString().slice(0, 10);
    const url = `/members/${tom.id}/packages/${id}/freezes`;
    const made = await studio.api.as(ana).post(url, { from, reason: 'away' });
    expect(made.status).toBe(201);
    app = await AppWindow.openAs(browser, studio, ana);
    await app.goTo(`/members/${tom.id}`);
    await frozen('Frozen');
    await expectFit(app);
    await app.page.getByRole('button', { name: 'End the freeze and use' }).click();
    await frozen('Active');
    await app.page.getByRole('button', { name: 'Used today' }).waitFor();
    await expect.poll(() => packageOf(tom)).toMatchObject({ state: 'active', remaining: 6 });
  });

  it.each([
    ['light', 'en-GB', 'Change the package with Ana Silva', /^Freeze/],
    ['dark', 'de-DE', 'Paket mit Ana Silva ändern', /^Pausieren/],
  ] as const)('in a sheet that fits: %s %s', async (scheme, locale, menu, action) => {
    const tom = await studio.given.member({ name: `Fido ${scheme}`, coach: ana, remaining: 7 });
    app = await AppWindow.openAs(browser, studio, ana, { scheme, locale });
    await app.goTo(`/members/${tom.id}`);
    await app.page.getByRole('button', { name: menu }).click();
    await inSheet(action).waitFor();
    await expectFit(app, TEXTS);
    await inSheet(action).click();
    await app.sheet.locator('textarea').waitFor();
    await expectFit(app, TEXTS);
  });
});
