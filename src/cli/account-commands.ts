import type { Command } from 'commander';
import { DEFAULT_LIFE_DAYS } from '../auth/device-token-rules.js';
import type { NewAdminOptions } from './admin.js';
import type { DeviceTokenOptions } from './device-tokens.js';
import type { Perform } from './perform.js';
import type { ResetOptions } from './second-factor.js';
import type { SignOutOptions } from './sign-out.js';

/** What operators do to accounts: who gets in, and who no longer. */
export function addAccountCommands(program: Command, perform: Perform): void {
  addTokenCommand(program, perform);
  addAdminCommands(program, perform);
  addSignInCommands(program, perform);
}

function addTokenCommand(program: Command, perform: Perform): void {
  program
    .command('device-tokens')
    .description('make a device token for each of many people, and write them into a file')
    .requiredOption('--admin <e-mail>', 'the admin in whose name they are made')
    .option('--role <role>', 'for everybody of a role: member, coach or staff')
    .option('--users <ids>', 'for these people: 3,5,8')
    .requiredOption('--label <text>', 'what to call the device')
    .option('--days <number>', 'how long they are valid', String(DEFAULT_LIFE_DAYS))
    .option('--out <file>', 'the file, which must not exist yet')
    .option('--replace', 'revoke those of the same label instead of leaving their people out')
    .option('--yes', 'make them; else it says how many there would be')
    .action((options: DeviceTokenOptions) =>
      perform(async (terminal) =>
        (await import('./device-tokens.js')).makeDeviceTokens(options, terminal),
      ),
    );
}

function addAdminCommands(program: Command, perform: Perform): void {
  const load = () => import('./admin.js');
  program
    .command('admin:create')
    .description('add an admin, and print the link by which they set a password')
    .requiredOption('--email <address>', 'by which they sign in')
    .requiredOption('--first <name>', 'their first name')
    .requiredOption('--last <name>', 'their last name')
    .option('--also-coach', 'packages are sold with them, too: a trainer who works alone', false)
    .action((options: NewAdminOptions) =>
      perform(async (terminal) => (await load()).createAdmin(options, terminal)),
    );
  program
    .command('admin:reset')
    .description('print a link for an admin who has lost the password')
    .requiredOption('--email <address>', 'by which they sign in')
    .action(({ email }: { email: string }) =>
      perform(async (terminal) => (await load()).resetAdmin(email, terminal)),
    );
}

function addSignInCommands(program: Command, perform: Perform): void {
  program
    .command('sign-out')
    .description('end the sign-ins of a person, or of everybody; nobody need be told before')
    .option('--user <id or e-mail>', 'of this person')
    .option('--all', 'of everybody')
    .option('--device-tokens', 'revoke their device tokens, too')
    .action((options: SignOutOptions) =>
      perform(async (terminal) => (await import('./sign-out.js')).signOut(options, terminal)),
    );
  program
    .command('second-factor:reset')
    .description('turn off the second factor of somebody who has lost it; ends their sign-ins')
    .option('--user <id>', 'of this person')
    .option('--email <address>', 'of whoever signs in with this e-mail address')
    .action((options: ResetOptions) =>
      perform(async (terminal) =>
        (await import('./second-factor.js')).resetSecondFactor(options, terminal),
      ),
    );
}
