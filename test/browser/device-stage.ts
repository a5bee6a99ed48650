import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { type AppWindow, givenPerson, openStudioNow } from './app-window.js';
import { connectToBrowser } from './browser.js';

/** What tests play on that need a device each: a browser, a studio and its coach Ana. */
export interface DeviceStage {
  readonly browser: Browser;
  readonly studio: Studio;
  readonly ana: TestPerson;
}

/**
 * Hands a block of tests its stage, and takes it down behind them. `opened` is the window that a
 * test has opened: it is closed after each, and must have had nothing to complain about.
 */
export function onStage(begin: (stage: DeviceStage) => unknown, opened: () => AppWindow): void {
  let stage: DeviceStage;
  beforeAll(async () => {
    const browser = await connectToBrowser();
    const studio = await openStudioNow();
    stage = { browser, studio, ana: await givenPerson(studio, 'coach', 'Ana Silva') };
    await begin(stage);
  });
  afterAll(async () => {
    await stage.browser.close();
    await stage.studio.close();
  });
  closeAfterEach(opened);
}

/** Closes the window that a test has opened, which must have had nothing to complain about. */
export function closeAfterEach(opened: () => AppWindow): void {
  afterEach(async () => {
    const window = opened();
    const { complaints } = window;
    await window.close();
    expect(complaints).toEqual([]);
  });
}
