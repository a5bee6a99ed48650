import type { INestApplicationContext } from '@nestjs/common';
import { SecondFactors } from '../auth/second-factors.service.js';
import { SignOuts } from '../auth/sign-outs.service.js';
import { MAX_ID } from '../common/limits.js';
import type { Terminal } from './terminal.js';
import { withExistingDatabase } from './with-app.js';

/** Why nobody's second factor is reset. */
export class ResetRefused extends Error {}

/** As they stand at the command line. */
export interface ResetOptions {
  readonly user?: string;
  readonly email?: string;
}

/** Turns somebody's second factor off, who has lost the telephone and the recovery codes. */
export async function resetSecondFactor(options: ResetOptions, terminal: Terminal): Promise<void> {
  terminal.write(await withExistingDatabase(terminal, (app) => resetBy(app, options)));
}

/** As the command, in an app that there is. Gives what to tell; throws `ResetRefused`. */
export async function resetBy(
  app: INestApplicationContext,
  options: ResetOptions,
): Promise<string> {
  const ids = await idsOf(app.get(SignOuts), options);
  const count = await app.get(SecondFactors).reset(ids);
  if (count === 0) return 'The second factor was off: nothing was changed.\n';
  return 'Turned off, and signed out. The next sign-in asks for the password alone.\n';
}

async function idsOf(signOuts: SignOuts, { user, email }: ResetOptions): Promise<number[]> {
  if ((user === undefined) === (email === undefined)) {
    throw new ResetRefused('Say whose: either --user 3, or --email ana@example.com');
  }
  if (email !== undefined) {
    const ids = await signOuts.idsOf(email);
    if (ids.length > 0) return ids;
    throw new ResetRefused(`${email} is not the e-mail address of an account.`);
  }
  const id = /^[1-9]\d{0,9}$/.test(user ?? '') ? Number(user) : 0;
  if (id >= 1 && id <= MAX_ID) return [id];
  throw new ResetRefused(`${user ?? ''} is not an id.`);
}
