import { existsSync } from 'node:fs';
import { findProgram, leaveOutLoudly } from './mariadb-presence.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Where the browser of the tests is: what `CHROMIUM` names, or one that is installed. */
export function chromiumPath(): string | undefined {
  const { CHROMIUM = '' } = process.env;
  if (CHROMIUM !== '') return existsSync(CHROMIUM) ? CHROMIUM : undefined;
  return NAMES.map(findProgram).find((file) => file !== undefined);
}

/**
 * Whether the tests can open a browser. Where none is installed they say loudly what they leave
 * out, and under `CI=true` that is a failure.
 */
export function requireChromiumOrSay(): boolean {
  if (chromiumPath()) return true;
  leaveOutLoudly('Chromium is not installed: NOTHING IS TESTED IN A BROWSER', 'chromium');
  return false;
}
