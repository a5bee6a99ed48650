import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/common/durations.js';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';

describe('a tap, whatever happens around it', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  const given = (name: string, remaining = 7) =>
    studio.given.member({ name, coach: ana, remaining });

  async function openApp(name: string): Promise<void> {
    // A worker between page and network would hide requests from the routes of these tests.
    app = await AppWindow.openAs(browser, studio, ana);
    await app.row(name).waitFor();
    await app.isLive();
  }

  const tap = (name: string, page = app.page) =>
    page.getByRole('button', { name: `Session used today: ${name}` }).click();

  const usagesOf = async ({ id }: { id: number }) => {
    const { body } = await studio.api.as(ana).get(`/members/${id}/sessions?kind=manual`);
    return body.data as { undone: unknown; createdBy: { name: string } }[];
  };

  /** Every text that the row of a member shows as its number, from now on. */
  async function watchNumber(name: string): Promise<() => Promise<string[]>> {
    await app.row(name).evaluate((row) => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const note = () => {
        const text = row.querySelector('a > span:last-child > span')?.textContent ?? 'nothing';
        if (seen.at(-1) !== text) seen.push(text);
      };
      note();
      const options = { subtree: true, childList: true, characterData: true };
      new MutationObserver(note).observe(row, options);
    });
    return () => app.page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  }

  it.each([0, 800])('the number goes down once, answered after %i ms', async (delayMs) => {
    const name = `Tom Number${delayMs}`;
    const tom = await given(name);
    await openApp(name);
    await app.page.route(`**/members/${tom.id}/sessions`, async (route) => {
      const answer = await route.fetch();
      await new Promise((done) => setTimeout(done, delayMs));
      await route.fulfill({ response: answer });
    });
    const numbers = await watchNumber(name);
    await tap(name);
    await app.page.getByText(`Session used · ${name} · 6 sessions left`).waitFor();
    await app.page.waitForLoadState('networkidle').catch(() => undefined);
    expect(await numbers()).toEqual(['7', '6']);
  });

  it('the last session leaves a zero, and never "no package"', async () => {
    await given('Tim Lastone', 1);
    await openApp('Tim Lastone');
    const numbers = await watchNumber('Tim Lastone');
    await tap('Tim Lastone');
    await app.row('Tim Lastone').getByText('Empty').waitFor();
    expect(await numbers()).toEqual(['1', '0']);
  });

  it('Undo in one tab works for a tap that another tab has sent', async () => {
    const tom = await given('Theo Twotabs');
    await openApp('Theo Twotabs');
    const other = await app.context.newPage();
    await other.goto(`${studio.api.base}/app/`);
    await other.getByRole('listitem').filter({ hasText: 'Theo Twotabs' }).waitFor();
    // The other tab holds the queue while this one taps.
    await other.evaluate(() => {
      const hold = new Promise<void>((release) => Object.assign(window, { release }));
      void navigator.locks.request('taps', () => hold);
    });
    await tap('Theo Twotabs');
    await app.row('Theo Twotabs').getByText('Not sent yet').waitFor();
    await other.evaluate(() => {
      document.dispatchEvent(new Event('visibilitychange'));
      (window as unknown as { release: () => void }).release();
    });
    await expect.poll(() => usagesOf(tom)).toHaveLength(1);
    await app.page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await usagesOf(tom))[0]?.undone).not.toBeNull();
    await app.row('Theo Twotabs').getByText('7', { exact: true }).waitFor();
  });

  it('a double tap on Undo gives one session back and complains about nothing', async () => {
    const tom = await given('Toni Double');
    await openApp('Toni Double');
    await tap('Toni Double');
    await app.page.getByText('Session used · Toni Double · 6 sessions left').waitFor();
    await app.page.getByRole('button', { name: 'Undo' }).dblclick();
    await app.page.getByText('Undone · Toni Double').waitFor();
    await app.row('Toni Double').getByText('7', { exact: true }).waitFor();
    expect(await app.page.getByText('already undone').count()).toBe(0);
    expect(await usagesOf(tom)).toHaveLength(1);
  });

  it('a browser that keeps nothing still sends it', async () => {
    const tom = await given('Tara Private');
    await openApp('Tara Private');
    await app.page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('private', 'SecurityError');
      };
    });
    await app.page.reload();
    await tap('Tara Private');
    await app.page.getByText('Session used · Tara Private · 6 sessions left').waitFor();
    expect(await usagesOf(tom)).toHaveLength(1);
  });

  it('one that the studio cannot answer holds up nobody else', async () => {
    const [stuck, free] = [await given('Tilda Stuck'), await given('Ulf Free')];
    await openApp('Tilda Stuck');
    const broken = { status: 500, contentType: 'application/problem+json' };
    const body = JSON.stringify({ code: 'internal_error', detail: 'no', requestId: 'r' });
    await app.page.route(`**/members/${stuck.id}/sessions`, (route) =>
      route.request().method() === 'POST' ? route.fulfill({ ...broken, body }) : route.continue(),
    );
    await tap('Tilda Stuck');
    await tap('Ulf Free');
    await app.page.getByText('Session used · Ulf Free · 6 sessions left').waitFor();
    await app.page.getByText('1 tap waiting to be sent').waitFor();
    expect(await usagesOf(free)).toHaveLength(1);
    await app.page.unroute(`**/members/${stuck.id}/sessions`);
    await expect.poll(() => usagesOf(stuck), { timeout: 20_000 }).toHaveLength(1);
  });

  it('is never sent in the name of whoever signs in next', async () => {
    const tom = await given('Tina Whose');
    const staff = await givenPerson(studio, 'staff', 'Front Desk');
    await openApp('Tina Whose');
    let answer: (() => void) | undefined;
    await app.page.route(`**/members/${tom.id}/sessions`, async (route) => {
      if (route.request().method() !== 'POST' || answer) return route.continue();
      await new Promise<void>((done) => (answer = done));
      const detail = { code: 'token_expired', detail: 'over', requestId: 'r' };
      const body = JSON.stringify(detail);
      return route.fulfill({ status: 401, contentType: 'application/problem+json', body });
    });
    await tap('Tina Whose');
    await expect.poll(() => answer).toBeDefined();
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await app.page.getByRole('button', { name: 'Sign out anyway' }).click();
    await app.signIn(staff);
    answer?.();
    await app.page.getByRole('link', { name: 'Members' }).click();
    await app.row('Tina Whose').waitFor();
    await app.page.waitForLoadState('networkidle').catch(() => undefined);
    expect(await usagesOf(tom)).toEqual([]);
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await app.signIn(ana);
    await expect.poll(() => usagesOf(tom), { timeout: 20_000 }).toHaveLength(1);
    expect((await usagesOf(tom))[0]?.createdBy.name).toBe('Ana Silva');
  });

  it('signing out waits for nobody, and takes what was said along', async () => {
    await given('Timo Toast');
    await openApp('Timo Toast');
    await app.page.route('**/auth/logout', () => undefined);
    await tap('Timo Toast');
    await app.page.getByText('Session used · Timo Toast · 6 sessions left').waitFor();
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await app.page.getByRole('button', { name: 'Sign in' }).waitFor({ timeout: 3_000 });
    await app.page.getByText('Timo Toast').waitFor({ state: 'detached', timeout: 3_000 });
  });

  it('means the studio’s day, also by a phone whose clock is a day slow', async () => {
    const tom = await given('Ute Slowclock');
    app = await AppWindow.open(browser, studio);
    const yesterday = Date.now() - DAY_MS;
    await app.page.clock.install({ time: yesterday });
    await app.page.reload();
    await app.signIn(ana);
    await tap('Ute Slowclock');
    await app.row('Ute Slowclock').getByText('Used today').waitFor();
    await expect
      .poll(async () => (await studio.api.as(ana).get(`/members/${tom.id}`)).body.usedToday)
      .toBe(true);
  });
});
