import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { AppWindow } from './app-window.js';
import { deviceMemory } from './device-memory.js';
import { onStage } from './device-stage.js';
import type { Studio } from '../support/studio.js';

describe('tokens in the app', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  const given = (name: string) => studio.given.member({ name, coach: ana, remaining: 7 });
  const tap = (name: string) =>
    app.page.getByRole('button', { name: `Session used today: ${name}` }).click();
  const account = (page = app.page) =>
    page.evaluate(() => JSON.parse(localStorage.getItem('coach.account') ?? 'null'));

  it('one that expires in the middle is renewed silently, and the tap counts once', async () => {
    const tom = await given('Tom Expires');
    app = await AppWindow.signInAs(browser, studio, ana);
    let renewals = 0;
    app.page.on('request', (one) => (renewals += one.url().endsWith('auth/refresh') ? 1 : 0));
    await app.row('Tom Expires').waitFor();
    await app.expireToken(studio, ana);
    await tap('Tom Expires');
    await app.page.getByText('Session used · Tom Expires · 6 sessions left').waitFor();
    await expect.poll(() => renewals).toBe(1);
    const { body } = await studio.api.as(ana).get(`/members/${tom.id}/sessions?kind=manual`);
    expect(body.data).toHaveLength(1);
  });

  it('two tabs renew once: a refresh token that is used twice would end the sign-in', async () => {
    await given('Tim Twotabs');
    app = await AppWindow.signInAs(browser, studio, ana);
    await app.row('Tim Twotabs').waitFor();
    const other = await app.context.newPage();
    await other.goto(`${studio.api.base}/app/`);
    await other.getByRole('listitem').filter({ hasText: 'Tim Twotabs' }).waitFor();
    let renewals = 0;
    await app.context.route('**/auth/refresh', (route) => {
      renewals += 1;
      return route.continue();
    });
    await app.expireToken(studio, ana);
    await Promise.all([app.page, other].map((page) => page.reload()));
    for (const page of [app.page, other]) {
      await page.getByRole('listitem').filter({ hasText: 'Tim Twotabs' }).waitFor();
      await page.getByRole('link', { name: 'Activity' }).click();
      await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    }
    await expect.poll(() => renewals).toBe(1);
    expect(await account()).not.toBeNull();
  });

  it('a sign-in that is over leads to the sign-in, and loses neither place nor tap', async () => {
    const tom = await given('Theo Over');
    app = await AppWindow.signInAs(browser, studio, ana);
    await app.page.getByText('Theo Over').click();
    await app.page.getByRole('button', { name: 'Session used today' }).waitFor();
    await studio.sql('UPDATE coach_refresh_token SET revoked_at = expires_at');
    await app.expireToken(studio, ana);
    await app.page.getByRole('button', { name: 'Session used today' }).click();
    await app.page.getByText('Your sign-in has ended. Nothing is lost').waitFor();
    await app.page.getByText('1 tap will be sent when the same person signs in.').waitFor();
    await app.signIn(ana);
    await app.page.getByRole('heading', { level: 1, name: 'Theo Over' }).waitFor();
    await expect
      .poll(async () => (await studio.api.as(ana).get(`/members/${tom.id}`)).body.usedToday)
      .toBe(true);
  });

  it('signing out in one tab signs out in all, and leaves nothing on the device', async () => {
    await given('Tara Signsout');
    app = await AppWindow.signInAs(browser, studio, ana);
    const other = await app.context.newPage();
    await other.goto(`${studio.api.base}/app/`);
    await other.getByRole('listitem').filter({ hasText: 'Tara Signsout' }).waitFor();
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    for (const page of [app.page, other]) {
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
    }
    await expect.poll(() => deviceMemory(app.page)).not.toContain('Signsout');
    expect(await account()).toBeNull();
  });

  it('a sign-in that finds too many others tries again by itself', async () => {
    await given('Toby Crowd');
    app = await AppWindow.open(browser, studio);
    let tries = 0;
    await app.context.route('**/auth/login', (route) => {
      tries += 1;
      if (tries > 2) return route.continue();
      const body = { code: 'sign_in_busy', detail: 'Many people sign in.', status: 503 };
      const headers = { 'Retry-After': '1' };
      return route.fulfill({ status: 503, headers, json: body });
    });
    await app.signIn(ana);
    await app.row('Toby Crowd').waitFor();
    expect(tries).toBe(3);
  });

  it('a sign-in that must wait for long says for how long', async () => {
    app = await AppWindow.open(browser, studio);
    await app.context.route('**/auth/login', (route) => {
      const body = { code: 'too_many_attempts', detail: 'Too many.', status: 429 };
      const headers = { 'Retry-After': '181' };
      return route.fulfill({ status: 429, headers, json: body });
    });
    await app.page.getByLabel(/e-mail/i).fill(ana.email);
    await app.page.locator('input[name=password]').fill('a guess');
    await app.page.getByRole('button', { name: /^sign in$/i }).click();
    const alert = app.page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toBe(
      'Too many wrong passwords for this account. Try again in 4 minutes.',
    );
  });

  it('no address that the browser asks for holds a token', async () => {
    await given('Tilda Address');
    const addresses: string[] = [];
    app = await AppWindow.open(browser, studio);
    app.page.on('request', (request) => addresses.push(request.url()));
    await app.signIn(ana);
    await app.row('Tilda Address').waitFor();
    await expect.poll(() => addresses.some((one) => one.includes('ticket='))).toBe(true);
    const { accessToken, refreshToken } = await account();
    const secrets = [accessToken, refreshToken];
    expect(addresses.filter((one) => secrets.some((secret) => one.includes(secret)))).toEqual([]);
  });
});
