import { randomUUID } from 'node:crypto';
import { hashOfLink, withEmail } from '../../src/auth/link-rules.js';
import { resetBy } from '../../src/cli/admin.js';
import type { Studio } from './studio.js';

/** The token of a link by which an admin, who was made for it, can set a password. */
export async function linkToken({ app, given }: Studio): Promise<string> {
  const { email } = await given.person('admin', 'Lia Link');
  return tokenIn(await resetBy(app, email));
}

/** The token of a link by which somebody, who was made for it, confirms an e-mail address. */
export async function emailLinkToken({ given, sql }: Studio): Promise<string> {
  const { id } = await given.person('coach', 'Mia Moves');
  const token = withEmail(randomUUID(), `moved.${id}@people.test`);
  await sql(
    `INSERT INTO coach_account_link (user_id, purpose, token_hash, expires_at, created_by)
     VALUES (?, 'change_email', ?, '2099-01-01 00:00:00', ?)`,
    [id, hashOfLink(token), id],
  );
  return token;
}

/** The token of the link in what a command says. */
export function tokenIn(text: string): string {
  const token = /\/app\/welcome#([\w-]{43})$/m.exec(text)?.[1];
  if (token === undefined) throw new Error(`no link: ${text}`);
  return token;
}
