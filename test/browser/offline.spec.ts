import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { AppWindow, givenPerson, PASSWORD } from './app-window.js';
import { onStage } from './device-stage.js';
import type { Studio } from '../support/studio.js';

describe('without a connection', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  const given = (name: string) => studio.given.member({ name, coach: ana, remaining: 7 });

  async function openApp(name: string): Promise<void> {
    app = await AppWindow.openAs(browser, studio, ana, { isInstalled: true });
    await app.row(name).waitFor();
  }

  const tap = (name: string) =>
    app.page.getByRole('button', { name: `Session used today: ${name}` }).click();

  const usagesOf = async ({ id }: { id: number }) => {
    const { body } = await studio.api.as(ana).get(`/members/${id}/sessions`);
    return body.data.filter(({ kind }: { kind: string }) => kind === 'manual');
  };

  it('a tap is kept, shown as waiting, and happens exactly once after it', async () => {
    const tom = await given('Tom Basement');
    await openApp('Tom Basement');
    await app.context.setOffline(true);
    await tap('Tom Basement');
    const row = app.row('Tom Basement');
    await row.getByText('6', { exact: true }).waitFor();
    await row.getByText('Not sent yet').waitFor();
    await app.page.getByText(/You are offline.*1 tap waiting to be sent/).waitFor();
    expect(await usagesOf(tom)).toHaveLength(0);

    await app.context.setOffline(false);
    await row.getByText('Not sent yet').waitFor({ state: 'detached' });
    await row.getByText('6', { exact: true }).waitFor();
    expect(await usagesOf(tom)).toHaveLength(1);
  });

  it('a tap whose answer got lost is sent again and counts once', async () => {
    const tom = await given('Tim Lostanswer');
    await openApp('Tim Lostanswer');
    let lost = 0;
    await app.page.route(`**/members/${tom.id}/sessions`, async (route) => {
      if (route.request().method() !== 'POST' || lost >= 2) return route.continue();
      lost += 1;
      // The studio gets it; the phone gets nothing.
      await route.fetch();
      return route.abort();
    });
    await tap('Tim Lostanswer');
    await app.page.getByText('Session used · Tim Lostanswer · 6 sessions left').waitFor();
    expect(lost).toBe(2);
    expect(await usagesOf(tom)).toHaveLength(1);
    await app.row('Tim Lostanswer').getByText('6', { exact: true }).waitFor();
  });

  it('the app opens with what it had, and sends what was tapped before it was closed', async () => {
    const tom = await given('Theo Closed');
    await openApp('Theo Closed');
    await app.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    // The first visit is not yet served by the worker, and what was read is kept with a pause.
    await app.page.reload();
    await app.row('Theo Closed').waitFor();
    await app.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await app.page.waitForFunction(async () => {
      const open = indexedDB.open('coach-cache');
      await new Promise((done) => (open.onsuccess = done));
      const all = open.result.transaction('queries').objectStore('queries').getAll();
      await new Promise((done) => (all.onsuccess = done));
      open.result.close();
      return JSON.stringify(all.result).includes('Closed');
    });
    await app.context.setOffline(true);
    await tap('Theo Closed');
    await app.row('Theo Closed').getByText('Not sent yet').waitFor();
    await app.page.close();

    const page = await app.context.newPage();
    await page.goto(`${studio.api.base}/app/`);
    const row = page.getByRole('listitem').filter({ hasText: 'Theo Closed' });
    await row.getByText('6', { exact: true }).waitFor();
    await row.getByText('Not sent yet').waitFor();
    await page.getByText('Theo Closed').click();
    await page.getByRole('heading', { level: 1, name: 'Theo Closed' }).waitFor();

    await app.context.setOffline(false);
    await page.getByText('Not sent yet').waitFor({ state: 'detached' });
    await expect.poll(() => usagesOf(tom)).toHaveLength(1);
  });

  it('a tap that is taken back before it was sent never happens', async () => {
    const tom = await given('Toni Takenback');
    await openApp('Toni Takenback');
    await app.context.setOffline(true);
    await tap('Toni Takenback');
    await app.page.getByRole('button', { name: 'Undo' }).click();
    await app.row('Toni Takenback').getByText('7', { exact: true }).waitFor();
    await app.context.setOffline(false);
    await app.page.getByText(/You are offline/).waitFor({ state: 'detached' });
    await tap('Toni Takenback');
    await app.page.getByText('Session used · Toni Takenback · 6 sessions left').waitFor();
    expect(await usagesOf(tom)).toHaveLength(1);
  });

  it('a tap that the studio refuses afterwards waits to be read', async () => {
    const tom = await given('Tara Refused');
    await openApp('Tara Refused');
    await app.context.setOffline(true);
    await tap('Tara Refused');
    await app.row('Tara Refused').getByText('Not sent yet').waitFor();
    // Long ago for the person, who has put the phone away.
    await app.page.evaluate(async () => {
      const open = indexedDB.open('coach-taps');
      await new Promise((done) => (open.onsuccess = done));
      const store = open.result.transaction('taps', 'readwrite').objectStore('taps');
      const read = store.get('taps');
      await new Promise((done) => (read.onsuccess = done));
      const taps = (read.result as { at: number }[]).map((one) => ({
        ...one,
        at: one.at - 60_000,
      }));
      const written = store.put(taps, 'taps');
      await new Promise((done) => (written.onsuccess = done));
      open.result.close();
    });
    await studio.api.as(tom).startWorkout(tom);
    await app.context.setOffline(false);
    await app.page.getByText('1 tap could not be booked').waitFor();
    await app.page.getByRole('button', { name: 'Show' }).click();
    const sheet = app.page.getByRole('dialog');
    await sheet.getByText('A session was already used on that day.').waitFor();
    await sheet.getByRole('button', { name: 'Dismiss' }).click();
    await app.page.getByText('1 tap could not be booked').waitFor({ state: 'detached' });
    expect(await usagesOf(tom)).toHaveLength(0);
  });

  it("nobody else's sign-in sends a person's taps", async () => {
    const tom = await given('Tilda Otherone');
    const ben = await givenPerson(studio, 'coach', 'Ben Costa');
    await openApp('Tilda Otherone');
    await app.context.setOffline(true);
    await tap('Tilda Otherone');
    await app.row('Tilda Otherone').getByText('Not sent yet').waitFor();
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await app.page.getByText(/1 tap on this device will be sent/).waitFor();
    await app.page.getByRole('button', { name: 'Sign out anyway' }).click();
    await app.context.setOffline(false);
    await app.page.getByText('1 tap will be sent when the same person signs in.').waitFor();

    await app.signIn(ben);
    await app.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    expect(await usagesOf(tom)).toHaveLength(0);
    await app.signIn(ana, PASSWORD);
    await expect.poll(() => usagesOf(tom)).toHaveLength(1);
  });

  it('a sheet that is not on the device yet comes with the connection', async () => {
    const tom = await given('Tia Firstvisit');
    app = await AppWindow.openAs(browser, studio, ana);
    await app.goTo(`/members/${tom.id}`);
    const correct = app.page.getByRole('button', { name: 'Correct' });
    await correct.waitFor();
    await app.context.setOffline(true);
    await correct.click();
    await app.page.getByText('This is not on the device yet.').waitFor();
    expect(await app.sheet.count()).toBe(0);
    await app.context.setOffline(false);
    await app.sheet.getByRole('button', { name: 'One more' }).waitFor();
  });

  it('a correction says that it needs a connection, and keeps what was entered', async () => {
    const tom = await given('Timo Correction');
    await openApp('Timo Correction');
    await app.page.getByText('Timo Correction').click();
    await app.page.getByRole('button', { name: 'Correct' }).click();
    const sheet = app.page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'One more' }).click();
    await sheet.getByText('Goodwill').click();
    await app.context.setOffline(true);
    await sheet.getByRole('button', { name: 'Save' }).click();
    await sheet.getByText(/This needs a connection/).waitFor();
    await app.context.setOffline(false);
    await sheet.getByRole('button', { name: 'Save' }).click();
    await app.page.getByText('The new balance is 8.').waitFor();
    const { body } = await studio.api.as(ana).get(`/members/${tom.id}/sessions?kind=adjustment`);
    expect(body.data).toHaveLength(1);
  });
});
