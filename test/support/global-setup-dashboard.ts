import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { ensureDashboardBuilt } from './process.js';
import { chromiumPath } from './programs.js';

/** Nothing of the outside is asked for: no updates, no reports. */
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'].concat(
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
);

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser of the tests listens. */
    browserEndpoint: string;
  }
}

/** The dashboard as its sources are now, and one browser for all tests that open it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await ensureDashboardBuilt();
  const browser = await chromium.launchServer({
    executablePath: chromiumPath(),
    args: QUIET,
    host: '127.0.0.1',
  });
  project.provide('browserEndpoint', browser.wsEndpoint());
  return () => browser.close();
}
