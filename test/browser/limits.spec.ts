import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { openStudio, type Studio } from '../support/studio.js';
import { AppWindow, connectToBrowser, givenPerson, openStudioNow } from './app-window.js';

const TAPS = 12;

describe('a person who taps faster than allowed', () => {
  let browser: Browser;
  let studio: Studio;
  /** The same studio without limits, for what is there before. */
  let desk: Studio;
  let ana: TestPerson;

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow({ env: { PERSON_CHANGES_PER_SECOND: '1' } });
    const { databaseUrl, clock, config } = studio;
    const now = clock.now().toISOString();
    desk = await openStudio({ databaseUrl, now, timeZone: config.studioTimeZone });
    ana = await givenPerson(desk, 'coach', 'Ana Silva');
  });
  afterAll(async () => {
    await browser.close();
    await desk.close();
    await studio.close();
  });

  const usages = async () => {
    const rows = await studio.sql<{ n: number | string }>(
      "SELECT COUNT(*) AS n FROM coach_usage_history WHERE adjustment_type = 'manual'",
    );
    return Number(rows[0]?.n);
  };

  /** Without the mouse, which what is said about the tap before would be in the way of. */
  const tap = (app: AppWindow, name: string) =>
    app.page
      .getByRole('button', { name: `Session used today: ${name}`, exact: true })
      .dispatchEvent('click');

  /** Opens the app, and notes what the server answers to each tap, and when it was sent. */
  async function openApp(name: string): Promise<{ app: AppWindow; sent: Sent[] }> {
    const app = await AppWindow.openAs(browser, studio, ana, { serviceWorkers: 'block' });
    await app.row(name).waitFor();
    const sent: Sent[] = [];
    app.page.on('response', (answer) => {
      const isTap = answer.request().method() === 'POST' && answer.url().endsWith('/sessions');
      if (isTap) sent.push({ status: answer.status(), at: performance.now() });
    });
    return { app, sent };
  }

  it('loses none: what was too much waits, is sent again, and happens once', async () => {
    const names = Array.from({ length: TAPS }, (_, n) => `Tom Class${n}x`);
    for (const name of names) await desk.given.member({ name, coach: ana, remaining: 7 });
    const other = await desk.given.member({ coach: ana, remaining: 7 });
    const api = studio.api.as(ana);
    const useUpLimit = async () => {
      for (let n = 0, status = 0; status !== 429; n += 1) {
        ({ status } = await api.adjust(other, { adjustment: 1, reason: 'x' }));
        expect(n).toBeLessThan(40);
      }
    };
    const before = await usages();
    const { app, sent } = await openApp('Tom Class0x');
    // As fast as can be: all that was tapped without a connection.
    await app.context.setOffline(true);
    for (const name of names) await tap(app, name);
    await useUpLimit();
    await app.context.setOffline(false);
    const of = (status: number) => sent.filter((one) => one.status === status).length;
    // On a busy machine a tap takes longer than the limit needs to let one more through.
    while (of(429) === 0 && of(201) < TAPS) await useUpLimit();
    await expect.poll(usages, { timeout: 60_000 }).toBe(before + TAPS);
    await app.page.getByText('waiting to be sent').waitFor({ state: 'detached' });
    // The book may know of the last one before the browser does.
    await expect.poll(() => of(201)).toBe(TAPS);
    expect(of(429)).toBeGreaterThan(0);
    expect(of(201) + of(429)).toBe(sent.length);
    for (const name of names) await app.row(name).getByText('6', { exact: true }).waitFor();
    expect(app.complaints).toEqual([]);
    await app.close();
  }, 90_000);

  it('waits as long as the server asks, with all taps', async () => {
    const names = ['Ulf Later', 'Una Later'];
    const members = [];
    for (const name of names) {
      members.push(await desk.given.member({ name, coach: ana, remaining: 7 }));
    }
    const before = await usages();
    const { app, sent } = await openApp('Ulf Later');
    const body = JSON.stringify({ code: 'too_many_requests', detail: 'no', requestId: 'r' });
    const headers = { 'Retry-After': '5', 'Content-Type': 'application/problem+json' };
    await app.page.route('**/sessions', async (route) => {
      if (route.request().method() !== 'POST' || sent.length > 0) return route.continue();
      return route.fulfill({ status: 429, headers, body });
    });
    await app.context.setOffline(true);
    for (const name of names) await tap(app, name);
    await app.context.setOffline(false);
    await expect.poll(() => sent.length, { timeout: 20_000 }).toBe(3);
    expect(await usages()).toBe(before + 2);
    expect(sent.map(({ status }) => status)).toEqual([429, 201, 201]);
    const [refused, next] = sent.map(({ at }) => at);
    expect((next ?? 0) - (refused ?? 0)).toBeGreaterThan(4_500);
    await app.close();
  });
});

interface Sent {
  readonly status: number;
  readonly at: number;
}
