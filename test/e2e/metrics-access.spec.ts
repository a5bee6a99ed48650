import { afterEach, describe, expect, it } from 'vitest';
import { answerOf, exchange } from '../support/raw-http.js';
import { captureLog } from '../support/captured-log.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

const METRICS_TOKEN = 'canary-token-of-prometheus';

describe('/metrics', () => {
  let studio: Studio;
  afterEach(() => studio.close());

  it('is for who asks on this machine, and not for whom a proxy there forwards', async () => {
    studio = await openStudio();
    const { api } = studio;
    const answer = await api.get('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await api.withToken('garbage').get('/metrics')).status).toBe(200);
    const forwarded = await api.get('/metrics', { headers: { 'X-Forwarded-For': '127.0.0.1' } });
    expect(forwarded).toBeProblem('not_found');
    const byNginx = await exchange(api.base, Buffer.from('GET /metrics HTTP/1.0\r\n\r\n'));
    expect(answerOf(byNginx).status).toBe(404);
    expect(await api.get('/api/v1/metrics')).toBeProblem('not_found');
  });

  it('is for whom the proxy that is trusted forwards neither', async () => {
    studio = await openStudio({ env: { TRUSTED_PROXIES: 'loopback' } });
    const headers = { 'X-Forwarded-For': '192.0.2.7' };
    expect(await studio.api.get('/metrics', { headers })).toBeProblem('not_found');
  });

  it('is for who knows METRICS_TOKEN, where it is set, and for nobody else', async () => {
    studio = await openStudio({ env: { METRICS_TOKEN, LOG_LEVEL: 'trace' } });
    const log = captureLog(studio);
    const { api } = studio;
    const without = await api.get('/metrics');
    expect(without).toBeProblem('not_signed_in');
    expect(without.headers.get('www-authenticate')).toBe('Bearer');
    expect((await api.withToken(`${METRICS_TOKEN}x`).get('/metrics')).status).toBe(401);
    const headers = { 'X-Forwarded-For': '192.0.2.7' };
    const answer = await api.withToken(METRICS_TOKEN).get('/metrics', { headers });
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('coach_processes')]);
    const admin = api.as(await studio.given.admin());
    expect((await admin.get('/metrics')).status).toBe(401);
    expect(log.text).toContain('/metrics');
    expect(`${log.text}${answer.text}${without.text}`).not.toContain(METRICS_TOKEN);
  });
});
