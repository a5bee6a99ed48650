import { expect } from 'vitest';
import { type AppWindow, DESKTOP, PHONE } from './app-window.js';

const SIZES = [{ width: 360, height: 640 }, PHONE, { width: 820, height: 1180 }, DESKTOP];
/** One of each layout: colours, names and roles are the same at the others. */
const LAYOUTS: readonly object[] = [PHONE, DESKTOP];
/** 200 % is "very large" in the settings of browsers. */
export const TEXTS = ['200%', '100%'] as const;

/** That what is shown is good at every size: for whoever sees, hears or touches it. */
export async function expectFit(
  app: AppWindow,
  texts: readonly (typeof TEXTS)[number][] = ['100%'],
): Promise<void> {
  for (const size of SIZES) {
    await app.page.setViewportSize(size);
    for (const text of texts) {
      await app.page.evaluate((one) => (document.documentElement.style.fontSize = one), text);
      await app.isStill();
      if (LAYOUTS.includes(size)) expect(await app.accessibilityFaults()).toEqual([]);
      expect(await app.smallTargets()).toEqual([]);
      expect(await app.isTooWide()).toBe(false);
    }
  }
  await app.page.setViewportSize(PHONE);
}
