import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cleanup } from '../../src/audit/cleanup.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import { isServerDatabase } from '../support/database.js';
import { logged, logOf } from '../support/expectations.js';
import { Guessing, guessed } from '../support/guesses.js';
import '../support/matchers.js';
import type { Studio } from '../support/studio.js';
import { type Traffic, trafficOf, withSending } from '../support/traffic.js';

const NO_ROOM = isServerDatabase() ? { errno: 1114 } : { code: 'SQLITE_FULL' };
const NOBODY = 'nobody@example.com';
const DIGEST = /^[0-9a-f]{64}$/;
const SLOT = /^[0-9a-f]{4}$/;
/** As where an operator sets nothing. */
const env = { REFUSALS_LOGGED_PER_HOUR: '' };
const LOGGED_PER_HOUR = 20;

/** What was sent; which columns PHP has is asked every ten seconds, whoever signs in. */
function shapeOf({ messages }: Traffic): string[][] {
  return messages
    .map((bundle) => bundle.map((sql) => sql.replace(/\s+/g, ' ').slice(0, 60)))
    .filter((bundle) => !bundle.some((sql) => sql.includes('TABLE_NAME')));
}

describe('what is kept of guesses', () => {
  let guessing: Guessing;
  let studio: Studio;

  beforeEach(async () => {
    guessing = await Guessing.open({ env });
    ({ studio } = guessing);
  });
  afterEach(() => studio.close());

  const placesWritten = (messages: string[][]) =>
    messages.flat().filter((sql) => /^\s*(INSERT|UPDATE|DELETE).*coach_sign_in_place/s.test(sql));

  it('is the same for an account that is known and for one that is not', async () => {
    const email = await guessing.account();
    const known = await logged(studio, () => guessing.guess(email));
    const [ofKnown] = (await guessing.kept()).elsewhere;
    await studio.sql('DELETE FROM coach_sign_in_place');
    const unknown = await logged(studio, () => guessing.guess(NOBODY));
    const [ofUnknown] = (await guessing.kept()).elsewhere;

    const anyAccount = { account: expect.stringMatching(SLOT) as string };
    expect(ofUnknown).toEqual({ ...ofKnown, ...anyAccount });
    expect(ofUnknown).toMatchObject({ ...anyAccount, place: '', failures: 1, paused_until: null });

    // In the log, too, before the answer.
    expect([known.rows.length, unknown.rows.length]).toEqual([1, 1]);
    const other = expect.anything() as unknown;
    expect(unknown.rows[0]).toEqual({
      ...known.rows[0],
      ...{ id: other, request_id: other, actor_id: null, actor_role: 'anonymous' },
    });
    expect(await guessing.guesses(11, NOBODY)).toEqual(guessed(9, 2));
  });

  it('takes as many statements and messages for an account that is not there', async () => {
    const email = await guessing.account();
    await guessing.guess(NOBODY);
    await guessing.guess(email);
    for (let n = 0; n < 9; n += 1) {
      const [known, unknown] = [
        shapeOf(await trafficOf(studio, () => guessing.guess(email))),
        shapeOf(await trafficOf(studio, () => guessing.guess(NOBODY))),
      ];
      expect(unknown).toEqual(known);
    }
  });

  it('is bounded for names that are invented, in the database and in the log', async () => {
    const email = await guessing.account();
    const names = Array.from({ length: 25 }, (_, n) => `invented${n}@example.com`);
    const { rows } = await logged(studio, async () => {
      for (const [n, name] of names.entries()) await guessing.guess(name, `198.51.100.${n}`);
    });
    expect(rows).toHaveLength(LOGGED_PER_HOUR);
    const { elsewhere } = await guessing.kept();
    expect(elsewhere).toHaveLength(25);
    for (const row of elsewhere)
      expect(row).toMatchObject({ account: expect.stringMatching(SLOT) });

    // Where the log has no room left for those, an account that is there takes as many messages.
    const known = shapeOf(await trafficOf(studio, () => guessing.guess(email)));
    const unknown = shapeOf(await trafficOf(studio, () => guessing.guess(NOBODY)));
    expect(unknown).toHaveLength(known.length);
    expect((await logOf(studio)).at(-1)).toMatchObject({ actor_role: 'coach' });

    studio.clock.advance({ hours: 2 });
    await studio.app.get(Cleanup).runNow();
    expect((await logOf(studio)).at(-1)).toMatchObject({
      ...{ actor_id: null, actor_role: 'anonymous', action: 'auth.signed_in' },
      ...{ code: 'sign_in_failed', after: { repetitions: 6 } },
    });
    expect((await guessing.kept()).elsewhere).toEqual([]);
    const { holds, text } = await studio.app.get(VerifyService).verify();
    expect(holds, text).toBe(true);
  });

  it('tells neither e-mail addresses nor IP addresses', async () => {
    const email = await guessing.account();
    await guessing.enter(email, '198.51.100.7');
    await guessing.guess(email, '198.51.100.7');
    await guessing.guess(email);
    const { networks, elsewhere } = await guessing.kept();
    const digest = expect.stringMatching(DIGEST) as string;
    expect(networks).toMatchObject([{ account: digest, place: digest, failures: 1 }]);
    expect(elsewhere).toHaveLength(1);
    const text = JSON.stringify({ networks, elsewhere });
    expect(text).not.toContain(email);
    expect(text).not.toContain('198.51');
  });

  it('is a statement more for a sign-in from a known network, and nothing is written', async () => {
    const email = await guessing.account();
    await guessing.enter(email);
    const messages = shapeOf(await trafficOf(studio, () => guessing.enter(email)));
    const ours = messages.flat().filter((sql) => sql.includes('p.`place`'));
    expect(ours).toEqual([expect.stringMatching(/^SELECT/)]);
    expect(placesWritten(messages)).toEqual([]);
    // It travels with the questions for the account and for its earlier sign-ins.
    const [first] = messages.filter((bundle) => bundle.some((sql) => sql === ours[0]));
    const [account, earlier] = ['userTypeId', 's.user_id AS userId'];
    expect(first).toEqual([
      ...[ours[0], expect.stringContaining(account), expect.stringContaining(earlier)],
    ]);

    studio.clock.advance({ hours: 25 });
    const daily = await trafficOf(studio, () => guessing.enter(email));
    expect(placesWritten(daily.messages)).toHaveLength(1);
    expect(shapeOf(daily)).toHaveLength(messages.length);
  });

  it('is not looked at, written or hashed of a try that must wait', async () => {
    const email = await guessing.account();
    await guessing.guesses(10, email);
    const before = await guessing.kept();
    const { rows } = await logged(studio, async () => {
      const messages = shapeOf(await trafficOf(studio, () => guessing.guess(email)));
      expect(messages).toHaveLength(1);
    });
    expect(rows).toEqual([]);
    expect(await guessing.kept()).toEqual(before);
    expect(await guessing.hashesOf(() => guessing.enter(email))).toBe(0);
    expect(await guessing.hashesOf(() => guessing.guess(NOBODY))).toBe(1);
  });

  it('keeps twenty networks of one person, those that were used last', async () => {
    const email = await guessing.account();
    for (let n = 0; n < 25; n += 1) {
      expect((await guessing.enter(email, `198.51.100.${n}`)).status).toBe(200);
      studio.clock.advance({ minutes: 1 });
    }
    expect((await guessing.kept()).networks).toHaveLength(20);
    await guessing.guesses(10, email);
    expect(await guessing.enter(email, '198.51.100.4')).toBeProblem('too_many_attempts');
    expect((await guessing.enter(email, '198.51.100.5')).status).toBe(200);
    expect((await guessing.enter(email, '198.51.100.24')).status).toBe(200);
  });

  it('holds for all processes on the database, and after a restart', async () => {
    const email = await guessing.account();
    const other = await Guessing.open({ databaseUrl: studio.databaseUrl });
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      statuses.push(...(await guessing.guesses(1, email)), ...(await other.guesses(1, email)));
    }
    expect(statuses).toEqual(guessed(10, 2));
    await other.studio.close();

    const anew = await Guessing.open({ databaseUrl: studio.databaseUrl });
    expect(await anew.enter(email)).toBeProblem('too_many_attempts');
    await anew.studio.close();
  });

  it('is one count where two processes are asked at the same moment', async () => {
    const email = await guessing.account();
    const other = await Guessing.open({ databaseUrl: studio.databaseUrl });
    const statuses: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const both = [guessing, guessing, other, other].map(async (one) => one.guess(email));
      statuses.push(...(await Promise.all(both)).map(({ status }) => status));
    }
    expect(statuses.toSorted()).toEqual(guessed(10, 6));
    await other.studio.close();
  });

  it('is gone when it counts no more', async () => {
    const email = await guessing.account();
    await guessing.enter(email);
    await guessing.guesses(11, NOBODY);
    const cleanup = studio.app.get(Cleanup);
    studio.clock.advance({ hours: 1 });
    await cleanup.runNow();
    expect(await guessing.kept()).toMatchObject({ elsewhere: [{ failures: 10 }], networks: [{}] });
    studio.clock.advance({ minutes: 2 });
    await cleanup.runNow();
    expect(await guessing.kept()).toMatchObject({ elsewhere: [], networks: [{}] });
    studio.clock.advance({ days: studio.config.signInDays + 30 });
    await cleanup.runNow();
    expect(await guessing.kept()).toEqual({ elsewhere: [], networks: [] });
  });

  it('lets nobody in while it cannot be written', async () => {
    const email = await guessing.account();
    await withSending(
      studio,
      async () => {
        expect(await guessing.enter(email)).toBeProblem('unavailable');
        expect(await guessing.guess(email)).toBeProblem('unavailable');
      },
      async (send, statements) => {
        if (placesWritten([statements.map(({ sql }) => sql)]).length === 0) return send(statements);
        throw Object.assign(new Error('no room'), NO_ROOM);
      },
    );
    expect(await guessing.kept()).toEqual({ elsewhere: [], networks: [] });
    expect((await guessing.enter(email)).status).toBe(200);
  });
});
