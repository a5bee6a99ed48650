import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RefreshTokensRepository } from '../../src/auth/refresh-tokens.repository.js';
import { SecondFactorsRepository } from '../../src/auth/second-factors.repository.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { logged } from '../support/expectations.js';
import '../support/matchers.js';
import { Holder } from '../support/second-factors.js';
import { openStudio, type Studio } from '../support/studio.js';
import { trafficOf } from '../support/traffic.js';

const ELSEWHERE = '198.51.100.7';

interface Claims {
  readonly sf?: true;
}

const claimsOf = (accessToken: string) =>
  JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as Claims;

describe('a sign-in with the second factor', () => {
  let studio: Studio;
  let ana: Holder;

  beforeEach(async () => {
    studio = await openStudio({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    ana = await Holder.withFactor(studio, 'staff');
  });
  afterEach(() => studio.close());

  const failures = async () => {
    const rows = await studio.sql<{ failures: number }>('SELECT failures FROM coach_sign_in_place');
    return rows.reduce((sum, row) => sum + row.failures, 0);
  };

  it('takes the codes of now, of the step before and the one after, each once', async () => {
    expect((await ana.signIn({ code: ana.code(-1) })).status).toBe(401);
    ana.wait(3);
    for (const steps of [-1, 0, 1]) {
      expect((await ana.signIn({ code: ana.code(steps) })).status).toBe(200);
    }
    for (const steps of [-1, 0, 1]) {
      expect(await ana.signIn({ code: ana.code(steps) })).toBeProblem('second_factor_wrong');
    }
    ana.wait(2);
    expect((await ana.signIn({ code: ana.code(-1) })).status).toBe(401);
    expect((await ana.signIn({ code: ana.code() })).status).toBe(200);
    expect((await ana.signIn({ code: ana.code(-2) })).status).toBe(401);
  });

  it('takes digits with spaces, and refuses what is no code', async () => {
    const right = ana.code();
    for (const code of ['12345', 'abc def', `${right}0`, ana.wrongCode()]) {
      expect(await ana.signIn({ code })).toBeProblem('second_factor_wrong');
    }
    const spaced = ` ${right.slice(0, 3)} ${right.slice(3)} `;
    expect((await ana.signIn({ code: spaced })).status).toBe(200);
  });

  it('lets one in of two at the same moment with one code', async () => {
    const code = ana.code();
    const answers = await Promise.all([1, 2, 3, 4].map(() => ana.signIn({ code })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 401, 401, 401]);
    const rows = await studio.sql('SELECT 1 FROM coach_sign_in WHERE second_factor = 1');
    // And the one in which it was turned on.
    expect(rows).toHaveLength(2);
  });

  it('counts one that another sign-in has used while its password was looked at', async () => {
    const code = ana.code();
    await studio.sql('DELETE FROM coach_sign_in_place');
    const tokens = studio.app.get(RefreshTokensRepository);
    const add = tokens.add.bind(tokens);
    // A sign-in that fails behind the use of its code gives the code back.
    tokens.add = () => {
      tokens.add = add;
      throw new Error('no room');
    };
    expect((await ana.signIn({ code })).status).toBe(500);
    expect(await failures()).toBe(0);
    const answers = await Promise.all([ana.signIn({ code }), ana.signIn({ code })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
  });

  it('without a code is asked for one, after the right password only', async () => {
    const { email } = ana.person;
    const asked = await logged(studio, () => ana.signIn());
    expect(asked.answer).toBeProblem('second_factor_needed');
    expect(asked.rows).toMatchObject([
      { action: 'auth.signed_in', outcome: 'refused', actor_id: ana.person.id },
    ]);
    const guess = (address: string, code?: string) =>
      logged(studio, () =>
        studio.api.post('/auth/login', { email: address, password: 'a guess', code }),
      );
    const bob = await Holder.of(studio, 'staff');
    const seen = [];
    for (const code of [undefined, ana.code(), '000000', ana.recoveryCodes[0]]) {
      for (const address of [email, bob.person.email, 'nobody@example.com']) {
        const { answer, rows } = await guess(address, code);
        expect(answer).toBeProblem('sign_in_failed');
        const { requestId, ...body } = answer.body as { requestId: string };
        expect(requestId).toBeTypeOf('string');
        seen.push({ body, rows: rows.map(({ action, code: why }) => [action, why]) });
      }
    }
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1);
    // None of them has used anything up.
    expect((await ana.signIn({ code: ana.code(), from: ELSEWHERE })).status).toBe(200);
    expect((await ana.signIn({ code: ana.recoveryCodes[0] ?? '' })).status).toBe(200);
  });

  it('sends a wrong password and an unknown account the same statements', async () => {
    const guess = (email: string) => () =>
      studio.api.post('/auth/login', { email, password: 'a guess', code: ana.code() });
    const shape = async (email: string) =>
      (await trafficOf(studio, guess(email))).messages
        .map((bundle) => bundle.map((sql) => sql.replace(/\s+/g, ' ').slice(0, 60)))
        .filter((bundle) => !bundle.some((sql) => sql.includes('TABLE_NAME')));
    // The first guess at each makes its row.
    for (const email of ['nobody@example.com', ana.person.email]) await shape(email);
    expect(await shape(ana.person.email)).toEqual(await shape('nobody@example.com'));
  });

  it('costs whoever has no second factor no message more, and its holder one', async () => {
    const bob = await Holder.of(studio, 'staff');
    await bob.signIn();
    await ana.signIn({ code: ana.code() });
    ana.wait();
    const sent = async (work: () => Promise<unknown>) => {
      const { messages } = await trafficOf(studio, work);
      return messages.filter((bundle) => !bundle.some((sql) => sql.includes('TABLE_NAME'))).length;
    };
    const without = await sent(() => bob.signIn());
    expect(without).toBe(2);
    expect(await sent(() => ana.signIn({ code: ana.code() }))).toBe(without + 1);
  });

  it('makes the account wait after wrong codes, as after wrong passwords', async () => {
    const wrong = ana.wrongCode();
    const from = ELSEWHERE;
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await ana.signIn({ code: wrong, from })).status);
    expect(statuses).toEqual([...new Array<number>(10).fill(401), 429, 429]);
    const late = await ana.signIn({ code: ana.code(), from });
    expect(late).toBeProblem('too_many_attempts');
    // Who is known from a network of their own is let in there.
    expect((await ana.signIn({ code: ana.code() })).status).toBe(200);
  });

  it('is no success until its code is right: what counts goes on counting', async () => {
    const from = ELSEWHERE;
    for (let n = 0; n < 9; n += 1) await ana.signIn({ code: ana.wrongCode(), from });
    expect(await failures()).toBe(9);
    for (let n = 0; n < 5; n += 1) {
      expect(await ana.signIn({ from })).toBeProblem('second_factor_needed');
    }
    expect(await failures()).toBe(9);
    expect((await ana.signIn({ code: ana.wrongCode(), from })).status).toBe(401);
    expect(await ana.signIn({ from })).toBeProblem('too_many_attempts');
    studio.clock.advance({ minutes: 2 });
    expect((await ana.signIn({ code: ana.code(), from })).status).toBe(200);
    expect(await failures()).toBe(0);
  });

  it('is known by its access tokens, also after a refresh, and a repeated one', async () => {
    const { body } = await ana.signIn({ code: ana.code() });
    expect(claimsOf(body.accessToken).sf).toBe(true);
    const refresh = () => studio.api.post('/auth/refresh', { refreshToken: body.refreshToken });
    for (const answer of [await refresh(), await refresh()]) {
      expect(claimsOf(answer.body.accessToken).sf).toBe(true);
    }
    const bob = await Holder.of(studio, 'staff');
    expect(claimsOf((await bob.signIn({ code: '123456' })).body.accessToken).sf).toBeUndefined();
  });

  describe('by a recovery code', () => {
    it('is taken once, in any case, with a hyphen or not, and says how many are left', async () => {
      const [one = '', two = '', three = ''] = ana.recoveryCodes;
      const { rows } = await logged(studio, () => ana.signIn({ code: one }));
      expect(rows).toMatchObject([
        { action: 'auth.signed_in', outcome: 'done', after: { recoveryCode: true, left: 9 } },
      ]);
      expect(await ana.signIn({ code: one })).toBeProblem('second_factor_wrong');
      expect((await ana.signIn({ code: two.toUpperCase().replace('-', '') })).status).toBe(200);
      const { body } = await ana.signIn({ code: ` ${three.replace('-', ' ')} ` });
      expect(claimsOf(body.accessToken).sf).toBe(true);
      const api = studio.api.withToken(body.accessToken);
      expect((await api.get('/auth/second-factor')).body.recoveryCodesLeft).toBe(7);
    });

    it('lets one in of several at the same moment', async () => {
      const [code = ''] = ana.recoveryCodes;
      const answers = await Promise.all([1, 2, 3].map(() => ana.signIn({ code })));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
    });

    it('is used up by one of two that found it unused', async () => {
      const [{ codeHash } = { codeHash: '' }] = await studio.sql<{ codeHash: string }>(
        'SELECT code_hash AS codeHash FROM coach_recovery_code LIMIT 1',
      );
      const factors = studio.app.get(SecondFactorsRepository);
      const use = async () =>
        studio.app.get(UnitOfWork).write(async (tx) => ({
          result: await factors.takeCode(tx, ana.person.id, codeHash, studio.clock.now()),
        }));
      expect([await use(), await use()]).toEqual([9, undefined]);
    });

    it('of somebody else is refused, and counts', async () => {
      const bob = await Holder.withFactor(studio, 'staff');
      await studio.sql('DELETE FROM coach_sign_in_place');
      const [code = ''] = bob.recoveryCodes;
      expect(await ana.signIn({ code, from: ELSEWHERE })).toBeProblem('second_factor_wrong');
      expect(await failures()).toBe(1);
      expect((await bob.signIn({ code })).status).toBe(200);
    });
  });
});
