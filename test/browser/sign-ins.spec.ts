import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, PASSWORD } from './app-window.js';
import { deviceMemory } from './device-memory.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

const OVER = 'Your sign-in has ended. Nothing is lost';

describe('where somebody is signed in', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  const rows = () =>
    app.page
      .getByRole('region', { name: 'Where you are signed in' })
      .getByRole('listitem')
      .allInnerTexts();

  /** The person on a second device, and on the account page of the first one. */
  async function openBoth(person: TestPerson): Promise<AppWindow> {
    // By the page: the studio notes which browser signs in.
    const other = await AppWindow.signInAs(browser, studio, person);
    app = await AppWindow.signInAs(browser, studio, person);
    await app.page.getByRole('link', { name: 'Account' }).click();
    await expect.poll(async () => (await rows()).length).toBe(2);
    return other;
  }

  it('is listed, this device first, and ended there by one tap, which loses no tap', async () => {
    const eva = await givenPerson(studio, 'coach', 'Eva Twice');
    const tom = await studio.given.member({ name: 'Tom Ended', coach: eva, remaining: 7 });
    const other = await openBoth(eva);
    await other.isLive();
    const [here = '', there = ''] = await rows();
    expect(here).toMatch(/^Chrome on Linux\s+This device\s+Last used .*\d\d:\d\d/);
    expect(here).toMatch(/Signed in .*\d\d:\d\d\s+IP address 10\.\d+\.\d+\.\d+$/);
    expect(there).not.toContain('This device');

    await other.context.setOffline(true);
    await other.page.getByRole('button', { name: /^Session used today: Tom/ }).click();
    await other.row('Tom Ended').getByText('Not sent yet').waitFor();
    await app.page.getByRole('button', { name: 'Sign out: Chrome on Linux' }).click();
    await app.page.getByText('Chrome on Linux is signed out.').waitFor();
    await expect.poll(rows).toHaveLength(1);
    await other.expireToken(studio, eva);
    await other.context.setOffline(false);
    await other.page.getByText(OVER).waitFor();
    await other.page.getByText('1 tap will be sent when the same person signs in.').waitFor();
    expect(await deviceMemory(other.page)).not.toContain(eva.email);

    const usedToday = async () => (await studio.api.as(eva).member(tom)).body.usedToday as boolean;
    await other.signIn(ana);
    await other.isLive();
    expect(await usedToday()).toBe(false);
    await other.page.getByRole('link', { name: 'Account' }).click();
    await other.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await other.signIn(eva);
    await expect.poll(usedToday).toBe(true);
    await other.close();
  });

  it('a device that is signed out from elsewhere says so by itself', async () => {
    const lia = await givenPerson(studio, 'coach', 'Lia Stream');
    const other = await openBoth(lia);
    await other.isLive();
    await app.page.getByRole('button', { name: 'Sign out: Chrome on Linux' }).click();
    await other.page.getByText(OVER).waitFor();
    await other.close();
  });

  it('is ended everywhere by a second tap, and nothing is left here', async () => {
    const ida = await givenPerson(studio, 'coach', 'Ida Everywhere');
    const other = await openBoth(ida);
    await other.isLive();
    await app.page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await app.sheet.getByRole('button', { name: 'Cancel' }).click();
    await app.sheet.waitFor({ state: 'detached' });
    expect(await rows()).toHaveLength(2);
    await app.page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await app.sheet.getByRole('button', { name: 'Sign out everywhere' }).click();
    await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await other.page.getByText(OVER).waitFor();
    // Here it is no surprise.
    expect(await app.page.getByText(OVER).count()).toBe(0);
    for (const { page } of [app, other]) {
      await expect.poll(() => deviceMemory(page)).not.toMatch(/Ida|refreshToken/);
    }
    await other.close();
  });

  it('shows the last few first, and all of them on request', async () => {
    const mia = await givenPerson(studio, 'coach', 'Mia Often');
    for (let n = 1; n <= 6; n += 1) {
      const headers = { 'X-Forwarded-For': `10.255.0.${n}`, 'User-Agent': 'GymApp/1' };
      const body = { email: mia.email, password: PASSWORD };
      expect((await studio.api.post('/auth/login', body, { headers })).status).toBe(200);
    }
    app = await AppWindow.signInAs(browser, studio, mia);
    await app.page.getByRole('link', { name: 'Account' }).click();
    await expect.poll(async () => (await rows()).length).toBe(5);
    expect((await rows())[1]).toMatch(/^GymApp/);
    await app.page.getByRole('button', { name: 'Show more' }).click();
    expect(await rows()).toHaveLength(7);
  });

  it('begins anew where half an account is all that the device has kept', async () => {
    app = await AppWindow.open(browser, studio);
    await app.page.evaluate(() => localStorage.setItem('coach.account', '{"accessToken":"some"}'));
    await app.page.reload();
    await app.signIn(ana);
  });

  it('a change of the role is taken up by the next request that is refused', async () => {
    const uma = await givenPerson(studio, 'coach', 'Uma Promoted');
    app = await AppWindow.openAs(browser, studio, uma);
    // Live updates would tell it sooner.
    await app.context.route('**/events/tickets', (route) => route.abort());
    await app.goTo('/');
    await app.page.getByRole('navigation').waitFor();
    await studio.sql(`UPDATE user SET user_type_id = 2 WHERE id = ${uma.id}`);
    const refused = { code: 'not_signed_in', detail: 'Sign in again.', status: 401 };
    await app.page.route(/\/activity\?/, (route) => route.fulfill({ status: 401, json: refused }), {
      times: 1,
    });
    await app.page.getByRole('link', { name: 'Activity' }).click();
    await app.page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    const role = () =>
      app.page.evaluate(() => {
        const account: unknown = JSON.parse(localStorage.getItem('coach.account') ?? '{}');
        return (account as { user: { role: string } }).user.role;
      });
    await expect.poll(role).toBe('staff');
    await app.page.getByRole('link', { name: 'Members' }).click();
    await app.page.getByRole('button', { name: 'New member' }).first().waitFor();
  });

  it.each(['light', 'dark'] as const)('can be read and tapped by everybody: %s', async (scheme) => {
    const nora = await givenPerson(studio, 'coach', 'Nora Readable');
    const other = await openBoth(nora);
    await app.page.emulateMedia({ colorScheme: scheme });
    await expectFit(app, TEXTS);
    await app.page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await app.sheet.waitFor();
    await expectFit(app, TEXTS);
    await other.close();
  });
});
