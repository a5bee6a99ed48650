import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { exchange, rawRequest } from '../support/raw-http.js';
import { openStudio, type Studio } from '../support/studio.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the manners of the API', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach('Ana Silva');
    tom = await studio.given.member({ coach: ana, remaining: 5 });
  });
  afterAll(() => studio.close());

  const api = () => studio.api.as(ana);

  describe('problems', () => {
    it('are problem details with the two fields that the dashboard reads', async () => {
      const answer = await api().adjust(tom, { adjustment: -9, reason: 'too much' });
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(answer.body).toEqual({
        type: 'urn:problem:balance_below_zero',
        title: 'The balance would fall below zero',
        status: 409,
        detail: 'Only 5 sessions are left; 9 cannot be taken.',
        instance: `/api/v1/members/${tom.id}/adjustments`,
        code: 'balance_below_zero',
        requestId: answer.headers.get('x-request-id'),
        success: false,
        message: 'Only 5 sessions are left; 9 cannot be taken.',
        balance: 5,
      });
    });

    it('point to every field that is wrong', async () => {
      const answer = await api().adjust(tom, { adjustment: 1.5, x: 1 });
      expect(answer).toBeProblem('validation_failed');
      const errors = answer.body.errors as { in: string; field: string; pointer: string }[];
      expect(errors.map((error) => [error.in, error.field, error.pointer])).toEqual(
        expect.arrayContaining([
          ['body', 'adjustment', '/adjustment'],
          ['body', 'reason', '/reason'],
          ['body', 'x', '/x'],
        ]),
      );
    });

    it('point into nested fields', async () => {
      const staff = studio.api.as(await studio.given.staff());
      const approvals = { coach: 'perhaps' };
      const answer = await staff.patch(`/members/${tom.id}/packages/${tom.packageId}`, {
        approvals,
      });
      expect(answer.body.errors).toMatchObject([
        { in: 'body', field: 'approvals.coach', pointer: '/approvals/coach' },
      ]);
    });

    it('keep the query to themselves', async () => {
      const { body } = await api().get('/members?limit=0&search=secret');
      expect(body.instance).toBe('/api/v1/members');
    });

    it.each([
      ['GET', '/nowhere'],
      ['GET', '/api/v1/members/1/nowhere'],
      ['GET', '/health/nowhere'],
      ['GET', '/api'],
      ['POST', '/auth/nowhere'],
      ['DELETE', '/members/1'],
      ['PUT', '/members/1'],
      ['PATCH', '/members'],
      ['POST', '/auth/me'],
      ['OPTIONS', '/members'],
    ])('answer %s %s, which nobody serves', async (method, path) => {
      expect(await api().request(method, path)).toBeProblem('not_found');
    });

    it.each(['PROPFIND', 'TRACE', 'SEARCH', 'LOCK', 'PURGE', 'QUERY', 'M-SEARCH', 'LINK'])(
      'answer the method %s',
      async (method) => {
        const answer = await rawRequest(api(), { method, path: '/api/v1/members' });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(answer.text).not.toMatch(/Authorization|Bearer/);
      },
    );
  });

  describe('every answer', () => {
    const URLS = [
      '/members',
      '/auth/me',
      '/nowhere',
      '/members/abc',
      '/health/live',
      '/docs-json',
      '/app/',
    ];

    it.each([...URLS, '/members/%zz'])('carries a request id of its own: %s', async (path) => {
      const ids = [await api().get(path), await api().get(path)].map((answer) =>
        answer.headers.get('x-request-id'),
      );
      for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
      expect(ids[0]).not.toBe(ids[1]);
    });

    it('takes the trace over that the caller is in, into the log, too', async () => {
      const traceparent = `00-${TRACE_ID}-00f067aa0ba902b7-01`;
      const headers = { traceparent };
      const answer = await api().adjust(tom, { adjustment: -9, reason: 'traced' }, { headers });
      expect(answer.headers.get('x-request-id')).toBe(TRACE_ID);
      expect(answer.body.requestId).toBe(TRACE_ID);
      const staff = studio.api.as(await studio.given.staff());
      const { body } = await staff.activity('?limit=1');
      expect(body.data[0]).toMatchObject({ code: 'balance_below_zero', requestId: TRACE_ID });
    });

    it.each([
      'garbage',
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      `00-${TRACE_ID.toUpperCase()}-00f067aa0ba902b7-01`,
      `00-${TRACE_ID}-00f067aa0ba902b7-01-more`,
      `00-${TRACE_ID}<script>-00f067aa0ba902b7-01`,
      'x'.repeat(3000),
    ])('takes no trace over that is none: %s', async (traceparent) => {
      const answer = await api().get('/members', { headers: { traceparent } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
      expect(answer.headers.get('x-request-id')).not.toBe(TRACE_ID);
      expect(answer.status).toBe(200);
    });

    it.each(URLS)('tells browsers to be careful with it: %s', async (path) => {
      const { headers } = await api().get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('content-security-policy')).not.toContain("script-src 'self' 'unsafe");
      expect(headers.get('strict-transport-security')).toContain('max-age=');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('permissions-policy')).toContain('geolocation=()');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    });

    it.each(['/members', '/activity', '/nowhere', '/members/abc', '/auth/me', '/auth/nowhere'])(
      'about people is kept by no cache: %s',
      async (path) => {
        expect((await api().get(path)).headers.get('cache-control')).toBe('no-store');
      },
    );

    it('to a change is kept by no cache, too', async () => {
      const { headers } = await api().startWorkout(tom);
      expect(headers.get('cache-control')).toBe('no-store');
    });
  });

  describe('reads', () => {
    const READS = () => [
      '/members',
      '/auth/me',
      '/activity',
      ...['', '/packages', '/sessions'].map((end) => `/members/${tom.id}${end}`),
    ];

    it('have an ETag, and are not sent again where nothing has changed', async () => {
      for (const path of READS()) {
        const first = await api().get(path);
        const etag = first.headers.get('etag') ?? '';
        expect(etag, path).toMatch(/^(W\/)?"[^"]+"$/);
        const again = await api().get(path, { headers: { 'If-None-Match': etag } });
        expect(again, path).toMatchObject({ status: 304, text: '' });
        expect(again.headers.get('etag'), path).toBe(etag);
        const other = await api().get(path, { headers: { 'If-None-Match': '"another"' } });
        expect(other.text, path).toBe(first.text);
      }
    });

    it('are sent again where something has changed', async () => {
      const { headers } = await api().member(tom);
      await api().adjust(tom, { adjustment: 1, reason: 'a change' });
      const again = await api().get(`/members/${tom.id}`, {
        headers: { 'If-None-Match': headers.get('etag') ?? '' },
      });
      expect(again.status).toBe(200);
    });

    it('tell somebody with another’s ETag nothing', async () => {
      const { headers } = await api().member(tom);
      const condition = { headers: { 'If-None-Match': headers.get('etag') ?? '' } };
      const eve = studio.api.as(await studio.given.coach());
      expect(await eve.get(`/members/${tom.id}`, condition)).toBeProblem('not_your_member');
      expect(await studio.api.get(`/members/${tom.id}`, condition)).toBeProblem('not_signed_in');
    });

    it('may be asked for their headers alone', async () => {
      const head = await api().request('HEAD', `/members/${tom.id}`);
      const get = await api().member(tom);
      expect(head).toMatchObject({ status: 200, text: '' });
      expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
    });

    it.each([
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const)('are compressed as %s where they are long', async (encoding, unpack) => {
      for (let i = 0; i < 5; i += 1) await studio.given.member({ coach: ana });
      const headers = { 'Accept-Encoding': encoding, ...api().authorization };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      const head = ['GET /api/v1/members HTTP/1.0', 'Host: localhost', ...lines, '', ''].join(
        '\r\n',
      );
      const bytes = await exchange(studio.api.base, Buffer.from(head));
      const end = bytes.indexOf('\r\n\r\n');

      expect(bytes.subarray(0, end).toString().toLowerCase()).toContain(
        `content-encoding: ${encoding}`,
      );
      expect(bytes.subarray(0, end).toString().toLowerCase()).toContain('vary: accept-encoding');
      const plain = await api().get('/members', { headers: { 'Accept-Encoding': 'identity' } });
      expect(plain.headers.get('content-encoding')).toBeNull();
      expect(unpack(bytes.subarray(end + 4)).toString()).toBe(plain.text);
      expect(bytes.length - end).toBeLessThan(plain.text.length);
    });
  });

  describe('changes', () => {
    it('are never answered with 304, whatever was seen before', async () => {
      const uma = await studio.given.member({ coach: ana });
      await api().startWorkout(uma);
      const seen = await api().startWorkout(uma);
      const etag = seen.headers.get('etag') ?? '*';
      const again = await api().startWorkout(uma, {}, { headers: { 'If-None-Match': etag } });
      expect(again).toMatchObject({ status: 200, text: seen.text });
    });
  });
});
