import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

describe('a coach stands in for another one', () => {
  let browser: Browser;
  let studio: Studio;
  let admin: TestPerson;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    async (stage) => {
      ({ browser, studio, ana } = stage);
      admin = await givenPerson(studio, 'admin', 'Ada Admin');
    },
    () => app,
  );

  const main = () => app.page.getByRole('main');
  const inSheet = (name: string | RegExp) => app.sheet.getByRole('button', { name, exact: true });
  const chip = (name: string | RegExp) => app.page.getByRole('radio', { name });

  /** A day of the studio, so many days from today. */
  function day(ahead: number): string {
    return new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  }

  async function benWithTom(name: string): Promise<{ ben: TestPerson; tom: GivenMember }> {
    const ben = await givenPerson(studio, 'coach', name);
    const tom = await studio.given.member({ name: `Tom ${name}`, coach: ben, remaining: 5 });
    return { ben, tom };
  }

  async function standsIn(ben: TestPerson): Promise<string> {
    const body = { substituteId: ana.id, from: day(0), to: day(3) };
    const set = await studio.api.as(admin).post(`/people/${ben.id}/substitutions`, body);
    expect(set.status, set.text).toBe(201);
    return `/people/${ben.id}/substitutions/${set.body.id}`;
  }

  it('as the desk sets and ends it', async () => {
    const { ben } = await benWithTom('Ben Adams');
    app = await AppWindow.openAs(browser, studio, admin);
    const { page, sheet } = app;
    await app.goTo(`/people/${ben.id}`);
    await page.getByRole('button', { name: /^Substitute/ }).click();
    await sheet.getByText('Nobody stands in.').waitFor();
    await inSheet('Set').click();
    await sheet.getByText('Please choose a coach.').waitFor();
    await sheet.getByRole('combobox').selectOption({ label: 'Ana Silva' });
    await inSheet('2 weeks').click();
    await expectFit(app);
    await inSheet('Set').click();
    await sheet.waitFor({ state: 'detached' });
    await page.getByText('Ana Silva stands in').waitFor();

    await page.getByRole('button', { name: /^Substitute/ }).click();
    await sheet.getByRole('listitem').filter({ hasText: 'Ana Silva' }).waitFor();
    await inSheet('Set').click();
    await sheet.getByRole('combobox').selectOption({ label: 'Ana Silva' });
    await inSheet('Set').click();
    await sheet.getByText('Somebody stands in on these days already.').waitFor();
    await expectFit(app);
    await inSheet('End with Ana Silva').click();
    await sheet.getByText('Nobody stands in.').waitFor();
    expect((await studio.api.as(ana).get('/substitutions')).body.data).toEqual([]);
  });

  it('and uses the sessions of these members by one tap', async () => {
    const { ben, tom } = await benWithTom('Bob Brown');
    const path = await standsIn(ben);
    const own = await studio.given.member({ name: 'Olga Own', coach: ana, remaining: 3 });
    app = await AppWindow.openAs(browser, studio, ana);
    const row = (name: string) => main().getByRole('listitem').filter({ hasText: name });
    await row('Olga Own').waitFor();
    expect(await row('Tom Bob').count()).toBe(0);
    await app.page.getByText(/^For Bob Brown · until /).click();
    await row('Tom Bob').waitFor();
    await row('Olga Own').waitFor({ state: 'detached' });
    await expectFit(app, TEXTS);
    await row('Tom Bob').getByRole('button').click();
    await row('Tom Bob').getByText('Used today').waitFor();
    const read = () => studio.api.as(ben).lines(tom);
    await expect.poll(async () => (await read()).body.data[0].usage.kind).toBe('manual');
    expect((await read()).body.data[0].usage).toMatchObject({
      ...{ coachId: ben.id, deliveredBy: { id: ana.id } },
    });

    await row('Tom Bob').getByRole('link').click();
    const card = main().getByRole('article', { name: 'with Bob Brown' });
    await card.getByText('4', { exact: true }).waitFor();
    await main().getByText('Trained by Ana Silva, for Bob Brown').waitFor();
    // What is sold stays with the coach.
    expect(await card.getByRole('button', { name: /^Change the package/ }).count()).toBe(0);
    expect(await main().getByRole('button', { name: /^Sell/ }).count()).toBe(0);
    await expectFit(app, TEXTS);
    await main().getByRole('button', { name: 'Undo', exact: true }).first().click();
    await inSheet('Did not train').click();
    await inSheet('Undo').click();
    await app.sheet.waitFor({ state: 'detached' });
    await card.getByText('5', { exact: true }).waitFor();

    const over = await studio.api.as(admin).patch(path, { to: day(-1) });
    expect(over.status, over.text).toBe(200);
    // Also where the address is still of the other list.
    await app.goTo(`/?coachId=${ben.id}`);
    await row('Olga Own').waitFor();
    await chip(/^For Bob Brown/).waitFor({ state: 'detached' });
    expect(own.packageId).toBeGreaterThan(0);
  });

  it.each([
    ['light', 'en-GB', /^Substitute/],
    ['dark', 'de-DE', /^Vertretung/],
  ] as const)('in a sheet that fits: %s %s', async (scheme, locale, action) => {
    const { ben } = await benWithTom(`Lou ${scheme}`);
    await standsIn(ben);
    app = await AppWindow.openAs(browser, studio, admin, { scheme, locale });
    await app.goTo(`/people/${ben.id}`);
    await app.page.getByRole('button', { name: action }).click();
    await app.sheet.getByRole('listitem').filter({ hasText: 'Ana Silva' }).waitFor();
    await expectFit(app, TEXTS);
  });
});
