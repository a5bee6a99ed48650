import type { INestApplicationContext } from '@nestjs/common';
import { type SignedOut, SignOuts } from '../auth/sign-outs.service.js';
import { MAX_ID } from '../common/limits.js';
import type { Terminal } from './terminal.js';
import { withExistingDatabase } from './with-app.js';

/** Why nobody is signed out. */
export class SignOutRefused extends Error {}

/** As they stand at the command line. */
export interface SignOutOptions {
  readonly user?: string;
  readonly all?: boolean;
  readonly deviceTokens?: boolean;
}

/** Ends sign-ins, and says of how many people. */
export async function signOut(options: SignOutOptions, terminal: Terminal): Promise<void> {
  terminal.write(await withExistingDatabase(terminal, (app) => signedOutBy(app, options)));
}

/** As the command, in an app that there is. Gives what to tell; throws `SignOutRefused`. */
export async function signedOutBy(
  app: INestApplicationContext,
  { user, all = false, deviceTokens = false }: SignOutOptions,
): Promise<string> {
  if ((user === undefined) !== all) {
    throw new SignOutRefused('Say whom: either --user 3, --user ana@example.com, or --all');
  }
  const signOuts = app.get(SignOuts);
  const done =
    user === undefined
      ? await signOuts.ofEverybody(deviceTokens)
      : await signOuts.ofPeople(await idsOf(signOuts, user), deviceTokens);
  return textOf(done, deviceTokens);
}

/** An id may be that of an account that is gone: its sign-ins may be there. */
async function idsOf(signOuts: SignOuts, user: string): Promise<number[]> {
  if (/^[1-9]\d{0,9}$/.test(user) && Number(user) <= MAX_ID) return [Number(user)];
  const ids = user.includes('@') ? await signOuts.idsOf(user) : [];
  if (ids.length > 0) return ids;
  throw new SignOutRefused(`${user} is neither an id nor the e-mail address of an account.`);
}

function textOf({ people, deviceTokens }: SignedOut, withDeviceTokens: boolean): string {
  const whom = `${people} ${people === 1 ? 'person' : 'people'}`;
  const tokens = `${deviceTokens} device token${deviceTokens === 1 ? '' : 's'}`;
  const revoked = withDeviceTokens
    ? `Revoked: ${tokens}.\n`
    : 'Device tokens go on: --device-tokens revokes them, too.\n';
  const until = 'They change nothing more; what access tokens read ends within minutes.';
  return `Signed out: ${whom}. ${until}\n${revoked}`;
}
