import { EventEmitter, once } from 'node:events';
import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { deviceMemory } from './device-memory.js';
import { onStage } from './device-stage.js';

const WAITS = 'The studio will hear of it with the next connection.';

describe('signing out', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  const refreshToken = (): Promise<string> =>
    app.page.evaluate(() => {
      const account: unknown = JSON.parse(localStorage.getItem('coach.account') ?? '{}');
      return (account as { refreshToken: string }).refreshToken;
    });
  const renew = async (token: string) =>
    (await studio.api.post('/auth/refresh', { refreshToken: token })).status;
  const signOutRows = async ({ id }: TestPerson) => {
    const rows = await studio.sql(
      `SELECT id FROM admin_activity_log WHERE action = 'auth.signed_out' AND actor_id = ${id}`,
    );
    return rows.length;
  };

  async function signOut(): Promise<void> {
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
  }

  async function signOutOffline(): Promise<string> {
    const token = await refreshToken();
    // Before there is a page, the studio has not said its time zone: that is another story.
    await app.page.getByRole('heading', { level: 1 }).waitFor();
    await app.context.setOffline(true);
    await signOut();
    await app.page.getByText(WAITS).waitFor();
    return token;
  }

  it('without a connection is said to be sent later, and is', async () => {
    const eva = await givenPerson(studio, 'coach', 'Eva Offline');
    app = await AppWindow.signInAs(browser, studio, eva, { isInstalled: true });
    const token = await signOutOffline();
    // Of the person the device has kept the token that must end, and nothing else.
    const memory = await deviceMemory(app.page);
    expect(memory).toContain(token);
    expect(memory).not.toContain('Eva');
    expect(memory).not.toContain(eva.email);

    await app.context.setOffline(false);
    await app.page.getByText(WAITS).waitFor({ state: 'detached' });
    expect(await renew(token)).toBe(401);
    expect(await deviceMemory(app.page)).not.toContain(token);
    expect(await signOutRows(eva)).toBe(1);
  });

  it('is possible where the studio cannot be reached before there is a page', async () => {
    const noa = await givenPerson(studio, 'coach', 'Noa Nowhere');
    app = await AppWindow.open(browser, studio);
    await app.context.route('**/api/v1/studio', (route) => route.abort());
    await app.signIn(noa);
    await app.page.getByText('Not on this device yet').waitFor();
    await app.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await expect.poll(() => signOutRows(noa)).toBe(1);
  });

  it('is sent at the next start, and where the answer got lost it counts once', async () => {
    const lia = await givenPerson(studio, 'coach', 'Lia Restart');
    app = await AppWindow.signInAs(browser, studio, lia, { isInstalled: true });
    await app.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const token = await signOutOffline();
    await app.page.close();
    let lost = 0;
    await app.context.route('**/auth/logout', async (route) => {
      lost += 1;
      if (lost > 1) return route.continue();
      // The studio hears of it; the phone hears nothing.
      await route.fetch();
      return route.abort();
    });
    await app.context.setOffline(false);
    const page = await app.context.newPage();
    await page.goto(`${studio.api.base}/app/`);
    await page.getByText(WAITS).waitFor();
    await expect.poll(() => renew(token)).toBe(401);
    await page.getByText(WAITS).waitFor({ state: 'detached' });
    expect(await deviceMemory(page)).not.toContain(token);
    expect([lost, await signOutRows(lia)]).toEqual([2, 1]);
  });

  it('is sent where somebody else has signed in meanwhile, who stays signed in', async () => {
    const ida = await givenPerson(studio, 'coach', 'Ida Before');
    app = await AppWindow.signInAs(browser, studio, ida);
    let isSilent = true;
    await app.context.route('**/auth/logout', (route) =>
      isSilent ? route.abort() : route.continue(),
    );
    const token = await refreshToken();
    await signOut();
    await app.page.getByText(WAITS).waitFor();
    await app.signIn(ana);
    isSilent = false;
    await app.page.reload();
    await app.page.getByRole('navigation').waitFor();
    await expect.poll(() => deviceMemory(app.page)).not.toContain(token);
    expect(await renew(token)).toBe(401);
    expect([await signOutRows(ida), await signOutRows(ana)]).toEqual([1, 0]);
    expect(await renew(await refreshToken())).toBe(200);
  });

  it('is not undone by a renewal of the tokens that was under way', async () => {
    const uma = await givenPerson(studio, 'coach', 'Uma Underway');
    app = await AppWindow.signInAs(browser, studio, uma);
    await app.isLive();
    await app.page.getByRole('link', { name: 'Account' }).click();
    const network = new EventEmitter();
    let renewed = '';
    await app.context.route('**/auth/refresh', async (route) => {
      const answer = await route.fetch();
      renewed = ((await answer.json()) as { refreshToken: string }).refreshToken;
      await once(network, 'slow-answer');
      return route.fulfill({ response: answer });
    });
    await app.expireToken(studio, uma);
    await app.page.getByRole('link', { name: 'Activity' }).click();
    await expect.poll(() => renewed).not.toBe('');
    await signOut();
    network.emit('slow-answer');
    await expect.poll(() => renew(renewed)).toBe(401);
    await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await expect.poll(() => deviceMemory(app.page)).not.toContain('refreshToken');
    expect(await app.page.evaluate(() => localStorage.getItem('coach.account'))).toBeNull();
  });

  it('is dropped when there is nothing left to end', async () => {
    app = await AppWindow.open(browser, studio);
    let sent = 0;
    app.page.on('request', (one) => (sent += one.url().endsWith('/auth/logout') ? 1 : 0));
    await app.page.evaluate(() => {
      const old = { refreshToken: 'long-over', until: Date.now() - 1 };
      localStorage.setItem('coach.sign-outs', JSON.stringify([old]));
    });
    await app.page.reload();
    await expect.poll(() => deviceMemory(app.page)).not.toContain('long-over');
    expect(sent).toBe(0);
  });
});
