import { expect } from 'vitest';
import { type AppWindow, DESKTOP, PHONE } from './app-window.js';

const SIZES = [PHONE, { width: 360, height: 640 }, { width: 820, height: 1180 }, DESKTOP];

/** That what is shown is good at every size: for whoever sees, hears or touches it. */
export async function expectFit(app: AppWindow): Promise<void> {
  for (const size of SIZES) {
    await app.page.setViewportSize(size);
    await app.isStill();
    expect(await app.accessibilityFaults()).toEqual([]);
    expect(await app.smallTargets()).toEqual([]);
    expect(await app.isTooWide()).toBe(false);
  }
  await app.page.setViewportSize(PHONE);
}
