import { resetBy } from '../../src/cli/admin.js';
import type { Studio } from './studio.js';

/** The token of a link by which an admin, who was made for it, can set a password. */
export async function linkToken({ app, given }: Studio): Promise<string> {
  const { email } = await given.person('admin', 'Lia Link');
  return tokenIn(await resetBy(app, email));
}

/** The token of the link in what a command says. */
export function tokenIn(text: string): string {
  const token = /\/app\/welcome#([\w-]{43})$/m.exec(text)?.[1];
  if (token === undefined) throw new Error(`no link: ${text}`);
  return token;
}
