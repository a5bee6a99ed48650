import { readConfig } from '../../src/config/environment.js';
import { giveAppRights } from '../../src/database/app-rights.js';

/** Who serves in tests on a server, as docs/operations.md has it: with few rights. */
export const APP_USER = { name: 'coach_app', password: 'only-for-the-app' } as const;

/** Gives the product's user its rights in a migrated database; the URL by which it comes there. */
export async function asAppUser(url: string): Promise<string> {
  const { name: user, password } = APP_USER;
  await giveAppRights(readConfig({ DATABASE_URL: url }), { user, host: '127.0.0.1' });
  return url.replace(/\/\/[^@]+@/, `//${user}:${password}@`);
}
