import { readFile } from 'node:fs/promises';
import { createConnection } from 'mysql2/promise';

/** Who serves in tests on a server, as docs/operations.md has it: with few rights. */
export const APP_USER = { name: 'coach_app', password: 'only-for-the-app' } as const;

/** What docs/app-rights.sql says, for a user of the loopback. */
export async function rightsOf(name: string): Promise<string> {
  const rights = await readFile('docs/app-rights.sql', 'utf8');
  return rights.replaceAll("'coach_app'@'%'", `'${name}'@'127.0.0.1'`);
}

/** Gives the product's user its rights in a migrated database; the URL by which it comes there. */
export async function asAppUser(url: string): Promise<string> {
  const uri = url.replace(/^mariadb:/, 'mysql:');
  const owner = await createConnection({ uri, multipleStatements: true });
  try {
    await owner.query(await rightsOf(APP_USER.name));
  } finally {
    await owner.end();
  }
  return url.replace(/\/\/[^@]+@/, `//${APP_USER.name}:${APP_USER.password}@`);
}
