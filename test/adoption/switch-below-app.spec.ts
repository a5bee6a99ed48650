import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { callSite } from '../support/site-caller.js';
import { openStudio, type Studio } from '../support/studio.js';
import { installProduct, installSwitch, OTHER_ACTIONS } from '../support/switch-files.js';
import { PhpSite, type WebSite } from '../support/web-servers.js';

/** The scripts lie below /app, where the dashboard is, too. */
const BELOW_APP = '/app/api';
const API = `${BELOW_APP}/coach_api.php`;
const PAGE = `${BELOW_APP}/coach_session_management.php`;
const OURS = ['deduct-session', 'get-remaining-sessions', 'check-session-availability'];

const PHP_PAGE = "<?php header('X-Answered-By: PHP'); echo 'a page of PHP';";
/** What a site may have besides the two scripts, and what it says. */
const FILES: Readonly<Record<string, string>> = {
  '/app/api/members.php': PHP_PAGE,
  '/app/api/reports/index.php': PHP_PAGE,
  '/app/desk.php': PHP_PAGE,
  '/app/logo.txt': 'the logo',
  '/app/help/index.html': 'how to',
  '/app/api/photos/1.txt': 'a photo',
  '/api/v1/old.php': PHP_PAGE,
};
const PHP_URLS = [
  '/app/api/members.php?x=1',
  '/app/api/reports/',
  '/app/desk.php',
  '/api/v1/old.php',
];
const FILE_URLS: Readonly<Record<string, string>> = {
  '/app/logo.txt': 'the logo',
  '/app/help/': 'how to',
  '/app/api/photos/1.txt': 'a photo',
};
const PRODUCT_URLS = [
  ...['/app/', '/app/members/5?from=x', '/app/assets/none.js', '/app/apiary'],
  ...['/api/v1/auth/me', '/api/v1/members?limit=1'],
];

describe('the product on a site with pages below /app', () => {
  let studio: Studio;
  let php: PhpSite;
  let tom: TestPerson;

  beforeAll(async () => {
    studio = await openStudio({
      now: new Date().toISOString(),
      env: { LEGACY_PREFIX: BELOW_APP, TRUSTED_PROXIES: '127.0.0.1' },
    });
    php = await PhpSite.start(studio.databaseUrl, BELOW_APP);
    for (const [path, text] of Object.entries(FILES)) {
      const file = join(php.folder, 'site', path);
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(file, text);
    }
    tom = await studio.given.member();
  });
  afterAll(async () => {
    await php.stop();
    await studio.close();
  });

  describe.each(['nginx', 'apache'] as const)('%s', (server) => {
    let site: WebSite;

    const by = async (path: string, token?: string) =>
      (await callSite(site.base, path, { token })).by;

    beforeAll(async () => {
      site = await php[server]();
      await installProduct(server, site, studio.api.base);
    });

    async function expectOtherPages(): Promise<void> {
      for (const path of PHP_URLS) {
        expect(await callSite(site.base, path), path).toMatchObject({ by: 'PHP', status: 200 });
      }
      for (const [path, body] of Object.entries(FILE_URLS)) {
        expect(await callSite(site.base, path), path).toMatchObject({ by: 'web server', body });
      }
      for (const path of ['/app/api/none', '/app/api/none.php', '/app/api/members.php/5']) {
        expect(await by(path), path).not.toBe('product');
      }
      for (const path of PRODUCT_URLS) expect(await by(path), path).toBe('product');
      // Where the folder exists, Apache adds the stroke itself.
      const bare = await callSite(site.base, '/app');
      expect(bare.headers.location, '/app').toMatch(/\/app\/$/);
      for (const action of OTHER_ACTIONS) {
        const answer = await callSite(site.base, `${API}?action=${action}`);
        expect(answer).toMatchObject({ by: 'PHP', status: 200, body: { success: true, action } });
      }
    }

    it('takes nothing of PHP’s when it comes to the site', async () => {
      await expectOtherPages();
      for (const action of OURS) expect(await by(`${API}?action=${action}`)).toBe('PHP');
      expect(await by(`${PAGE}?action=test`)).toBe('PHP');
    });

    it('and takes its own actions alone at the switch', async () => {
      await installSwitch(server, site, studio.api.base);
      await expectOtherPages();
      const token = studio.api.as(tom).authorization.Authorization?.slice('Bearer '.length);
      for (const action of OURS) {
        expect(await by(`${API}?action=${action}`, token)).toBe('product');
        expect(await by(`${API}?action=${action}`)).toBe('PHP');
      }
      expect(await by(`${PAGE}?action=test`, token)).toBe('product');
      expect(await by(`${PAGE}?action=test`)).toBe('PHP');
    });
  });
});
