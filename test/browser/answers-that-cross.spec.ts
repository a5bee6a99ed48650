import type { Browser, Route } from 'playwright-core';
import { describe, it } from 'vitest';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';

/** Longer than what was read is taken for fresh. */
const LATER_MS = 60_000;

describe('a person who is read while they are changed', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  const button = (name: string | RegExp) => app.page.getByRole('button', { name });
  const switchOff = () => app.sheet.getByRole('button', { name: 'Switch off' });

  async function openSheetOf(name: string): Promise<string> {
    const admin = await givenPerson(studio, 'admin', `Admin of ${name}`);
    const { id } = await givenPerson(studio, 'staff', name);
    app = await AppWindow.openAs(browser, studio, admin);
    await app.page.clock.install();
    await app.goTo(`/people/${id}`);
    await button(/^Switch off/).click();
    await switchOff().waitFor();
    await app.page.clock.fastForward(LATER_MS);
    return `**/people/${id}`;
  }

  /** To the window: what it shows is read again. */
  async function comeBack(): Promise<void> {
    await app.page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  }

  /** Has the next request of this kind go by `pass`. */
  async function catchNext(url: string, method: string, pass: (route: Route) => Promise<void>) {
    await app.page.route(url, (route) =>
      route.request().method() === method ? pass(route) : route.fallback(),
    );
  }

  it('is as asked, though read as changed before the answer comes', async () => {
    const url = await openSheetOf('Kay Before');
    await catchNext(url, 'PATCH', async (route) => {
      const answer = await route.fetch();
      const isRead = app.page.waitForResponse((one) => one.request().method() === 'GET');
      await comeBack();
      await isRead;
      await app.page.getByText('Switched off', { exact: true }).waitFor();
      await route.fulfill({ response: answer });
    });
    await switchOff().click();
    await app.page.getByText('Kay Before is switched off.').waitFor();
  });

  it('is as the change says: what was read before it and comes behind it is old', async () => {
    const url = await openSheetOf('Kay Behind');
    let isHeld: () => void = () => undefined;
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (isHeld = resolve));
    const later = new Promise<void>((resolve) => (goOn = resolve));
    let isFirst = true;
    await catchNext(url, 'GET', async (route) => {
      if (!isFirst) return route.fallback();
      isFirst = false;
      const answer = await route.fetch();
      isHeld();
      await later;
      // Gone, where the app has given it up.
      await route.fulfill({ response: answer }).catch(() => undefined);
    });
    await comeBack();
    await held;
    await switchOff().click();
    await app.page.getByText('Kay Behind is switched off.').waitFor();
    goOn();
    await button(/^Switch on/).waitFor();
    await app.page.unrouteAll({ behavior: 'wait' });
    await button(/^Switch on/).waitFor();
  });
});
