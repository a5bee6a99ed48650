import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { cachedAt, deviceMemory, historyOf } from './device-memory.js';
import { onStage } from './device-stage.js';

describe('a phone that is handed on', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  const given = (name: string) => studio.given.member({ name, coach: ana, remaining: 7 });
  const search = () => app.page.getByRole('searchbox');
  const heading = (name: string) => app.page.getByRole('heading', { level: 1, name }).waitFor();

  async function signOut(): Promise<void> {
    await app.page.getByRole('link', { name: 'Account' }).click();
    const isHeard = app.page.waitForResponse(/\/auth\/logout$/);
    await app.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await isHeard;
  }

  it('after the sign-out holds nothing of what was read, tapped and searched for', async () => {
    const nora = await given('Nora Handedon');
    app = await AppWindow.signInAs(browser, studio, ana, { isInstalled: true });
    const { page } = app;
    const secrets: string[] = await page.evaluate(() => {
      const account = JSON.parse(localStorage.getItem('coach.account') ?? '{}') as object;
      return Object.values(account).filter((one) => typeof one === 'string');
    });
    expect(secrets).toHaveLength(2);
    const words = ['Handedon', nora.email, ana.email, ...secrets];

    await page.getByRole('button', { name: 'Session used today: Nora Handedon' }).click();
    await page.getByText('Session used · Nora Handedon · 6 sessions left').waitFor();
    await search().fill('Handedon');
    const searches = () => page.evaluate(() => sessionStorage.getItem('coach.searches'));
    await expect.poll(searches).toContain('Handedon');
    await page.getByText('Nora Handedon', { exact: true }).click();
    await heading('Nora Handedon');
    for (const name of ['Activity', 'Overview']) {
      await page.getByRole('link', { name, exact: true }).click();
      await heading(name);
    }
    // As any client reads that leaves caching to the browser.
    const reads = [`/api/v1/members/${nora.id}`, '/api/v1/members', '/api/v1/overview'];
    for (const path of reads) {
      const token = secrets[0] ?? '';
      const status = await page.evaluate(
        async ([url, key]) =>
          (await fetch(url, { headers: { Authorization: `Bearer ${key}` } })).status,
        [path, token] as const,
      );
      expect([path, status, await cachedAt(page, path)]).toEqual([path, 200, null]);
    }
    // What the device keeps for reading offline, it keeps with a pause.
    for (const word of words) await expect.poll(() => deviceMemory(page)).toContain(word);
    // Swagger UI has the same origin, and keeps there what is pasted into it.
    await page.evaluate((token) => localStorage.setItem('authorized', token), secrets[0] ?? '');

    await signOut();
    const isLeft = async () => {
      const memory = `${await deviceMemory(page)} ${await page.content()}`;
      return words.filter((word) => memory.includes(word));
    };
    await expect.poll(isLeft).toEqual([]);
    for (const path of reads) expect([path, await cachedAt(page, path)]).toEqual([path, null]);
    const past = await historyOf(page);
    expect(words.filter((word) => past.includes(word))).toEqual([]);
    expect(past).toContain(`/app/members/${nora.id} Member ${nora.id} · `);
  });

  it('forgets what an earlier release let the browser cache', async () => {
    app = await AppWindow.openAs(browser, studio, ana);
    await search().waitFor();
    const file = await app.page.evaluate(() => document.scripts[0]?.src ?? '');
    expect(await cachedAt(app.page, file)).toBe(200);
    await signOut();
    await expect.poll(() => cachedAt(app.page, file)).toBeNull();
  });

  it('shows nothing when a tab that slept behind Back wakes up', async () => {
    await given('Theo Asleep');
    app = await AppWindow.signInAs(browser, studio, ana, { isInstalled: true });
    await app.row('Theo Asleep').waitFor();
    // Another tab signed out, and this one has not heard of it.
    await app.page.evaluate(() => {
      localStorage.removeItem('coach.account');
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await app.page.content()).not.toContain('Asleep');
  });

  it('gives a search back to Back and to a reload, and to nobody else', async () => {
    const tom = await given('Tom Looked-for');
    await given('Tim Otherwise');
    const ben = await givenPerson(studio, 'coach', 'Ben Costa');
    app = await AppWindow.signInAs(browser, studio, ana, { isInstalled: true });
    const { page } = app;
    await app.row('Tim Otherwise').waitFor();
    await search().fill('looked');
    await app.row('Tim Otherwise').waitFor({ state: 'detached' });
    await page.getByText('Tom Looked-for', { exact: true }).click();
    await heading('Tom Looked-for');
    await page.goBack();
    await app.row('Tom Looked-for').waitFor();
    expect(await search().inputValue()).toBe('looked');
    expect(await app.row('Tim Otherwise').count()).toBe(0);
    await page.goForward();
    await heading('Tom Looked-for');
    await page.goBack();
    await page.reload();
    await app.row('Tom Looked-for').waitFor();
    expect(await search().inputValue()).toBe('looked');
    // A filter leaves it alone, and is in the address.
    await page.getByText('Empty', { exact: true }).click();
    await page.getByText('Nobody').first().waitFor();
    expect(new URL(page.url()).search).toBe('?attention=empty');
    await page.getByText('All', { exact: true }).click();
    await app.row('Tom Looked-for').waitFor();
    expect(await search().inputValue()).toBe('looked');
    // A way to the list from elsewhere begins afresh.
    await page.goto(`${studio.api.base}/app/members/${tom.id}`);
    await page.getByRole('link', { name: 'Members', exact: true }).click();
    await app.row('Tim Otherwise').waitFor();
    expect(await search().inputValue()).toBe('');

    await page.goBack();
    await page.goBack();
    await app.row('Tom Looked-for').waitFor();
    await signOut();
    await app.signIn(ben);
    await page.goBack();
    await search().waitFor();
    expect(await search().inputValue()).toBe('');
  });

  it('saves the bytes of what is unchanged, also after it was closed', async () => {
    await given('Una Unchanged');
    app = await AppWindow.signInAs(browser, studio, ana, { isInstalled: true });
    const { page } = app;
    const seen: number[] = [];
    page.on('response', (answer) => {
      const { pathname, search: query } = new URL(answer.url());
      if (pathname === '/api/v1/members' && !query.includes('search')) seen.push(answer.status());
    });
    await app.row('Una Unchanged').waitFor();
    await app.isLive();
    await expect.poll(() => deviceMemory(page)).toContain('answers-');
    await expect.poll(() => deviceMemory(page)).toContain('order=attention');
    const atFirst = seen.length;
    await page.reload();
    await app.row('Una Unchanged').waitFor();
    await expect.poll(() => seen.length).toBeGreaterThan(atFirst + 1);
    expect(new Set(seen.slice(atFirst))).toEqual(new Set([304]));

    const unchanged = seen.length;
    await given('Ulf Anew');
    await page.reload();
    await app.row('Ulf Anew').waitFor();
    expect(seen.slice(unchanged)).toContain(200);
  });
});
