import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { AppWindow, givenPerson, openStudioNow } from './app-window.js';
import { BEHIND_A_PROXY } from './ip-addresses.js';
import { connectToBrowser } from './browser.js';
import { isServerDatabase } from '../support/database.js';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';
import type { Studio } from '../support/studio.js';

/** The promise of the product: a change here is seen there within so long. */
const SOON = { timeout: 2_000 };

describe('two windows of one studio', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let windows: AppWindow[];
  const products: Product[] = [];

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow();
    ana = await givenPerson(studio, 'coach', 'Ana Silva');
    await ensureBuilt();
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });
  afterEach(async () => {
    for (const one of windows) await one.close();
    for (const one of products.splice(0)) await endProduct(one);
  });

  async function openTwo(bases: readonly (string | undefined)[] = [undefined, undefined]) {
    windows = [];
    for (const base of bases) {
      windows.push(await AppWindow.openAs(browser, studio, ana, base ? { base } : {}));
    }
    const [one, other] = windows;
    if (!one || !other) throw new Error('two windows were asked for');
    return { one, other };
  }

  /** The window shows the member, and its stream is open: what was there is not what is tested. */
  async function isFollowing(window: AppWindow, name: string): Promise<void> {
    await window.row(name).waitFor();
    await window.isLive();
  }

  it('a tap in one appears in the other within two seconds, and so does its undo', async () => {
    await studio.given.member({ name: 'Tom Twowindows', coach: ana, remaining: 7 });
    const { one, other } = await openTwo();
    for (const window of windows) await isFollowing(window, 'Tom Twowindows');
    await one.page.getByRole('button', { name: 'Session used today: Tom Twowindows' }).click();
    await other.row('Tom Twowindows').getByText('6', { exact: true }).waitFor(SOON);
    await other.row('Tom Twowindows').getByText('Used today').waitFor(SOON);
    await one.page.getByRole('button', { name: 'Undo' }).click();
    await other.row('Tom Twowindows').getByText('7', { exact: true }).waitFor(SOON);
  });

  it('the history that is open grows by itself', async () => {
    const tom = await studio.given.member({ name: 'Tim Grows', coach: ana, remaining: 7 });
    const { one, other } = await openTwo();
    for (const window of windows) await isFollowing(window, 'Tim Grows');
    await other.page.getByText('Tim Grows').click();
    await other.page.getByRole('listitem').filter({ hasText: 'Package sold' }).waitFor();
    await studio.api.as(tom).startWorkout(tom);
    await other.page.getByRole('listitem').filter({ hasText: 'Workout started' }).waitFor(SOON);
    await one.row('Tim Grows').getByText('6', { exact: true }).waitFor(SOON);
  });

  it('a new member appears, and one whom the coach loses goes', async () => {
    const { one } = await openTwo();
    await one.page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
    await studio.given.member({ name: 'Nina Newcomer', coach: ana, remaining: 7 });
    const nina = one.row('Nina Newcomer');
    await nina.waitFor();
    const admin = studio.api.as(await studio.given.admin());
    const { body } = await admin.get('/members?search=newcomer');
    const [member] = body.data;
    const address = `/members/${member.id}/packages/${member.packages[0].id}`;
    await admin.patch(address, { disconnected: true });
    await nina.waitFor({ state: 'detached' });
  });

  it('what PHP writes past the product appears too', async () => {
    const tom = await studio.given.member({ name: 'Pia Elsewhere', coach: ana, remaining: 7 });
    const { one } = await openTwo();
    await isFollowing(one, 'Pia Elsewhere');
    await studio.sql('UPDATE coach_member_list SET remaining_sessions = 4 WHERE id = ?', [
      tom.packageId,
    ]);
    await one.row('Pia Elsewhere').getByText('4', { exact: true }).waitFor();
  });

  it('it is the same when each is served by another process', async ({ skip }) => {
    // Two processes on one file would be two writers: the embedded database is for one.
    if (!isServerDatabase()) skip();
    await studio.given.member({ name: 'Tom Process', coach: ana, remaining: 7 });
    const { databaseUrl, config } = studio;
    const env = {
      DATABASE_URL: databaseUrl,
      STUDIO_TIME_ZONE: config.studioTimeZone,
      JWT_SECRET: config.jwtSecret,
      ...BEHIND_A_PROXY,
    };
    const running = await Promise.all([startProduct(env), startProduct(env)]);
    products.push(...running);
    const { one, other } = await openTwo(running.map(({ base }) => base));
    for (const window of windows) await isFollowing(window, 'Tom Process');
    await one.page.getByRole('button', { name: 'Session used today: Tom Process' }).click();
    await other.row('Tom Process').getByText('6', { exact: true }).waitFor(SOON);
    expect(new URL(one.page.url()).port).not.toBe(new URL(other.page.url()).port);
  });
});
