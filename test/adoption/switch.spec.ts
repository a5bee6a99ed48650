import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { CALLER, callSite, type SiteAnswer, type SiteCall } from '../support/site-caller.js';
import { openStudio, type Studio } from '../support/studio.js';
import { PhpSite, PREFIX, type WebSite } from '../support/web-servers.js';

const API = 'coach_api.php';
const PAGE = 'coach_session_management.php';
const ORIGIN = 'https://app.example.com';

/** The actions of the second script that stay with PHP. */
const OTHERS = [
  ...['coaches', 'hire-coach', 'coach-pending-requests', 'coach-assigned-members'],
  ...['approve-member-request', 'approve-member-request-staff', 'reject-member-request'],
  ...['cancel-coach-request', 'member-request-status', 'user-coach-status', 'user-request'],
  ...['get-user-coach-request', 'coach-created-routines', 'member-routines'],
  ...['getRoutineExercises', 'update-program-order', 'get-coach-availability'],
  ...['update-coach-availability', 'coach-requests', 'debug-coach'],
] as const;

const shipped = (name: string) => readFileSync(join('docs/moving-in', name), 'utf8');
/** What `sed '/Transition: begin/,/Transition: end/d'` leaves. */
const withoutTransition = (text: string) =>
  text.replace(/^.*Transition: begin[\s\S]*?Transition: end.*\n/m, '');

