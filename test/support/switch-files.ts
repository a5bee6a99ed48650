import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WebSite } from './web-servers.js';

/** The actions of `coach_api.php` that stay with PHP. */
export const OTHER_ACTIONS = [
  ...['coaches', 'hire-coach', 'coach-pending-requests', 'coach-assigned-members'],
  ...['approve-member-request', 'approve-member-request-staff', 'reject-member-request'],
  ...['cancel-coach-request', 'member-request-status', 'user-coach-status', 'user-request'],
  ...['get-user-coach-request', 'coach-created-routines', 'member-routines'],
  ...['getRoutineExercises', 'update-program-order', 'get-coach-availability'],
  ...['update-coach-availability', 'coach-requests', 'debug-coach'],
] as const;

export type Server = 'nginx' | 'apache';
type Edit = (text: string) => string;

/** Where the files belong on a site, as the guide says; in the order in which they may go. */
const PLACES: Readonly<Record<Server, readonly (readonly [name: string, place: string])[]>> = {
  nginx: [
    ['nginx-product.conf', 'snippets/coach-sessions-product.conf'],
    ['nginx-switch-server.conf', 'snippets/coach-sessions-switch.conf'],
    ['nginx-switch-http.conf', 'conf.d/coach-sessions.conf'],
  ],
  apache: [
    ['apache-product.htaccess', '../../.htaccess'],
    ['apache-switch.htaccess', '.htaccess'],
  ],
};

/** What `sed '/Transition: begin/,/Transition: end/d'` leaves. */
export const withoutTransition: Edit = (text) =>
  text.replace(/^.*Transition: begin[\s\S]*?Transition: end.*\n/m, '');

/** Puts the shipped files on a site, in their own words but for where the product listens. */
export async function installSwitch(
  server: Server,
  site: WebSite,
  product: string,
  edit: Edit = (text) => text,
): Promise<void> {
  await install(PLACES[server], site, product, edit);
}

/** Puts the first of the files on a site: the product is there, and PHP answers all that it did. */
export async function installProduct(
  server: Server,
  site: WebSite,
  product: string,
): Promise<void> {
  await install(PLACES[server].slice(0, 1), site, product, (text) => text);
}

async function install(
  places: (typeof PLACES)[Server],
  site: WebSite,
  product: string,
  edit: Edit,
): Promise<void> {
  for (const [name, place] of places) {
    const text = readFileSync(join('docs/moving-in', name), 'utf8');
    const here = edit(text).replaceAll('127.0.0.1:3000', new URL(product).host);
    await writeFile(join(site.folder, place), here);
  }
  await site.reload();
}

/** Takes them away again. */
export async function removeSwitch(server: Server, site: WebSite): Promise<void> {
  for (const [, place] of PLACES[server]) await rm(join(site.folder, place));
  await site.reload();
}
