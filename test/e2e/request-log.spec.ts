import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { captureLog } from '../support/captured-log.js';
import { Listener } from '../support/listener.js';
import { openStudio, type Studio } from '../support/studio.js';

interface Line {
  readonly msg: string;
  readonly reqId?: string;
  readonly req?: { readonly method: string; readonly url: string };
  readonly res?: { readonly statusCode: number };
  readonly responseTime?: number;
}

describe('the log of requests', () => {
  let studio: Studio;
  let ana: TestPerson;
  let log: { text: string };
  beforeAll(async () => {
    studio = await openStudio({ env: { LOG_LEVEL: 'info' } });
    ana = await studio.given.coach();
    log = captureLog(studio);
  });
  afterAll(() => studio.close());
  beforeEach(() => {
    log.text = '';
  });

  const linesOf = (url: string): Line[] =>
    log.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
      .filter(({ req }) => req?.url === url);

  it.each([
    ['/api/v1/overview', 200],
    ['/api/v1/members/999999', 403],
    ['/api/v1/nothing', 404],
    ['/health/live', 200],
  ])('has one line for GET %s, with who, what and how long', async (url, status) => {
    const answer = await studio.api.as(ana).get(url);
    expect(answer.status).toBe(status);
    await expect.poll(() => linesOf(url)).toHaveLength(1);
    expect(linesOf(url)).toEqual([
      expect.objectContaining({
        ...{ msg: 'request completed', reqId: answer.headers.get('x-request-id') },
        req: { method: 'GET', url, remoteAddress: '127.0.0.1' },
        ...{ res: { statusCode: status }, responseTime: expect.any(Number) },
      }),
    ]);
  });

  it('has no words of an address that leads nowhere', async () => {
    expect((await studio.api.get('/nothing?name=Tom')).status).toBe(404);
    await expect.poll(() => linesOf('/api/v1/nothing')).toHaveLength(1);
    expect(log.text).not.toContain('Tom');
  });

  it('has no words that were searched for', async () => {
    const answer = await studio.api.as(ana).get('/members?search=Basement%20tom@example.com');
    expect(answer.status).toBe(200);
    await expect.poll(() => linesOf('/api/v1/members')).toHaveLength(1);
    expect(log.text).not.toMatch(/basement|tom@|search/i);
  });

  it('says of a stream when it begins, and when it has ended', async () => {
    const url = '/api/v1/events';
    const listener = await Listener.openAndSee(studio.api.as(ana));
    expect(linesOf(url).map(({ msg }) => msg)).toEqual(['incoming request']);
    listener.leave();
    await expect
      .poll(() => linesOf(url).map(({ msg }) => msg))
      .toEqual(['incoming request', 'client left']);
  });
});
