import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../support/matchers.js';
import type { Answer, Api, TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import { readMetrics } from '../support/metrics.js';
import { openDatabase } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

/** As many as are let in at first. */
const LET_IN = 200;
/** However slow the machine is on which the tests run. */
const SERVED_AT_LEAST = 20;
const SHED = 'coach_http_requests_shed_total{reason="queue"}';
const MORE = 60;
/** A dashboard of another origin, which can only read what CORS headers let it. */
const ORIGIN = 'https://dashboard.example.com';
const ALLOWED = 'access-control-allow-origin';
const PREFLIGHT = {
  Origin: ORIGIN,
  'Access-Control-Request-Method': 'POST',
  'Access-Control-Request-Headers': 'authorization,idempotency-key',
};

describe('more than can be served in time', () => {
  let studio: Studio;
  let api: Api;
  let ana: TestPerson;
  let tom: GivenMember;

  beforeAll(async () => {
    studio = await openStudio({ env: { CORS_ORIGINS: ORIGIN } });
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 1 });
    api = studio.api.as(ana);
  });
  afterAll(() => studio.close());

  /** Another program's hold on what all of these change. */
  async function block(): Promise<() => Promise<void>> {
    const { sql, close } = await openDatabase(studio.databaseUrl);
    await sql(isServerDatabase() ? 'START TRANSACTION' : 'BEGIN IMMEDIATE');
    if (isServerDatabase()) await sql('SELECT id FROM coach_member_list FOR UPDATE');
    return async () => {
      await sql('ROLLBACK');
      await close();
    };
  }

  const adjust = (key: string) =>
    api.adjust(tom, { adjustment: 1, reason: key }, { key, headers: { Origin: ORIGIN } });
  const preflight = () =>
    studio.api.request('OPTIONS', `/members/${tom.id}/adjustments`, { headers: PREFLIGHT });

  it('is refused at once and before anything else, and the rest is served in order', async () => {
    const unblock = await block();
    let isBlocked = true;
    const refused: Answer[] = [];
    const waiting = Array.from({ length: LET_IN + MORE }, async (_, n) => {
      const answer = await adjust(`crowd ${n}`);
      if (isBlocked) refused.push(answer);
      return answer;
    });
    // The places are taken from the first refusal on, until those who wait are told to come back.
    await expect.poll(() => refused.length, { interval: 10 }).toBeGreaterThan(0);
    // Neither a token nor a body is looked at; and the old app is told in its own form.
    const script = '/coach_session_management.php?action=undo-session-usage';
    const [forged, old] = await Promise.all([
      studio.api.post('/members/1/adjustments', { nonsense: true }),
      fetch(`${studio.api.base}${script}`, { method: 'POST', body: '{' }),
    ]);
    await expect.poll(() => refused.length).toBeGreaterThanOrEqual(MORE);
    const atOnce = refused.slice(0, MORE);
    // Who asks how it is, or for what needs no database, is answered.
    const live = await studio.api.get('/health/live');
    const page = await fetch(`${studio.api.base}/`);
    const preflights = await Promise.all(Array.from({ length: 20 }, preflight));
    isBlocked = false;
    await unblock();

    for (const { headers } of atOnce) {
      expect(headers.get(ALLOWED)).toBe(ORIGIN);
      expect(headers.get('access-control-expose-headers')).toContain('Retry-After');
    }
    for (const { status, headers } of preflights) {
      expect([status, headers.get(ALLOWED)]).toEqual([204, ORIGIN]);
    }
    for (const answer of [...atOnce, forged]) {
      expect(answer).toBeProblem('unavailable');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    expect(old.status).toBe(503);
    expect(old.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await old.json()).toEqual({ success: false, message: expect.any(String) });
    expect([live.status, page.status]).toEqual([200, 404]);
    const shed = (await readMetrics(studio.api)).get(SHED);
    expect(shed).toBeGreaterThanOrEqual(MORE + 2);

    const answers = await Promise.all(waiting);
    const served = answers.filter(({ status }) => status === 200);
    expect(served.length).toBeGreaterThanOrEqual(SERVED_AT_LEAST);
    const others = answers.filter(({ status }) => status !== 200);
    for (const answer of others) expect(answer).toBeProblem('unavailable');

    const keys = answers.map((_, n) => `crowd ${n}`).filter((_, n) => answers[n]?.status !== 200);
    for (const key of keys) expect((await adjust(key)).status).toBe(200);
    expect((await studio.api.post('/members/1/adjustments', {})).status).toBe(401);
    const all = await api.member(tom);
    expect(all.body.packages[0].remaining).toBe(1 + LET_IN + MORE);
    expect(await violations(studio.sql)).toEqual([]);
  });
});
