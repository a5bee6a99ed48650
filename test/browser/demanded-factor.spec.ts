import { generateSync } from 'otplib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, openStudioNow } from './app-window.js';
import { connectToBrowser } from './browser.js';
import { closeAfterEach } from './device-stage.js';

describe('where the studio demands a second factor', () => {
  let browser: Browser;
  /** The same studio as it was before it demanded one. */
  let before: Studio;
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;
  let app: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    before = await openStudioNow();
    const { databaseUrl } = before;
    studio = await openStudioNow({ databaseUrl, env: { SECOND_FACTOR: 'required' } });
    ana = await givenPerson(before, 'coach', 'Ana Silva');
    tom = await before.given.member({ name: 'Tom Demanded', coach: ana, remaining: 7 });
  });
  closeAfterEach(() => app);
  afterAll(async () => {
    await browser.close();
    await studio.close();
    await before.close();
  });

  const button = (name: string) => app.page.getByRole('button', { name, exact: true });
  const demand = () => app.page.getByText('Your studio demands two-step sign-in');

  /** Turns it on, up to the recovery codes. */
  async function turnOn(): Promise<void> {
    await button('Turn on').click();
    const link = app.sheet.getByRole('link', { name: 'Open the app on this device' });
    const url = new URL((await link.getAttribute('href')) ?? '');
    const secret = url.searchParams.get('secret') ?? '';
    const epoch = Math.floor(studio.clock.now().getTime() / 1000);
    await app.page.locator('input[name=code]').fill(generateSync({ secret, epoch }));
    await app.sheet.getByRole('button', { name: 'Turn on' }).click();
    await app.sheet.getByText('They are shown only now.').waitFor();
  }

  const keepCodes = () => app.sheet.getByRole('button', { name: 'I have kept them' }).click();

  it('the front desk is told why, turns it on, and is where it wanted to be', async () => {
    const desk = await givenPerson(before, 'staff', 'Front Desk');
    app = await AppWindow.openAs(browser, studio, desk);
    await demand().waitFor();
    expect(await app.page.getByText('Tom Demanded').count()).toBe(0);
    expect(await app.accessibilityFaults()).toEqual([]);
    expect(await app.smallTargets()).toEqual([]);
    await turnOn();
    // Whatever is read meanwhile, they stay until they are kept.
    await app.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await app.isStill();
    expect(await app.sheet.getByRole('listitem').count()).toBe(10);
    await keepCodes();
    await app.row('Tom Demanded').waitFor();
    await app.isLive();
    await app.page.getByRole('link', { name: 'Account' }).click();
    const section = app.page.getByRole('region', { name: 'Two-step sign-in' });
    await section.getByText('Your studio demands it of this account.').waitFor();
    expect(await section.getByRole('button', { name: 'Turn off' }).count()).toBe(0);
  });

  it('a tap of before it did waits until there is one, and then counts once', async () => {
    const desk = await givenPerson(before, 'staff', 'Waiting Desk');
    const uses = async () => {
      const { body } = await before.api.as(ana).get(`/members/${tom.id}/sessions`);
      return body.data.filter(({ kind }: { kind: string }) => kind === 'manual').length;
    };
    app = await AppWindow.openAs(browser, before, desk);
    const row = app.row('Tom Demanded');
    await row.waitFor();
    await app.context.setOffline(true);
    await button('Session used today: Tom Demanded').click();
    await row.getByText('Not sent yet').waitFor();
    // Meanwhile the studio is started again, and demands it from now on.
    const [old, now] = [before.api.base, studio.api.base];
    await app.context.route(`${old}/api/**`, (route) =>
      route.continue({ url: route.request().url().replace(old, now) }),
    );
    const answers: number[] = [];
    app.page.on('response', (answer) => {
      const isTap = answer.request().method() === 'POST' && answer.url().endsWith('/sessions');
      if (isTap) answers.push(answer.status());
    });
    await app.context.setOffline(false);
    await demand().waitFor();
    // It is refused, or not sent at all where a read was told before it.
    expect(answers.filter((status) => status !== 403)).toEqual([]);
    expect(await uses()).toBe(0);

    await turnOn();
    await keepCodes();
    await row.getByText('6', { exact: true }).waitFor();
    await row.getByText('Not sent yet').waitFor({ state: 'detached' });
    await expect.poll(() => answers.filter((status) => status !== 403)).toEqual([201]);
    expect(await uses()).toBe(1);
    expect(await app.page.getByText(/could not be booked/).count()).toBe(0);
  });

  it('a coach is not asked', async () => {
    app = await AppWindow.openAs(browser, studio, ana);
    await app.row('Tom Demanded').waitFor();
  });
});
