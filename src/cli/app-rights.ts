import { giveAppRights, type Grantee } from '../database/app-rights.js';
import type { Terminal } from './terminal.js';

/** Gives a user of the server the rights of daily work, and says so. */
export async function addAppRights(grantee: Grantee, terminal: Terminal): Promise<void> {
  const isGiven = await giveAppRights(terminal.configure(), grantee);
  const { user } = grantee;
  terminal.write(
    isGiven
      ? `${user} has the rights of daily work, and by this no others.\n`
      : `${user} is who migrates, and has its rights already.\n`,
  );
}
