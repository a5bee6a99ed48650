import axe from 'axe-core';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../support/chromium-presence.js';
import { openStudio, type Studio } from '../support/studio.js';

/** Nothing but what a test asks for: no updates, no sync, no calls home. */
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

describe('a browser that opens the dashboard', () => {
  let studio: Studio;
  let browser: Browser;

  beforeAll(async () => {
    studio = await openStudio();
    const args = ['--no-sandbox', '--disable-gpu', ...QUIET];
    browser = await chromium.launch({ executablePath: chromiumPath(), args });
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });

  it.each([
    ['', 'light'],
    ['members/3', 'dark'],
  ] as const)('shows the sign-in at /%s (%s), and stops nothing', async (path, colorScheme) => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme });
    const complaints: string[] = [];
    const hosts = new Set<string>();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));

    await page.goto(`${studio.api.base}/${path === '' ? '' : `app/${path}`}`);
    await page.getByLabel('Password').first().waitFor();
    // The worker keeps the app on the device; it is stopped by a policy like any script.
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await page.evaluate(axe.source);
    const violations = await page.evaluate('axe.run().then((found) => found.violations)');

    expect(new URL(page.url()).pathname).toMatch(/^\/app\//);
    expect(violations).toEqual([]);
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([studio.api.base]);
    await page.close();
  });
});
