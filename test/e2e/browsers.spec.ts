import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStudio, type Studio } from '../support/studio.js';

const OURS = 'https://dashboard.example.com';
const ALLOWED = 'access-control-allow-origin';

describe('calls from web pages of other origins', () => {
  let closed: Studio;
  let open: Studio;

  beforeAll(async () => {
    closed = await openStudio();
    open = await openStudio({ env: { CORS_ORIGINS: `${OURS}, http://localhost:5173` } });
  });
  afterAll(async () => {
    await closed.close();
    await open.close();
  });

  function preflight(studio: Studio, origin: string, method = 'POST', path = '/members') {
    return studio.api.request('OPTIONS', path, {
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': method,
        'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key',
      },
    });
  }

  it('are not allowed unless the operator says so', async () => {
    const ana = await closed.given.coach();
    const plain = await closed.api.as(ana).get('/members', { headers: { Origin: OURS } });
    expect(plain.headers.get(ALLOWED)).toBeNull();
    const asked = await preflight(closed, OURS);
    expect(asked.headers.get(ALLOWED)).toBeNull();
    expect(asked.status).toBe(404);
  });

  it.each([OURS, 'http://localhost:5173'])(
    'are allowed from %s, which is named',
    async (origin) => {
      const ana = await open.given.coach();
      const answer = await open.api.as(ana).get('/members', { headers: { Origin: origin } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get(ALLOWED)).toBe(origin);
      expect(answer.headers.get('vary')?.toLowerCase()).toContain('origin');
      const exposed = answer.headers.get('access-control-expose-headers')?.toLowerCase();
      for (const name of ['etag', 'x-request-id', 'idempotency-replayed', 'retry-after']) {
        expect(exposed).toContain(name);
      }
    },
  );

  it('are told why they are refused, so that the page can show it', async () => {
    const answer = await open.api.get('/members', { headers: { Origin: OURS } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get(ALLOWED)).toBe(OURS);
  });

  it.each(['POST', 'PATCH', 'GET'])('may ask first whether %s is allowed', async (method) => {
    const { status, headers, text } = await preflight(open, OURS, method);
    expect([status, text]).toEqual([204, '']);
    expect(headers.get(ALLOWED)).toBe(OURS);
    expect(headers.get('access-control-allow-methods')).toContain(method);
    const allowed = headers.get('access-control-allow-headers')?.toLowerCase();
    for (const name of ['authorization', 'content-type', 'idempotency-key', 'if-none-match']) {
      expect(allowed).toContain(name);
    }
  });

  it.each([
    'https://evil.example',
    'https://dashboard.example.com.evil.example',
    'https://evil-dashboard.example.com',
    'http://dashboard.example.com',
    'https://dashboard.example.com:8443',
    'https://DASHBOARD.example.com.',
    'null',
    '*',
  ])('are not allowed from %s', async (origin) => {
    const ana = await open.given.coach();
    const plain = await open.api.as(ana).get('/members', { headers: { Origin: origin } });
    expect(plain.headers.get(ALLOWED)).toBeNull();
    expect((await preflight(open, origin)).headers.get(ALLOWED)).toBeNull();
  });

  it('never carry cookies or other credentials of the browser', async () => {
    const { headers } = await preflight(open, OURS);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const ana = await open.given.coach();
    const answer = await open.api.as(ana).get('/members', { headers: { Origin: OURS } });
    expect(answer.headers.get('set-cookie')).toBeNull();
  });
});
