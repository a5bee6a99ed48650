import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { inject } from 'vitest';

/** Where recordings of what the tests do are put, if anybody wants to look at them. */
const { RECORD_TO } = process.env;
let recordings = 0;

/** The browser of the tests. Closing it closes what was opened by it, and leaves it running. */
export async function connectToBrowser(): Promise<Browser> {
  const browser = await chromium.connect(inject('browserEndpoint'));
  if (RECORD_TO !== undefined) browser.on('context', record);
  return browser;
}

/** In order with what is asked of the window next. */
function record(context: BrowserContext): void {
  void context.tracing.start({ screenshots: true, snapshots: true });
}

/** Keeps the recording of a window that is about to be closed: `window-1.zip` is the first. */
export async function keepRecording(context: BrowserContext): Promise<void> {
  if (RECORD_TO === undefined) return;
  recordings += 1;
  await context.tracing.stop({ path: join(RECORD_TO, `window-${recordings}.zip`) });
}