describe('the switch in a web server', () => {
  let studio: Studio;
  let php: PhpSite;
  let ana: TestPerson;
  let tom: GivenMember;
  let token: string | undefined;

  beforeAll(async () => {
    studio = await openStudio({
      now: new Date().toISOString(),
      timeZone: 'UTC',
      env: { LEGACY_PREFIX: PREFIX, TRUSTED_PROXIES: '127.0.0.1', CORS_ORIGINS: ORIGIN },
    });
    php = await PhpSite.start(studio.databaseUrl);
    ana = await studio.given.coach();
  });
  afterAll(async () => {
    await php.stop();
    await studio.close();
  });
  beforeEach(async () => {
    tom = await studio.given.member({ coach: ana, remaining: 5 });
    token = tokenOf(tom);
  });

  const tokenOf = (person: TestPerson): string | undefined =>
    studio.api.as(person).authorization.Authorization?.slice('Bearer '.length);
  const product = () => new URL(studio.api.base).host;

  /** Files of a server's half of the switch, in their shipped words but for the product's port. */
  const files: Record<string, (site: WebSite, edit?: (text: string) => string) => Promise<void>> = {
    nginx: async ({ folder }, edit = (text) => text) => {
      const maps = edit(shipped('nginx-http.conf')).replace('127.0.0.1:3000', product());
      await writeFile(join(folder, 'conf.d/coach-sessions.conf'), maps);
      const server = shipped('nginx-server.conf');
      await writeFile(join(folder, 'snippets/coach-sessions.conf'), server);
    },
    apache: async ({ folder }, edit = (text) => text) => {
      const rules = edit(shipped('apache.htaccess')).replaceAll('127.0.0.1:3000', product());
      await writeFile(join(folder, '.htaccess'), rules);
    },
  };

  describe.each(['nginx', 'apache'] as const)('%s', (server) => {
    let site: WebSite;

    beforeAll(async () => {
      site = await php[server]();
    });

    const call = (script: string, options?: SiteCall): Promise<SiteAnswer> =>
      callSite(site.base, script, options);
    const deduct = (options: SiteCall = {}) =>
      call(`${API}?action=deduct-session`, {
        body: { member_id: tom.id, coach_id: ana.id },
        ...options,
      });
    const signed = (options: SiteCall = {}) => deduct({ token, ...options });

    describe('before the switch', () => {
      it('PHP answers all', async () => {
        expect((await signed()).by).toBe('PHP');
        expect((await call(`${API}?action=coaches`)).body).toMatchObject({ action: 'coaches' });
        expect((await call(`${PAGE}?action=test`, { token })).by).toBe('PHP');
      });
    });

    describe('during the transition', () => {
      beforeAll(async () => {
        await files[server]?.(site);
        await site.reload();
      });

      it('the actions that are PHP’s are answered by PHP, as before', async () => {
        for (const sender of [token, undefined]) {
          const asked = OTHERS.map((action) => call(`${API}?action=${action}`, { token: sender }));
          const body = { note: 2 };
          const sent = OTHERS.map((action) =>
            call(`${API}?x=1&action=${action}`, { token: sender, body }),
          );
          const bytes = JSON.stringify(body).length;
          const own = { by: 'PHP', status: 200 };
          expect(await Promise.all(asked)).toMatchObject(
            OTHERS.map((action) => ({ ...own, body: { success: true, action } })),
          );
          expect(await Promise.all(sent)).toMatchObject(
            OTHERS.map((action) => ({ ...own, body: { success: true, action, bytes } })),
          );
        }
      });

      it('the three actions with a token are answered by the product', async () => {
        expect(await signed()).toMatchObject({
          by: 'product',
          status: 200,
          body: { success: true, remaining_sessions: 4, already_used_today: false },
        });
        const pair = `user_id=${tom.id}&coach_id=${ana.id}`;
        for (const action of ['get-remaining-sessions', 'check-session-availability']) {
          const answers = [
            await call(`${API}?action=${action}&${pair}`, { token }),
            await call(`${API}?${pair}&action=${action}`, { token }),
          ];
          for (const answer of answers) {
            expect(answer).toMatchObject({ by: 'product', status: 200, body: { success: true } });
          }
        }
      });

      it('and so is every action of the coaches’ page', async () => {
        expect((await call(`${PAGE}?action=test`, { token })).by).toBe('product');
        expect((await call(`${PAGE}?action=no-such`, { token })).by).toBe('product');
        const history = `${PAGE}?action=get-session-history&member_id=${tom.id}`;
        expect(await call(history, { token: tokenOf(ana) })).toMatchObject({
          by: 'product',
          status: 200,
        });
      });

      it('the log has the IP address of the caller, whatever the caller says', async () => {
        await signed({ headers: { 'X-Forwarded-For': '203.0.113.9' } });
        const rows = await studio.sql<{ ip: string }>(
          "SELECT ip FROM admin_activity_log WHERE member_id = ? AND action = 'session.deducted'",
          [tom.id],
        );
        expect(rows).toEqual([{ ip: CALLER }]);
      });

      it('calls without a token go on to PHP, and the product books what it does', async () => {
        expect(await deduct()).toMatchObject({
          by: 'PHP',
          body: { success: true, remaining_sessions: 4 },
        });
        expect((await call(`${PAGE}?action=test`)).by).toBe('PHP');
        expect(await signed()).toMatchObject({
          by: 'product',
          body: { already_used_today: true, remaining_sessions: 4 },
        });
        await studio.app.get(ReconciliationRun).reconcileAll();
        const { holds, text } = await studio.app.get(VerifyService).verify();
        expect(holds, text).toBe(true);
      });

      it('an action that stands in the body alone goes to PHP, as before', async () => {
        const body = { action: 'coaches' };
        expect(await call(API, { token, body })).toMatchObject({ by: 'PHP', body });
        const own = { action: 'deduct-session', member_id: tom.id, coach_id: ana.id };
        expect(await call(API, { token, body: own })).toMatchObject({
          by: 'PHP',
          body: { remaining_sessions: 4 },
        });
      });

      it('a browser may ask whether it may send a token', async () => {
        const headers = {
          Origin: ORIGIN,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'authorization,content-type',
        };
        const options = { method: 'OPTIONS', headers };
        const ours = await call(`${API}?action=deduct-session`, options);
        expect(ours.headers).toMatchObject({ 'access-control-allow-origin': ORIGIN });
        expect(ours.headers['access-control-allow-headers']).toMatch(/authorization/i);
        const theirs = await call(`${API}?action=coaches`, options);
        expect(theirs.headers).toMatchObject({ 'access-control-allow-origin': '*' });
      });

      it('a large body is refused in the words of the script, and goes on to PHP', async () => {
        const body = { member_id: tom.id, coach_id: ana.id, note: 'x'.repeat(200_000) };
        expect(await signed({ body })).toMatchObject({
          by: 'product',
          status: 413,
          body: { success: false },
        });
        const answer = await call(`${API}?action=hire-coach`, { token, body });
        expect(answer).toMatchObject({ by: 'PHP', status: 200, body: { success: true } });
        expect(answer.body.bytes).toBeGreaterThan(200_000);
      });
    });

    describe('after the transition', () => {
      beforeAll(async () => {
        await files[server]?.(site, withoutTransition);
        await site.reload();
      });

      it('calls without a token are refused, and nothing is taken', async () => {
        expect(await deduct()).toMatchObject({ by: 'product', status: 401 });
        expect(await call(`${PAGE}?action=test`)).toMatchObject({ by: 'product', status: 401 });
        expect(await call(`${PAGE}/?action=test`)).not.toMatchObject({ by: 'PHP' });
        expect(await signed()).toMatchObject({ by: 'product', body: { remaining_sessions: 4 } });
      });

      it('PHP answers its own actions with and without one', async () => {
        for (const sender of [token, undefined]) {
          expect((await call(`${API}?action=coaches`, { token: sender })).by).toBe('PHP');
        }
      });
    });

    describe('with the files taken away again', () => {
      beforeAll(async () => {
        for (const name of ['conf.d/coach-sessions.conf', 'snippets/coach-sessions.conf']) {
          await rm(join(site.folder, name), { force: true });
        }
        await rm(join(site.folder, '.htaccess'), { force: true });
        await site.reload();
      });

      it('PHP answers all again', async () => {
        expect((await signed()).by).toBe('PHP');
        expect((await call(`${PAGE}?action=test`, { token })).by).toBe('PHP');
      });
    });
  });
});
