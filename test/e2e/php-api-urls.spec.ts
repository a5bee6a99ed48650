import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/environment.js';
import type { TestPerson } from '../support/api.js';
import { booksOf } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { COACH_API, expectSaid, OldApp, PAGE } from '../support/old-app.js';
import { rawRequest } from '../support/raw-http.js';
import { openStudio, type Studio } from '../support/studio.js';

const FOLDER = '/gym.old/api-1';
const CHANGES = [
  [PAGE, 'undo-session-usage'],
  [PAGE, 'adjust-session-count'],
  [PAGE, 'add-session-usage'],
  [COACH_API, 'deduct-session'],
] as const;

describe('the URLs of the scripts', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;
  let app: OldApp;

  beforeAll(async () => {
    studio = await openStudio({ env: { LEGACY_PREFIX: FOLDER } });
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 50 });
    app = new OldApp(studio.api).as(ana);
  });
  afterAll(() => studio.close());

  it.each(['', FOLDER])('are served in the folder "%s"', async (folder) => {
    const at = app.in(folder);
    expect((await at.get(PAGE, 'test')).body.success).toBe(true);
    const pair = { user_id: tom.id, coach_id: ana.id };
    expect((await at.get(COACH_API, 'get-remaining-sessions', pair)).body).toEqual({
      success: true,
      remaining_sessions: 50,
    });
  });

  it('are served in no other folder', async () => {
    for (const folder of ['/gym.old', '/api/v1', `${FOLDER}${FOLDER}`, '/GYM.OLD/api-1']) {
      expect(await app.in(folder).get(PAGE, 'test')).toBeProblem('not_found');
    }
    const plain = await openStudio({ databaseUrl: studio.databaseUrl });
    const answer = await new OldApp(plain.api).in(FOLDER).as(ana).get(PAGE, 'test');
    await plain.close();
    expect(answer).toBeProblem('not_found');
  });

  it.each(['gym', '/gym/', '/', '//gym', '/gym/../api', '/.', '/gym?x', '/gym api', 'https://x/y'])(
    'are not served in "%s", which is no folder',
    (LEGACY_PREFIX) => {
      expect(() => readConfig({ LEGACY_PREFIX })).toThrow('LEGACY_PREFIX');
    },
  );

  it.each([
    [PAGE, 400, 'Invalid action'],
    [COACH_API, 200, 'Invalid endpoint'],
  ])('of %s know no other actions', async (script, status, words) => {
    for (const action of ['', 'nonsense', 'TEST', 'test ', '__proto__', 'invalid-action', '\0']) {
      expectSaid(await app.get(script, action), status, words);
      expectSaid(await app.post(script, action, { action: 'test' }), status, words);
    }
    const bare = await studio.api.as(ana).get(`${script}?member_id=${tom.id}`);
    expectSaid(bare, status, words);
    expect((await new OldApp(studio.api).get(script, 'nonsense')).status).toBe(401);
  });

  it.each(CHANGES)('of %s want POST for %s', async (script, action) => {
    const before = await booksOf(studio);
    const fields = { member_id: tom.id, coach_id: ana.id, adjustment: 1, usage_id: 1 };
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await app.send(method, script, action, fields);
      expectSaid(answer, script === PAGE ? 405 : 200, 'POST method required');
      if (script === PAGE) expect(answer.headers.get('allow')).toBe('POST');
    }
    const head = await app.send('HEAD', script, action, fields);
    expect([head.status, head.text]).toEqual([script === PAGE ? 405 : 200, '']);
    expect(await booksOf(studio)).toEqual(before);
  });

  it('take the last of fields that come twice, as PHP did', async () => {
    const twice = `?action=nonsense&action=get-session-history&member_id=x&member_id=${tom.id}`;
    expect((await studio.api.as(ana).get(`${PAGE}${twice}`)).status).toBe(200);
    const body = `member_id=1&adjustment=40&adjustment=1&member_id=${tom.id}`;
    const answer = await app.form(PAGE, 'adjust-session-count', {}, { raw: body });
    expect(answer.body.data.adjustment).toBe(1);
  });

  it('check the member whom they serve, wherever it is named', async () => {
    const eve = await studio.given.member({ coach: await studio.given.coach() });
    const path = `${PAGE}?action=adjust-session-count`;
    const send = (query: number, body: number) =>
      studio.api
        .as(ana)
        .post(`${path}&member_id=${query}`, { member_id: body, adjustment: 1, reason: 'x' });
    expectSaid(await send(tom.id, eve.id), 403, 'This is not one of your members.');
    const own = await send(eve.id, tom.id);
    expect(own.body.success).toBe(true);
  });

  it('behind the translation are guarded like those in front of it', async () => {
    const eve = studio.api.as(await studio.given.coach());
    const before = await booksOf(studio);
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ member_id: tom.id, adjustment: 1, coach_id: ana.id });
    for (const [script, action] of CHANGES) {
      const send = (method: string, path: string) =>
        rawRequest(eve, { method, path, headers, body });
      const inner = [`${script}/${action}`, `${script.replace('.', '%2E')}/${action}`];
      for (const path of inner) {
        expect((await send('POST', path)).status).toBe(403);
        for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']) {
          expect((await send(method, path)).status).toBe(404);
        }
      }
      const nobody = await rawRequest(studio.api, {
        method: 'POST',
        path: inner[0] ?? '',
        headers,
        body,
      });
      expect(nobody.status).toBe(401);
    }
    expect(await booksOf(studio)).toEqual(before);
    for (const path of ['', '/', '/nonsense', '/test/x', '/..', '/.%2e/test']) {
      const answer = await rawRequest(eve, { path: `${COACH_API}${path}/` });
      expect(answer).toBeProblem('not_found');
    }
  });
});

