import type { Page } from 'playwright-core';
import { getCurrentTest } from 'vitest/suite';
import { noteShown } from '../support/shown-pages.js';

/** Where the test has failed, its report will tell what was to be seen. */
export async function keepShown(page: Page): Promise<void> {
  const test = getCurrentTest();
  if (test?.result?.state !== 'fail') return;
  noteShown(test.meta, page.url(), await page.locator('body').ariaSnapshot());
}
