import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { Listener } from '../support/listener.js';
import { CALLER, callSite, type SiteAnswer, type SiteCall } from '../support/site-caller.js';
import { openStudio, type Studio } from '../support/studio.js';
import {
  installSwitch,
  OTHER_ACTIONS,
  removeSwitch,
  withoutTransition,
} from '../support/switch-files.js';
import { PhpSite, PREFIX, type WebSite } from '../support/web-servers.js';

const API = 'coach_api.php';
const PAGE = 'coach_session_management.php';
const ORIGIN = 'https://app.example.com';

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
        await installSwitch(server, site, studio.api.base);
      });

      it('the actions that are PHP’s are answered by PHP, as before', async () => {
        for (const sender of [token, undefined]) {
          const asked = OTHER_ACTIONS.map((action) =>
            call(`${API}?action=${action}`, { token: sender }),
          );
          const body = { note: 2 };
          const sent = OTHER_ACTIONS.map((action) =>
            call(`${API}?x=1&action=${action}`, { token: sender, body }),
          );
          const bytes = JSON.stringify(body).length;
          const own = { by: 'PHP', status: 200 };
          expect(await Promise.all(asked)).toMatchObject(
            OTHER_ACTIONS.map((action) => ({ ...own, body: { success: true, action } })),
          );
          expect(await Promise.all(sent)).toMatchObject(
            OTHER_ACTIONS.map((action) => ({ ...own, body: { success: true, action, bytes } })),
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

      it('the API answers on the site, live updates as they happen', async () => {
        const asTom = studio.api.at(site.base).withToken(token ?? '');
        expect(await asTom.get('/auth/me')).toMatchObject({ status: 200, body: { id: tom.id } });
        const listener = await Listener.openAndSee(asTom);
        await signed();
        await listener.untilTold(tom.packageId, { remaining: 4 });
        listener.leave();
      });

      it('a large body is refused by the product, and goes on to PHP', async () => {
        const body = { member_id: tom.id, coach_id: ana.id, note: 'x'.repeat(200_000) };
        // The product hangs up at once, which the web server may not expect while it is sending.
        expect([413, 502]).toContain((await signed({ body })).status);
        expect(await signed()).toMatchObject({ body: { remaining_sessions: 4 } });
        const answer = await call(`${API}?action=hire-coach`, { token, body });
        expect(answer).toMatchObject({ by: 'PHP', status: 200, body: { success: true } });
        expect(answer.body.bytes).toBeGreaterThan(200_000);
      });
    });

    describe('after the transition', () => {
      beforeAll(async () => {
        await installSwitch(server, site, studio.api.base, withoutTransition);
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
        await removeSwitch(server, site);
      });

      it('PHP answers all again', async () => {
        expect((await signed()).by).toBe('PHP');
        expect((await call(`${PAGE}?action=test`, { token })).by).toBe('PHP');
      });
    });
  });
});
