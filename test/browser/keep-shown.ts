import type { Page } from 'playwright-core';
import { TestRunner } from 'vitest';
import { noteShown } from '../support/shown-pages.js';

/** Where the test has failed, its report will tell what was to be seen. */
export async function keepShown(page: Page): Promise<void> {
  const test = TestRunner.getCurrentTest();
  if (test?.result?.state !== 'fail') return;
  noteShown(test.meta, page.url(), await page.locator('body').ariaSnapshot());
}
