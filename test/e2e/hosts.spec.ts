import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/api.js';
import '../support/matchers.js';
import { answerOf, exchange } from '../support/raw-http.js';
import { openStudio, type Studio } from '../support/studio.js';

const PHP = '/coach_api.php/balance';
const EVERYTHING = [
  ...['/api/v1/auth/me', '/docs-json', '/docs', '/app/', '/app/sw.js', '/', '/metrics', '/nowhere'],
  ...[PHP, `/gym/api${PHP}`],
];
const FOREIGN = ['evil.example', 'evil.example:3000', 'localhost.evil.example', 'studio', ''];

describe('the Host of a request', () => {
  let [own, open, named]: (Studio | undefined)[] = [];

  beforeAll(async () => {
    own = await openStudio({ env: { LEGACY_PREFIX: '/gym/api' } });
    const databaseUrl = own.databaseUrl;
    open = await openStudio({ databaseUrl, env: { NODE_ENV: 'production' } });
    const env = { PUBLIC_HOSTS: 'studio.example.com', METRICS_TOKEN: 'a-token-of-the-tests' };
    named = await openStudio({ databaseUrl, env: { ...env, NODE_ENV: 'production' } });
  });
  afterAll(async () => {
    for (const studio of [own, open, named]) await studio?.close();
  });

  async function send(studio: Studio | undefined, ...lines: string[]): Promise<Answer> {
    const text = [...lines, 'Connection: close', '', ''].join('\r\n');
    return answerOf(await exchange(studio?.api.base ?? '', Buffer.from(text)));
  }

  function ask(studio: Studio | undefined, path: string, ...hosts: string[]): Promise<Answer> {
    return send(studio, `GET ${path} HTTP/1.1`, ...hosts.map((host) => `Host: ${host}`));
  }

  it.each(EVERYTHING)('is refused where it is another’s: %s', async (path) => {
    for (const host of FOREIGN) {
      const answer = await ask(own, path, host);
      expect(answer).toBeProblem('wrong_host');
      expect(answer.text).not.toContain('evil');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    }
    for (const host of ['localhost', 'LocalHost', '127.0.0.1:3000', '[::1]', '192.168.1.5:3000']) {
      expect((await ask(own, path, host)).status).not.toBe(421);
    }
  });

  it('is refused before anything is done', async () => {
    const count = async () => own?.sql('SELECT COUNT(*) AS count FROM admin_activity_log');
    const before = await count();
    const head = ['Host: evil.example', 'Content-Type: application/json', 'Content-Length: 2'];
    for (const path of ['/api/v1/auth/login', '/api/v1/members/1/workouts', PHP]) {
      expect(await send(own, `POST ${path} HTTP/1.1`, ...head)).toBeProblem('wrong_host');
    }
    expect(await count()).toEqual(before);
  });

  it('is answered in production where none is configured, and there only', async () => {
    expect((await ask(open, '/docs-json', 'studio.example.org')).status).toBe(200);
    expect((await ask(named, '/docs-json', 'studio.example.com:443')).status).toBe(200);
    expect((await ask(named, '/docs-json', '127.0.0.1:3000')).status).toBe(200);
    for (const host of ['studio.example.org', '192.168.1.5']) {
      expect(await ask(named, '/docs-json', host)).toBeProblem('wrong_host');
    }
  });

  it('may be missing where HTTP is so old that it has none', async () => {
    expect((await send(named, 'GET /docs-json HTTP/1.0')).status).toBe(200);
    expect(await send(named, 'GET /docs-json HTTP/1.0', 'Host: evil.example')).toBeProblem(
      'wrong_host',
    );
  });

  it('is not looked at by who asks how the product is', async () => {
    for (const studio of [own, named]) {
      expect((await ask(studio, '/health/live', 'balancer.example:3000')).status).toBe(200);
      expect((await ask(studio, '/health/ready', 'app')).status).toBe(200);
    }
    // A token says who asks.
    expect(await ask(named, '/metrics', 'app:3000')).toBeProblem('not_signed_in');
  });

  it.each([
    ['localhost', 'localhost'],
    ['localhost', 'evil.example'],
  ])('is one: %s and %s are refused', async (...hosts) => {
    for (const studio of [own, open, named]) {
      expect(await ask(studio, '/health/live', ...hosts)).toBeProblem('malformed_request');
      expect(await ask(studio, '/docs-json', ...hosts)).toBeProblem('malformed_request');
    }
  });
});
