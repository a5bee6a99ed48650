import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { logged, logOf } from '../support/expectations.js';
import '../support/matchers.js';
import { Holder, storedFactors } from '../support/second-factors.js';
import { openStudio, type Studio } from '../support/studio.js';

const RECOVERY_CODE = /^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/;
const PATH = '/auth/second-factor';

describe('the second factor', () => {
  let studio: Studio;

  beforeEach(async () => {
    studio = await openStudio({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterEach(() => studio.close());

  describe('is turned on', () => {
    it('by a secret and its first code, which gives ten recovery codes', async () => {
      const ana = await Holder.of(studio, 'coach');
      const api = await ana.entered();
      const off = { isOn: false, since: null, recoveryCodesLeft: 0, isDemanded: false };
      expect((await api.get(PATH)).body).toEqual(off);

      const begun = await logged(studio, () => api.post(PATH));
      expect(begun.answer.status).toBe(201);
      expect(begun.rows).toEqual([]);
      const url = new URL(begun.answer.body.url);
      expect([url.protocol, url.host]).toEqual(['otpauth:', 'totp']);
      expect(decodeURIComponent(url.pathname)).toBe(`/Coach sessions:${ana.person.email}`);
      expect(url.searchParams.get('secret')).toBe(begun.answer.body.secret);
      // Nothing is asked for yet.
      expect((await ana.signIn()).status).toBe(200);
      expect((await api.get(PATH)).body).toEqual(off);

      const { body } = await ana.turnOn(api);
      expect(new Set(body.recoveryCodes).size).toBe(10);
      for (const code of body.recoveryCodes) expect(code).toMatch(RECOVERY_CODE);
      const on = { isOn: true, recoveryCodesLeft: 10, isDemanded: false };
      expect((await api.get(PATH)).body).toMatchObject(on);
      expect(await ana.signIn()).toBeProblem('second_factor_needed');
      expect((await ana.signIn({ code: ana.code() })).status).toBe(200);
      expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    });

    it('and ends the other sign-ins of its person, at once, and says so in the log', async () => {
      const [ana, bob] = [await Holder.of(studio), await Holder.of(studio)];
      const [here, bobs] = [await ana.signIn(), await bob.entered()];
      const there = await ana.signIn();
      const api = studio.api.withToken(here.body.accessToken);
      const { rows } = await logged(studio, () => ana.turnOn(api));
      const { id: userId } = ana.person;
      expect(rows).toMatchObject([
        { action: 'second_factor.turned_on', actor_id: userId, after: { userId } },
        { action: 'auth.sign_ins_ended', code: 'second_factor', before: { userId, count: 1 } },
      ]);
      const refresh = (refreshToken: string) => studio.api.post('/auth/refresh', { refreshToken });
      expect(await refresh(there.body.refreshToken)).toBeProblem('refresh_token_invalid');
      const other = studio.api.withToken(there.body.accessToken);
      expect((await other.post('/members', {})).status).toBe(400);
      const member = { firstName: 'Tom', lastName: 'Baker', email: 'tom@example.com' };
      expect(await other.post('/members', member)).toBeProblem('not_signed_in');
      expect((await refresh(here.body.refreshToken)).status).toBe(200);
      expect(await ana.openSignIns()).toEqual([{ second_factor: 1 }]);
      expect(await bob.openSignIns()).toEqual([{ second_factor: 0 }]);
      expect((await bobs.get('/auth/me')).status).toBe(200);
    });

    it('by the last secret that was shown, within an hour', async () => {
      const ana = await Holder.of(studio);
      const api = await ana.entered();
      const confirm = () => api.post(`${PATH}/confirm`, { code: ana.code() });
      expect(await api.post(`${PATH}/confirm`, { code: '123456' })).toBeProblem(
        'second_factor_not_begun',
      );
      await ana.begin(api);
      const second = await api.post(PATH);
      expect(second.status).toBe(201);
      expect(await confirm()).toBeProblem('code_wrong');
      await ana.begin(api);
      studio.clock.advance({ minutes: 60 });
      const later = studio.api.withToken((await ana.signIn()).body.accessToken);
      const late = await later.post(`${PATH}/confirm`, { code: ana.code() });
      expect(late).toBeProblem('second_factor_not_begun');
      await ana.turnOn(later);
      expect(await storedFactors(studio)).toMatchObject({ factors: 1 });
    });

    it('once: begun or confirmed again it is on already', async () => {
      const ana = await Holder.of(studio);
      const api = await ana.entered();
      await ana.turnOn(api);
      expect(await api.post(PATH)).toBeProblem('second_factor_already_on');
      const again = await api.post(`${PATH}/confirm`, { code: ana.code() });
      expect(again).toBeProblem('second_factor_already_on');
      expect((await ana.signIn({ code: ana.code() })).status).toBe(200);
    });

    it('once of several first codes at the same moment, and of several beginnings', async () => {
      const ana = await Holder.of(studio);
      const api = await ana.entered();
      const begun = await Promise.all([1, 2, 3].map(() => api.post(PATH)));
      expect(begun.map(({ status }) => status)).toEqual([201, 201, 201]);
      await ana.begin(api);
      const code = ana.code();
      const both = await Promise.all([1, 2].map(() => api.post(`${PATH}/confirm`, { code })));
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      expect(await storedFactors(studio)).toMatchObject({ codes: 10 });
      const done = (await logOf(studio)).filter(({ outcome }) => outcome === 'done');
      expect(done.filter(({ action }) => action === 'second_factor.turned_on')).toHaveLength(1);
      const [recovery = ''] = both.find(({ status }) => status === 200)?.body.recoveryCodes ?? [];
      expect((await ana.signIn({ code: recovery })).status).toBe(200);
    });

    it('by nobody who guesses: wrong first codes make the account wait', async () => {
      const ana = await Holder.of(studio);
      const api = await ana.entered();
      await ana.begin(api);
      const guess = () => api.post(`${PATH}/confirm`, { code: ana.wrongCode() });
      const statuses: number[] = [];
      for (let n = 0; n < 11; n += 1) statuses.push((await guess()).status);
      expect(statuses).toEqual([...new Array<number>(10).fill(403), 429]);
      const right = await api.post(`${PATH}/confirm`, { code: ana.code() });
      expect(right).toBeProblem('too_many_attempts');
    });

    it('by no device, and by no member', async () => {
      const admin = await (await Holder.of(studio)).entered();
      const bob = await Holder.of(studio, 'coach');
      const made = await admin.post('/auth/device-tokens', { userId: bob.person.id, label: 'x' });
      const device = studio.api.withToken(made.body.token);
      const tom = await (await Holder.of(studio, 'member')).entered();
      for (const api of [device, tom]) {
        const confirmed = await api.post(`${PATH}/confirm`, { code: '123456' });
        expect(confirmed).toBeProblem('forbidden');
      }
      expect(await tom.get(PATH)).toBeProblem('forbidden');
    });
  });

  describe('has recovery codes', () => {
    it('that are made anew, and those of before open nothing', async () => {
      const ana = await Holder.of(studio);
      const api = await ana.entered();
      const make = () => api.post(`${PATH}/recovery-codes`);
      expect(await make()).toBeProblem('second_factor_not_on');
      await ana.turnOn(api);
      const { answer, rows } = await logged(studio, make);
      const { id: userId } = ana.person;
      expect(rows).toMatchObject([
        { action: 'second_factor.recovery_codes_made', after: { userId, count: 10 } },
      ]);
      const [old = ''] = ana.recoveryCodes;
      expect(await ana.signIn({ code: old })).toBeProblem('second_factor_wrong');
      const [fresh = ''] = answer.body.recoveryCodes as string[];
      expect((await ana.signIn({ code: fresh })).status).toBe(200);
      expect(await storedFactors(studio)).toMatchObject({ codes: 10 });
    });
  });
});
