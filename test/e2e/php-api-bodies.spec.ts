import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { booksOf, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { COACH_API, expectSaid, OldApp, PAGE } from '../support/old-app.js';
import { exchange, rawRequest } from '../support/raw-http.js';
import { openStudio, type Studio } from '../support/studio.js';

const FOLDER = '/gym/api';
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const DEDUCTED = 'Session deducted successfully';

describe('bodies as PHP reads them', () => {
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

  const pair = (member: { id: number }) => ({ member_id: member.id, coach_id: ana.id });

  describe('JSON that curl calls a form', () => {
    it('is read by every action that changes something', async () => {
      const { given } = studio;
      const eve = await given.member({ coach: ana, remaining: 5 });
      const send = (script: string, action: string, fields: object) =>
        app.post(script, action, { ...pair(eve), ...fields }, { headers: FORM });
      expect((await send(COACH_API, 'deduct-session', {})).body.message).toBe(DEDUCTED);
      const used = await send(PAGE, 'add-session-usage', { usage_date: '2026-03-08' });
      expect(used.body.data).toEqual({ remaining_sessions: 3, usage_date: '2026-03-08' });
      const adjusted = await send(PAGE, 'adjust-session-count', { adjustment: 2 });
      expect(adjusted.body.data.new_session_count).toBe(5);
      const [usage] = (await app.history(eve)).body.data.history;
      const undone = await send(PAGE, 'undo-session-usage', { usage_id: usage.id });
      expect(undone.body.success).toBe(true);
    });

    it.each([
      ['broken JSON', '{"member_id":1,"coach_id":'],
      ['JSON in the writing of forms', encodeURIComponent('{"member_id":1,"coach_id":1}')],
      ['a list', '[]'],
      ['a text', '"member_id"'],
    ])('is not %s', async (_, raw) => {
      const before = await booksOf(studio);
      const answer = await app.form(PAGE, 'undo-session-usage', {}, { raw });
      expect([answer.status, answer.body.success]).toEqual([400, false]);
      expect(await booksOf(studio)).toEqual(before);
    });

    it('cannot smuggle a member past the guard', async () => {
      const other = await studio.given.member({ coach: await studio.given.coach() });
      const raw = JSON.stringify({ ...pair(other), adjustment: 1 });
      const path = `${PAGE}?action=adjust-session-count&member_id=${tom.id}`;
      const answer = await studio.api.as(ana).request('POST', path, { raw, headers: FORM });
      expectSaid(answer, 403, 'This is not one of your members.');
    });
  });

  describe('an action in the body', () => {
    const post = (path: string, body: unknown, headers = {}) =>
      studio.api.as(ana).request('POST', path, { body, headers });

    it.each([
      ['without a query', COACH_API, {}],
      ['in the old folder', `${FOLDER}${COACH_API}`, {}],
      ['beside an empty one in the URL', `${COACH_API}?action=`, {}],
      ['beside what PHP takes for empty', `${COACH_API}?action=0`, {}],
      ['of JSON that is called a form', COACH_API, FORM],
      ['of JSON that is called text', COACH_API, { 'Content-Type': 'text/plain' }],
    ])('is what the members’ script does: %s', async (_, path, headers) => {
      const eve = await studio.given.member({ coach: ana, remaining: 5 });
      const { answer, rows } = await logged(studio, () =>
        post(path, { action: 'deduct-session', ...pair(eve) }, headers),
      );
      expect([answer.status, answer.body]).toEqual([
        200,
        {
          success: true,
          message: DEDUCTED,
          remaining_sessions: 4,
          already_used_today: false,
        },
      ]);
      expect(rows).toMatchObject([{ member_id: eve.id, route: `${COACH_API}/deduct-session` }]);
      expect(rows[0]?.request_id).toBe(answer.headers.get('x-request-id'));
    });

    it('is repeated under its key', async () => {
      const eve = await studio.given.member({ coach: ana, remaining: 5 });
      const body = { action: 'deduct-session', ...pair(eve) };
      const send = () => studio.api.as(ana).request('POST', COACH_API, { body, key: 'k-body' });
      const [first, second] = [await send(), await send()];
      expect(second.text).toBe(first.text);
      expect(second.headers.get('idempotency-replayed')).toBe('true');
    });

    it('is sent in chunks as well', async () => {
      const eve = await studio.given.member({ coach: ana, remaining: 5 });
      const text = JSON.stringify({ action: 'deduct-session', ...pair(eve) });
      const chunks = [text.slice(0, 9), text.slice(9)].map(
        (part) => `${part.length.toString(16)}\r\n${part}\r\n`,
      );
      const { authorization, base } = studio.api.as(ana);
      const head = [
        `POST ${COACH_API} HTTP/1.1`,
        `Host: ${new URL(base).host}`,
        `Authorization: ${authorization.Authorization}`,
        'Connection: close',
        'Transfer-Encoding: chunked',
      ];
      const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n${chunks.join('')}0\r\n\r\n`);
      expect((await exchange(base, bytes)).toString()).toContain(DEDUCTED);
    });

    it('asks who is calling, and whose member it is', async () => {
      const other = await studio.given.member({ coach: await studio.given.coach() });
      const body = { action: 'deduct-session', member_id: other.id, coach_id: ana.id };
      const before = await booksOf(studio);
      expect((await studio.api.request('POST', COACH_API, { body })).status).toBe(401);
      expectSaid(await post(COACH_API, body), 403, 'This is not one of your members.');
      expect(await booksOf(studio)).toEqual(before);
    });

    it('comes after the one in the URL', async () => {
      const body = { action: 'deduct-session', ...pair(tom) };
      const before = await booksOf(studio);
      expectSaid(await post(`${COACH_API}?action=nonsense`, body), 200, 'Invalid endpoint');
      const fields = `user_id=${tom.id}&coach_id=${ana.id}`;
      const asked = `${COACH_API}?action=get-remaining-sessions&${fields}`;
      expect((await post(asked, body)).body).toEqual({ success: true, remaining_sessions: 50 });
      expect(await booksOf(studio)).toEqual(before);
    });

    it('that reads finds its fields in the URL alone', async () => {
      const fields = { user_id: tom.id, coach_id: ana.id };
      const body = { action: 'get-remaining-sessions', ...fields };
      expectSaid(await post(COACH_API, body), 200, 'User ID and Coach ID required');
    });

    it.each([
      ['of the coaches’ page', PAGE, { action: 'adjust-session-count' }, 400],
      ['of another script', COACH_API, { action: 'adjust-session-count' }, 200],
      ['that is no text', COACH_API, { action: ['deduct-session'] }, 200],
      ['of the inside', COACH_API, { action: 'post-required' }, 200],
      ['of every object', COACH_API, { action: 'constructor' }, 200],
    ])('is nothing %s', async (_, path, action, status) => {
      const before = await booksOf(studio);
      const words = path === PAGE ? 'Invalid action' : 'Invalid endpoint';
      expectSaid(await post(path, { ...action, ...pair(tom), adjustment: 1 }), status, words);
      expect(await booksOf(studio)).toEqual(before);
    });

    it.each([
      ['a form', 'action=deduct-session&member_id=1&coach_id=1'],
      ['nothing', ''],
      ['broken JSON', '{"action":"deduct-session"'],
      ['null', 'null'],
      ['__proto__', '{"__proto__":{"action":"deduct-session"}}'],
      ['deep lists', `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
      ['half a letter', Buffer.from([0x7b, 0xe2, 0x82])],
      ['100 KB', JSON.stringify({ x: 'x'.repeat(100_000), action: 'deduct-session' })],
    ])('is not found in %s', async (_, body) => {
      const request = { method: 'POST', path: COACH_API, headers: FORM, body };
      expectSaid(await rawRequest(studio.api.as(ana), request), 200, 'Invalid endpoint');
    });

    it('counts once, where a body names two', async () => {
      const text = JSON.stringify(pair(tom)).slice(1);
      const raw = `{"action":"nonsense","action":"deduct-session",${text}`;
      const answer = await studio.api.as(ana).request('POST', COACH_API, { raw });
      expect(answer.body.success).toBe(true);
    });

    it('leaves the server in order where the client goes away meanwhile', async () => {
      const { port } = new URL(studio.api.base);
      const { connect } = await import('node:net');
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => {
          const head = ['Host: localhost', 'Content-Length: 500', '', '{'].join('\r\n');
          socket.write(`POST ${COACH_API} HTTP/1.1\r\n${head}`, () => socket.destroy());
        });
        socket.on('close', () => resolve());
      });
      expect((await app.get(PAGE, 'test')).status).toBe(200);
    });
  });
});
