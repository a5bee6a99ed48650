import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStudio, type Studio } from '../support/studio.js';
import { connectToBrowser } from './browser.js';
import { axeFaults } from './axe.js';

describe('the policy for browsers', () => {
  let studio: Studio;
  let browser: Browser;

  beforeAll(async () => {
    studio = await openStudio();
    browser = await connectToBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });

  /** A page, with what it complains about and whom it asks. */
  async function openPage(colorScheme: 'light' | 'dark' = 'light') {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme });
    const complaints: string[] = [];
    const hosts = new Set<string>();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    return { page, complaints, hosts };
  }

  it.each([
    ['/', 'light'],
    ['/app/members/3', 'dark'],
  ] as const)('stops nothing of the dashboard, opened at %s', async (path, colorScheme) => {
    const { page, complaints, hosts } = await openPage(colorScheme);
    await page.goto(studio.api.base + path);
    await page.getByLabel('Password').first().waitFor();
    // The worker keeps the app on the device; it is stopped by a policy like any script.
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    const faults = await axeFaults(page);

    expect(new URL(page.url()).pathname).toMatch(/^\/app\//);
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([studio.api.base]);
    await page.close();
  });

  it('stops nothing of the documentation', async () => {
    const { page, complaints, hosts } = await openPage();
    await page.goto(`${studio.api.base}/docs`);
    await page.getByText('/api/v1/members', { exact: true }).first().waitFor();
    expect(complaints).toEqual([]);
    expect([...hosts].filter((host) => host !== 'null')).toEqual([studio.api.base]);
    await page.close();
  });

  it('stops scripts that stand in a page, and say so', async () => {
    const { page, complaints } = await openPage();
    await page.goto(`${studio.api.base}/app/`);
    await page.getByLabel('Password').first().waitFor();
    await page.addScriptTag({ content: 'globalThis.intruded = true' }).catch(() => undefined);
    expect(await page.evaluate('globalThis.intruded')).toBeUndefined();
    expect(complaints.join()).toContain('Content Security Policy');
    await page.close();
  });
});
