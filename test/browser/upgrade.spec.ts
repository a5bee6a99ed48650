import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { AppWindow } from './app-window.js';
import { onStage } from './device-stage.js';
import type { Studio } from '../support/studio.js';

describe('the app on a device', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  it('an old tab that asks for a part that is gone loads the new version', async () => {
    app = await AppWindow.openAs(browser, studio, ana, { isInstalled: true });
    await app.page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
    let gone = 0;
    // Not from the worker's cache: as in a browser without one, on plain http.
    await app.page.evaluate(async () => {
      // One that is still being installed would fill its cache behind our back.
      await navigator.serviceWorker.ready;
      const all = await navigator.serviceWorker.getRegistrations();
      await Promise.all(all.map((one) => one.unregister()));
      const names = await caches.keys();
      await Promise.all(names.map((name) => caches.delete(name)));
    });
    await app.context.route(/assets\/activity-page-.*\.js$/, (route) => {
      gone += 1;
      return gone === 1 ? route.fulfill({ status: 404, body: 'gone' }) : route.continue();
    });
    await app.page.getByRole('link', { name: 'Activity' }).click();
    await app.page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    expect(gone).toBeGreaterThan(0);
  });

  it('can be installed: a manifest with icons, and a worker', async () => {
    app = await AppWindow.openAs(browser, studio, ana, { isInstalled: true });
    const session = await app.context.newCDPSession(app.page);
    await app.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    const { errors } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    const found = installabilityErrors.map(({ errorId }) => errorId);
    // Playwright's contexts are incognito ones, in which nothing is ever installed.
    expect(found.filter((one) => one !== 'in-incognito')).toEqual([]);
  });

  it('/ leads to it', async () => {
    app = await AppWindow.open(browser, studio, { isInstalled: true });
    await app.page.goto(`${studio.api.base}/`);
    await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(new URL(app.page.url()).pathname).toBe('/app/');
  });

  it('speaks the language of the browser', async () => {
    await studio.given.member({ name: 'Tom Deutsch', coach: ana, remaining: 1 });
    app = await AppWindow.openAs(browser, studio, ana, {
      ...{ locale: 'de-CH', isInstalled: true },
    });
    await app.page.getByRole('heading', { level: 1, name: 'Mitglieder' }).waitFor();
    expect(await app.page.evaluate(() => document.documentElement.lang)).toBe('de');
    await app.page.getByRole('button', { name: /Tom Deutsch/ }).click();
    await app.page.getByText(/Einheit verbraucht · Tom Deutsch/).waitFor();
  });

  it('follows the device from light to dark, and a choice of one’s own stays', async () => {
    app = await AppWindow.openAs(browser, studio, ana, { isInstalled: true });
    const scheme = () =>
      app.page.evaluate(() => document.documentElement.dataset.mantineColorScheme);
    expect(await scheme()).toBe('light');
    await app.page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(scheme).toBe('dark');
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByText('Light', { exact: true }).click();
    await expect.poll(scheme).toBe('light');
    await app.page.reload();
    await app.page.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
    expect(await scheme()).toBe('light');
  });

  it('pulling the list down reads it again', async () => {
    await studio.given.member({ name: 'Pia Pulled', coach: ana, remaining: 7 });
    app = await AppWindow.openAs(browser, studio, ana, { isInstalled: true });
    await app.row('Pia Pulled').waitFor();
    let reads = 0;
    await app.page.route('**/api/v1/members?*', (route) => {
      reads += 1;
      return route.continue();
    });
    const session = await app.context.newCDPSession(app.page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: y === undefined ? [] : [{ x: 200, y }],
      });
    await touch('touchStart', 200);
    for (const y of [240, 290, 340, 390]) await touch('touchMove', y);
    await app.page.getByText('Release to refresh').waitFor();
    await touch('touchEnd');
    await expect.poll(() => reads).toBeGreaterThan(0);
  });
});
