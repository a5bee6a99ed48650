import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AddedRefusals } from '../../src/audit/added-refusals.service.js';
import type { ApiRequest } from '../../src/http/api-request.js';
import { logOf, type LogRow } from '../support/expectations.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';
import { trafficOf } from '../support/traffic.js';

const ENOUGH = 20;
const FORGED = `${'x'.repeat(20)}.${'y'.repeat(20)}.${'z'.repeat(43)}`;

describe('tokens that are not ours, by network', () => {
  let studio: Studio;

  beforeEach(async () => {
    studio = await openStudio({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterEach(() => studio.close());

  const settled = () => studio.app.get(AddedRefusals).settled();

  async function forge(times: number, from = (_: number) => '203.0.113.7'): Promise<void> {
    const api = studio.api.withToken(FORGED);
    for (let n = 0; n < times; n += 1) {
      const answer = await api.get('/auth/me', { headers: { 'X-Forwarded-For': from(n) } });
      expect(answer).toBeProblem('not_signed_in');
    }
    await settled();
  }

  /** Far more than one test can ask for. */
  async function forgeFrom(networks: number, times: number): Promise<void> {
    const refusals = studio.app.get(AddedRefusals);
    const request = { method: 'GET', id: 'a', ip: '', headers: {}, routeOptions: {}, socket: {} };
    for (let network = 0; network < networks; network += 1) {
      for (let n = 0; n < times; n += 1)
        refusals.token(request as unknown as ApiRequest, 'signature', `network ${network}`);
      if (network % 40 === 0) await settled();
    }
    await settled();
  }

  async function rows(): Promise<LogRow[]> {
    return (await logOf(studio)).filter(({ action }) => action === 'auth.tokens_refused');
  }

  it('are a row from the twentieth within an hour on, that says where from', async () => {
    await forge(ENOUGH - 1);
    await forge(ENOUGH - 1, () => '203.0.113.8');
    expect(await rows()).toEqual([]);
    await forge(40);
    expect(await rows()).toMatchObject([
      {
        ...{ outcome: 'refused', code: 'not_signed_in', status: 401, ip: '203.0.113.7' },
        ...{ actor_id: null, actor_role: 'anonymous', member_id: null, route: '/api/v1/auth/me' },
        after: { refusals: ENOUGH, since: '2026-03-10T12:00:00.000Z', kind: 'unreadable' },
      },
    ]);
    studio.clock.advance({ hours: 1 });
    await forge(ENOUGH);
    expect(await rows()).toHaveLength(2);
  });

  it('are of one network where they share the first 64 bits', async () => {
    await forge(ENOUGH, (n) => `2001:db8:0:7::${n + 1}`);
    expect(await rows()).toMatchObject([{ ip: '2001:db8:0:7::20' }]);
  });

  it('are one row from many at once', async () => {
    await Promise.all(Array.from({ length: 32 }, () => forge(5)));
    expect(await rows()).toHaveLength(1);
  });

  it('are no work for the database, before the row is due and after', async () => {
    const before = await trafficOf(studio, () => forge(ENOUGH - 1));
    const due = await trafficOf(studio, () => forge(1));
    const after = await trafficOf(studio, () => forge(30));
    expect([before.statements, after.statements]).toEqual([0, 0]);
    expect(due.messages.flat().filter((sql) => sql.includes('admin_activity_log'))).toHaveLength(1);
  });

  it('are twenty rows at most, of which the last is of all networks together', async () => {
    await forgeFrom(100, 25);
    const written = await rows();
    expect(written).toHaveLength(ENOUGH);
    // Written in the background, so in any order.
    const isOfAll = ({ after }: LogRow) => JSON.stringify(after).includes('manyNetworks');
    expect(written.filter((row) => !isOfAll(row)).map(({ after }) => after)).toMatchObject(
      Array(ENOUGH - 1).fill({ refusals: ENOUGH, kind: 'signature' }),
    );
    expect(written.find(isOfAll)).toMatchObject({
      ...{ actor_role: 'anonymous', ip: null, route: null },
      after: { refusals: ENOUGH * ENOUGH, manyNetworks: true },
    });
    const { statements } = await trafficOf(studio, () => forgeFrom(1_000, 25));
    expect(statements).toBe(0);
  });

  it('are one row of 100,000 networks, each with one token', async () => {
    const { statements } = await trafficOf(studio, () => forgeFrom(100_000, 1));
    expect(statements).toBeLessThan(20);
    expect(await rows()).toMatchObject([{ ip: null, after: { manyNetworks: true } }]);
    expect(await studio.sql('SELECT * FROM coach_refusal_count')).toHaveLength(1);
  });

  it('leave no address but in the log', async () => {
    await forge(ENOUGH);
    const kept = await studio.sql('SELECT * FROM coach_refusal_count');
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain('203.0.113');
  });
});
