import { type FileHandle, open } from 'node:fs/promises';
import type { INestApplicationContext } from '@nestjs/common';
import {
  DeviceTokenBatches,
  type DeviceTokenPlan,
  type Holders,
  type MadeDeviceToken,
} from '../auth/device-token-batches.service.js';
import { DEFAULT_LIFE_DAYS, MAX_LABEL_LENGTH, MAX_LIFE_DAYS } from '../auth/device-token-rules.js';
import { fullNameOf } from '../common/full-name.js';
import { MAX_ID } from '../common/limits.js';
import { emailOf } from '../common/no-mail.js';
import { Config } from '../config/config.js';
import { isCleanText, isReadableText } from '../http/fields.js';
import type { Terminal } from './terminal.js';
import { withExistingDatabase } from './with-app.js';

/** Why no device tokens are made. */
export class TokensRefused extends Error {}

/** As they stand at the command line. */
export interface DeviceTokenOptions {
  readonly admin: string;
  readonly role?: string;
  readonly users?: string;
  readonly label: string;
  readonly days?: string;
  readonly out?: string;
  readonly replace?: boolean;
  readonly yes?: boolean;
}

/** So many at once; the activity log gets a row for each. */
const MOST_PEOPLE = 10_000;
/** Those of one transaction; what a kill can lose between its commit and the file. */
const PEOPLE_AT_ONCE = 50;
const HEAD = 'user_id,name,email,label,token_id,expires_at,token';

/** Makes tokens for many people, or says how many there would be. */
export async function makeDeviceTokens(
  options: DeviceTokenOptions,
  terminal: Terminal,
): Promise<void> {
  terminal.write(await withExistingDatabase(terminal, (app) => deviceTokensFor(app, options)));
}

/** As the command, in an app that there is. Gives what to tell; throws `TokensRefused`. */
export async function deviceTokensFor(
  app: INestApplicationContext,
  options: DeviceTokenOptions,
): Promise<string> {
  const batches = app.get(DeviceTokenBatches);
  const who = holdersOf(options);
  const terms = { label: labelOf(options), lifeDays: daysOf(options) };
  if (app.get(Config).jwtSecretSource === 'unknown') {
    throw new TokensRefused('Set JWT_SECRET to that of the product: it signs the tokens.');
  }
  const admin = await batches.adminOf(options.admin);
  if (!admin) {
    throw new TokensRefused(`${options.admin} is the e-mail address of no admin who may sign in.`);
  }
  const plan = await batches.plan(who, terms.label);
  requireRight(plan);
  const { replace = false, yes = false, out } = options;
  const holders = plan.holders.filter(({ id }) => replace || !plan.served.has(id));
  const count = `${holders.length} device token${holders.length === 1 ? '' : 's'}`;
  const said = `${count} "${terms.label}", valid for ${terms.lifeDays} days`;
  if (!yes) {
    const how = out === undefined ? '--out FILE --yes' : '--yes';
    return `To be made: ${said}.\n${outText(plan)}${servedText(plan, replace)}Do it: add ${how}\n`;
  }
  if (out === undefined) throw new TokensRefused('Name the file for the tokens: --out FILE');
  if (holders.length === 0) return `Nothing to make.\n${outText(plan)}${servedText(plan, replace)}`;
  const file = await openNew(out);
  try {
    await file.write(`${HEAD}\n`);
    for (let from = 0; from < holders.length; from += PEOPLE_AT_ONCE) {
      const made = await batches.create(admin, holders.slice(from, from + PEOPLE_AT_ONCE), terms);
      await note(file, made, terms.label);
    }
  } finally {
    await file.close();
  }
  const care = `They stand in ${out} alone, which only you can read: hand them out, delete it.\n`;
  return `Made: ${said}.\n${outText(plan)}${servedText(plan, replace)}${care}`;
}

async function note(file: FileHandle, made: readonly MadeDeviceToken[], label: string) {
  const lines = made.map(({ id, holder, expiresAt, token }) => {
    const until = expiresAt.toISOString();
    return [holder.id, fullNameOf(holder), emailOf(holder.email) ?? '', label, id, until, token]
      .map(cellOf)
      .join(',');
  });
  try {
    await file.write(`${lines.join('\n')}\n`);
    await file.sync();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TokensRefused(
      `The last ${made.length} tokens were made, and could not be written down: ${why}. ` +
        'Make room, then call this again with another file and --replace.',
    );
  }
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TokensRefused(`No token was made, because the file cannot be created: ${why}`);
  }
}

function holdersOf({ role, users }: DeviceTokenOptions): Holders {
  if ((role === undefined) === (users === undefined)) {
    throw new TokensRefused('Say for whom: either --role member, or --users 3,5,8');
  }
  if (role === 'member' || role === 'coach' || role === 'staff') return { role };
  if (role !== undefined) {
    throw new TokensRefused('--role is member, coach or staff: admins sign in with a password.');
  }
  const ids = (users ?? '').split(',').map((id) => (/^\d{1,10}$/.test(id) ? Number(id) : 0));
  if (ids.some((id) => id < 1 || id > MAX_ID)) {
    throw new TokensRefused('--users are ids of the table user, as in 3,5,8');
  }
  return { userIds: [...new Set(ids)] };
}

function labelOf({ label }: DeviceTokenOptions): string {
  const text = label.trim();
  const isRight = text !== '' && isCleanText(text) && isReadableText(text);
  if (isRight && text.length <= MAX_LABEL_LENGTH) return text;
  throw new TokensRefused(`--label is a text of at most ${MAX_LABEL_LENGTH} characters.`);
}

function daysOf({ days = String(DEFAULT_LIFE_DAYS) }: DeviceTokenOptions): number {
  const number = Number(days);
  if (/^\d+$/.test(days) && number >= 1 && number <= MAX_LIFE_DAYS) return number;
  throw new TokensRefused(`--days is a whole number from 1 to ${MAX_LIFE_DAYS}.`);
}

function requireRight({ holders, refused }: DeviceTokenPlan): void {
  if (refused.length > 0) {
    const ids = refused.join(', ');
    throw new TokensRefused(
      `These are nobody’s ids, or those of admins or of accounts that are not active: ${ids}`,
    );
  }
  if (holders.length > MOST_PEOPLE) {
    throw new TokensRefused(`At most ${MOST_PEOPLE} at once; name them in parts: --users`);
  }
}

function outText({ out }: DeviceTokenPlan): string {
  if (out === 0) return '';
  return `${out} more get none: PHP lets them not sign in (npm run legacy:check tells who).\n`;
}

function servedText({ served }: DeviceTokenPlan, replace: boolean): string {
  const { size } = served;
  if (size === 0) return '';
  if (replace) return `${size} people had one of that label; theirs open nothing then.\n`;
  return (
    `${size} people have one of that label already and get none, unless with --replace.\n` +
    'After a run that was stopped, use it: the last ones may stand in no file.\n'
  );
}

/** Quoted; what a spreadsheet would take for a formula begins with an apostrophe. */
function cellOf(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