describe('the web build of the old app', () => {
  const PAGE_OF_APP = 'https://app.example.com';
  const ALLOWED = 'access-control-allow-origin';
  let named: Studio;
  let any: Studio;

  beforeAll(async () => {
    named = await openStudio({ env: { CORS_ORIGINS: PAGE_OF_APP, LEGACY_PREFIX: '/gym' } });
    any = await openStudio({ env: { CORS_ORIGINS: '*', LEGACY_PREFIX: '/gym' } });
  });
  afterAll(async () => {
    await named.close();
    await any.close();
  });

  const preflight = ({ api }: Studio, path: string, origin = PAGE_OF_APP) =>
    api.request('OPTIONS', path, {
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    });

  it.each([PAGE, COACH_API, `/gym${PAGE}`, `/gym${COACH_API}`])(
    'may ask first about %s',
    async (script) => {
      for (const [studio, origin] of [[named, PAGE_OF_APP] as const, [any, '*'] as const]) {
        const answer = await preflight(studio, `${script}?action=deduct-session`);
        expect([answer.status, answer.text]).toEqual([204, '']);
        expect(answer.headers.get(ALLOWED)).toBe(origin);
        expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
        const allowed = answer.headers.get('access-control-allow-headers')?.toLowerCase();
        expect(allowed).toContain('authorization');
        expect(allowed).toContain('content-type');
        expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      }
    },
  );

  it('reads answers and refusals, from its own origin', async () => {
    const other = 'https://evil.example';
    const headersOf = async (studio: Studio, origin: string, token: boolean) => {
      const { api, given } = studio;
      const caller = token ? api.as(await given.coach()) : api;
      const options = { headers: { Origin: origin } };
      return (await caller.get(`${PAGE}?action=test`, options)).headers.get(ALLOWED);
    };
    for (const token of [true, false]) {
      expect(await headersOf(named, PAGE_OF_APP, token)).toBe(PAGE_OF_APP);
      expect(await headersOf(named, other, token)).toBeNull();
      expect(await headersOf(any, other, token)).toBe('*');
    }
    expect((await preflight(named, PAGE, other)).headers.get(ALLOWED)).toBeNull();
  });
});
