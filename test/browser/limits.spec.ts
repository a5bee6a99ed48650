import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { openStudio, type Studio } from '../support/studio.js';
import { AppWindow, givenPerson, openStudioNow } from './app-window.js';
import { connectToBrowser } from './browser.js';

const TAPS = 12;
const LEFT_ALONE_SECONDS = 5;

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
    const app = await AppWindow.openAs(browser, studio, ana);
    await app.row(name).waitFor();
    const sent: Sent[] = [];
    app.page.on('response', (answer) => {
      const isTap = answer.request().method() === 'POST' && answer.url().endsWith('/sessions');
      if (!isTap) return;
      const memberId = Number(/members\/(\d+)\//.exec(answer.url())?.[1]);
      sent.push({ status: answer.status(), at: performance.now(), memberId });
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
    const { members, before, app, sent } = await openWith(names);
    await refuseFirst(app, sent, 429, 'too_many_requests');
    await tapOffline(app, names);
    await expect.poll(() => sent.length, { timeout: 20_000 }).toBe(3);
    expect(await usages()).toBe(before + 2);
    expect(sent.map(({ status }) => status)).toEqual([429, 201, 201]);
    expect(sent.map(({ memberId }) => memberId)).toEqual([members[0], members[0], members[1]]);
    expectLeftAlone(sent);
    await app.close();
  });

  it('waits likewise for a busy server, and then sends what is of others first', async () => {
    const names = ['Vic Busy', 'Vera Busy'];
    const { members, before, app, sent } = await openWith(names);
    await refuseFirst(app, sent, 503, 'unavailable');
    await tapOffline(app, names);
    await expect.poll(() => sent.length, { timeout: 20_000 }).toBe(3);
    expect(await usages()).toBe(before + 2);
    expect(sent.map(({ status }) => status)).toEqual([503, 201, 201]);
    expect(sent.map(({ memberId }) => memberId)).toEqual([members[0], members[1], members[0]]);
    expectLeftAlone(sent);
    for (const name of names) await app.row(name).getByText('6', { exact: true }).waitFor();
    await app.close();
  });

  async function openWith(names: readonly string[]) {
    const members: number[] = [];
    for (const name of names) {
      members.push((await desk.given.member({ name, coach: ana, remaining: 7 })).id);
    }
    return { members, before: await usages(), ...(await openApp(names[0] ?? '')) };
  }

  /** The first tap that is sent is answered so, by who wants to be left alone. */
  async function refuseFirst(app: AppWindow, sent: Sent[], status: number, code: string) {
    const body = JSON.stringify({ code, detail: 'no', requestId: 'r' });
    const headers = {
      'Retry-After': String(LEFT_ALONE_SECONDS),
      'Content-Type': 'application/problem+json',
    };
    await app.page.route('**/sessions', async (route) => {
      if (route.request().method() !== 'POST' || sent.length > 0) return route.continue();
      return route.fulfill({ status, headers, body });
    });
  }

  async function tapOffline(app: AppWindow, names: readonly string[]) {
    await app.context.setOffline(true);
    for (const name of names) await tap(app, name);
    await app.context.setOffline(false);
  }
});

function expectLeftAlone(sent: readonly Sent[]): void {
  const [refused, next] = sent.map(({ at }) => at);
  expect((next ?? 0) - (refused ?? 0)).toBeGreaterThan(LEFT_ALONE_SECONDS * 1_000 - 500);
}

interface Sent {
  readonly status: number;
  readonly at: number;
  readonly memberId: number;
}
