import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { set } from '../support/settings.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, openStudioNow } from './app-window.js';
import { connectToBrowser } from './browser.js';

const SMALL_PHONE = { width: 360, height: 640 };

describe('on a small phone', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;
  let app: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow();
    // Before the app is open, which believes for minutes what it has read of the studio.
    await set(studio, { coachSales: 'sell' });
    ana = await givenPerson(studio, 'coach', 'Ana Silva');
    tom = await studio.given.member({ name: 'Tom Large', coach: ana, remaining: 100 });
    app = await AppWindow.openAs(browser, studio, ana, { size: SMALL_PHONE });
  });
  afterAll(async () => {
    expect(app.complaints).toEqual([]);
    await browser.close();
    await studio.close();
  });

  /** What is in the sheet and beyond an edge of the screen: a sheet hides it, or moves sideways. */
  const beyondTheEdges = () =>
    app.sheet.evaluate((sheet) =>
      [...sheet.querySelectorAll('button, output, textarea, p, label')].flatMap((one) => {
        const { left, right, width } = one.getBoundingClientRect();
        const isBeyond = width > 1 && (left < 0 || right > window.innerWidth);
        return isBeyond ? [`${one.textContent}: ${Math.round(left)} to ${Math.round(right)}`] : [];
      }),
    );

  it('no button cuts the dots off an Ä', async () => {
    await app.goTo('/account');
    await app.page.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
    const labels = await app.page
      .getByRole('button')
      .locator('span')
      .evaluateAll((spans) =>
        spans
          .map((span) => getComputedStyle(span))
          .filter((style) => style.getPropertyValue('text-box-trim') === 'trim-both')
          .map(({ overflowY }) => overflowY),
      );
    expect(new Set(labels)).toEqual(new Set(['visible']));
  });

  it('all of "Sell package" can be reached at 200% text', async () => {
    await app.goTo(`/members/${tom.id}`);
    await app.page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    await app.page.getByRole('button', { name: 'Sell package' }).click();
    await app.sheet.waitFor();
    await app.isStill();
    expect(await beyondTheEdges()).toEqual([]);
    expect(await app.accessibilityFaults()).toEqual([]);
    expect(await app.smallTargets()).toEqual([]);
  });

  // 200 % is "very large" in the settings of browsers.
  it.each(['100%', '150%', '200%'])('all of "Correct" can be reached at %s text', async (size) => {
    await app.goTo(`/members/${tom.id}`);
    await app.page.evaluate((text) => (document.documentElement.style.fontSize = text), size);
    await app.page.getByRole('button', { name: 'Correct', exact: true }).click();
    await app.sheet.waitFor();
    await app.isStill();
    expect(await beyondTheEdges()).toEqual([]);
    // A large number needs the most room.
    const ten = app.sheet.getByRole('button', { name: '+10', exact: true });
    for (let n = 0; n < 10; n += 1) await ten.click();
    await app.sheet.getByText('+100', { exact: true }).waitFor();
    expect(await beyondTheEdges()).toEqual([]);
    expect(await app.accessibilityFaults()).toEqual([]);
    expect(await app.smallTargets()).toEqual([]);
  });
});
