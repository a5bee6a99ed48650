import type { INestApplicationContext } from '@nestjs/common';
import { Admins } from '../auth/admins.service.js';
import { Config } from '../config/config.js';
import { isLoopback } from '../config/reach.js';
import type { Terminal } from './terminal.js';
import { withExistingDatabase, withMigratedDatabase } from './with-app.js';

/** Why there is no link. */
export class AdminRefused extends Error {}

/** As they stand at the command line. */
export interface NewAdminOptions {
  readonly email: string;
  readonly first: string;
  readonly last: string;
  readonly alsoCoach?: boolean;
}

/** Adds an admin, and prints the link by which they set a password. */
export async function createAdmin(options: NewAdminOptions, terminal: Terminal): Promise<void> {
  terminal.write(await withMigratedDatabase(terminal, (app) => createdBy(app, options)));
}

/** Prints a link for an admin who has lost the password. */
export async function resetAdmin(email: string, terminal: Terminal): Promise<void> {
  terminal.write(await withExistingDatabase(terminal, (app) => resetBy(app, email)));
}

/** As the command, in an app that there is. Gives what to tell; throws `AdminRefused`. */
export async function createdBy(
  app: INestApplicationContext,
  { email, first, last, alsoCoach = false }: NewAdminOptions,
): Promise<string> {
  const token = await app
    .get(Admins)
    .create({ email, firstName: first, lastName: last, alsoCoach });
  return `Added ${email}. ${textOf(app.get(Config), token)}`;
}

/** As the command, in an app that there is. Gives what to tell; throws `AdminRefused`. */
export async function resetBy(app: INestApplicationContext, email: string): Promise<string> {
  const token = await app.get(Admins).makeReset(email);
  if (token !== undefined) return textOf(app.get(Config), token);
  throw new AdminRefused(`${email} is not the e-mail address of an admin.`);
}

function textOf(config: Config, token: string): string {
  const { origin, says } = whereIs(config);
  const lines = [
    'This link sets the password, once and within 60 minutes:',
    '',
    `  ${origin}/app/welcome#${token}`,
    '',
    'Whoever has it becomes this admin: give it to nobody else, and send it over no open channel.',
    `${says} Where the product has another address, put that before /app/.`,
  ];
  return `${lines.join('\n')}\n`;
}

/** By which address people reach the product, as far as the settings tell. */
function whereIs({ publicUrl, publicHosts, host, port }: Config): { origin: string; says: string } {
  if (publicUrl !== undefined) return { origin: publicUrl, says: 'Its address is PUBLIC_URL.' };
  const named = publicHosts.find((name) => name !== '*' && !isLoopback(name));
  if (named !== undefined) {
    const name = named.includes(':') ? `[${named}]` : named;
    return { origin: `https://${name}`, says: 'Its host is the first that PUBLIC_HOSTS names.' };
  }
  const isAnywhere = host === '0.0.0.0' || host === '::';
  const name = isAnywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return { origin: `http://${name}:${port}`, says: 'Its address is that of HOST and PORT.' };
}
