import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startOfStudioDay } from '../../src/common/studio-day.js';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import type { Studio } from '../support/studio.js';
import { AppWindow } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('the history of a member', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  /** Sold with 2; a session of today was given back. */
  async function givenBack(name: string): Promise<{ tom: GivenMember; undo: () => Promise<void> }> {
    const tom = await studio.given.member({ name, coach: ana, remaining: 2 });
    const coach = studio.api.as(ana);
    const { usage } = (await coach.startWorkout(tom)).body;
    const undo = async () => {
      await coach.undo(tom, usage.id, { reason: 'Only said hello', reasonCode: 'mistake' });
    };
    return { tom, undo };
  }

  const lines = async () => {
    const texts = await app.page.getByRole('main').getByRole('listitem').allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, ' ').replace(/\d\d?:\d\d( [AP]M)?/, 'TIME'));
  };
  const LINES = [
    'Given back TIME · by Ana Silva Entered by mistake · “Only said hello” +1 2 left',
    'Workout started TIME · by Ana Silva Undone −1',
    /^Package sold TIME · by .* \+2 2 left$/,
  ];

  /** The worker serves the app, and the device has kept what was read. */
  async function isKept(text: string): Promise<void> {
    const { page } = app;
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.waitForFunction(async (sought) => {
      const open = indexedDB.open('coach-cache');
      await new Promise((done) => (open.onsuccess = done));
      const all = open.result.transaction('queries').objectStore('queries').getAll();
      await new Promise((done) => (all.onsuccess = done));
      open.result.close();
      return JSON.stringify(all.result).includes(sought);
    }, text);
  }

  it.each([
    ['light', 'en-GB', 'Given back'],
    ['dark', 'de-DE', 'Zurückgegeben'],
  ] as const)('fits with what was given back: %s %s', async (scheme, locale, text) => {
    const { tom, undo } = await givenBack(`Tom ${scheme}`);
    await undo();
    app = await AppWindow.openAs(browser, studio, ana, { scheme, locale });
    await app.goTo(`/members/${tom.id}`);
    await app.page.getByText(text, { exact: true }).waitFor();
    await expectFit(app);
  });

  it('is beside a card that says what lapsed, and of how many as long as that is so', async () => {
    const { tom } = await givenBack('Tara Lapsed');
    app = await AppWindow.openAs(browser, studio, ana);
    await app.goTo(`/members/${tom.id}`);
    const card = app.page.getByRole('article');
    await card.getByText('session left of 2').waitFor();
    await studio.api.as(ana).adjust(tom, { adjustment: 2, reasonCode: 'goodwill' });
    await card.getByText('sessions left', { exact: true }).waitFor();
    // The zone is another one at each hour.
    const fourth = startOfStudioDay('2026-03-04', studio.config.studioTimeZone);
    const end = new Date(fourth.getTime() - 1000).toISOString().slice(0, 19).replace('T', ' ');
    await studio.sql('UPDATE coach_member_list SET expires_at = ? WHERE id = ?', [
      ...[end, tom.packageId],
    ]);
    await app.page.reload();
    await card.getByText(/3 sessions lapsed on (3 Mar|Mar 3)$/).waitFor();
    await expectFit(app);
  });

  it('leaves room for words at large text', async () => {
    const { tom } = await givenBack('Tom Large');
    app = await AppWindow.openAs(browser, studio, ana, { locale: 'de-DE' });
    await app.goTo(`/members/${tom.id}`);
    await app.page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    const row = app.page.getByRole('listitem').filter({ hasText: 'Training gestartet' });
    await row.getByRole('button', { name: 'Rückgängig' }).waitFor();
    const words = row.getByText('Training gestartet');
    expect((await words.boundingBox())?.width).toBeGreaterThan(200);
    expect(await app.isTooWide()).toBe(false);
  });

  it('shows an undo of somebody else at once, and it leaves what the card says', async () => {
    const { tom, undo } = await givenBack('Tim Live');
    app = await AppWindow.openAs(browser, studio, ana);
    await app.goTo(`/members/${tom.id}`);
    await app.page.getByRole('listitem').filter({ hasText: 'Workout started' }).waitFor();
    await app.isLive();
    await undo();
    await app.page.getByText('Given back').waitFor();
    const found = await lines();
    expect(found.slice(0, 2)).toEqual(LINES.slice(0, 2));
    expect(found[2]).toMatch(LINES[2] as RegExp);
    await app.page.getByRole('article').getByText('2', { exact: true }).waitFor();
    expect(await app.page.getByRole('listitem').getByRole('button', { name: 'Undo' }).count()).toBe(
      0,
    );
  });

  it('is read without a connection, as it was', async () => {
    const { tom, undo } = await givenBack('Theo Offline');
    await undo();
    app = await AppWindow.openAs(browser, studio, ana, { isInstalled: true });
    await app.goTo(`/members/${tom.id}`);
    await app.page.getByText('Given back').waitFor();
    const before = await lines();
    await isKept('Only said hello');
    await app.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await app.context.setOffline(true);
    await app.page.reload();
    await app.page.getByText('Given back').waitFor();
    expect(await lines()).toEqual(before);
  });
});
