import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resetBy } from '../../src/cli/second-factor.js';
import type { Api } from '../support/api.js';
import { booksOf, logged } from '../support/expectations.js';
import '../support/matchers.js';
import { Holder, PASSWORD, storedFactors } from '../support/second-factors.js';
import { openStudio, type Studio } from '../support/studio.js';

const PATH = '/auth/second-factor';

describe('the second factor', () => {
  let studio: Studio;

  beforeEach(async () => {
    studio = await openStudio({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterEach(() => studio.close());

  const turnOff = (api: Api, query = '') => api.request('DELETE', `${PATH}${query}`);

  it('asks for the password before it is begun, turned off, or given new codes', async () => {
    const [ana, bob] = [await Holder.of(studio), await Holder.withFactor(studio, 'coach')];
    const [asAna, asBob] = [await ana.entered(), await bob.entered()];
    studio.clock.advance({ minutes: 11 });
    const requests = [
      () => asAna.post(PATH),
      () => asBob.post(`${PATH}/recovery-codes`),
      () => turnOff(asBob, ''),
      () => turnOff(asAna, `?userId=${bob.person.id}`),
    ];
    const before = await booksOf(studio);
    for (const request of requests) expect(await request()).toBeProblem('password_needed');
    expect(await booksOf(studio)).toEqual(before);
    for (const api of [asAna, asBob]) {
      expect((await api.post('/auth/confirm', { password: PASSWORD })).status).toBe(200);
    }
    const statuses: number[] = [];
    for (const request of requests) statuses.push((await request()).status);
    expect(statuses).toEqual([201, 200, 204, 204]);
  });

  describe('is turned off', () => {
    it('by its person, who goes on, by sign-ins that count as ones without it', async () => {
      const ana = await Holder.of(studio);
      const api = await ana.entered();
      await ana.turnOn(api);
      const { answer, rows } = await logged(studio, () => turnOff(api));
      expect(answer.status).toBe(204);
      const { id: userId } = ana.person;
      expect(rows).toMatchObject([{ action: 'second_factor.turned_off', before: { userId } }]);
      expect(await storedFactors(studio)).toEqual({ factors: 0, codes: 0 });
      expect(await ana.openSignIns()).toEqual([{ second_factor: 0 }]);
      expect((await ana.signIn()).status).toBe(200);
      // Again there is nothing to do, and nothing to tell.
      const again = await logged(studio, () => turnOff(api));
      expect([again.answer.status, again.rows]).toEqual([204, []]);
    });

    it('also where it was only begun, which is no news', async () => {
      const ana = await Holder.of(studio);
      const api = await ana.entered();
      await api.post(PATH);
      const { answer, rows } = await logged(studio, () => turnOff(api));
      expect([answer.status, rows]).toEqual([204, []]);
      expect(await storedFactors(studio)).toMatchObject({ factors: 0 });
    });

    it('by an admin for somebody else, whose sign-ins end; by nobody else', async () => {
      const [bob, ada] = [await Holder.withFactor(studio, 'staff'), await Holder.of(studio)];
      const { id: userId } = bob.person;
      const query = `?userId=${userId}`;
      for (const role of ['staff', 'coach'] as const) {
        const other = await (await Holder.of(studio, role)).entered();
        expect(await turnOff(other, query)).toBeProblem('forbidden');
      }
      const admin = await ada.entered();
      const { answer, rows } = await logged(studio, () => turnOff(admin, query));
      expect(answer.status).toBe(204);
      expect(rows).toMatchObject([
        { action: 'second_factor.turned_off', actor_id: ada.person.id, before: { userId } },
        { action: 'auth.sign_ins_ended', actor_id: ada.person.id, code: 'second_factor' },
      ]);
      expect(await bob.openSignIns()).toEqual([]);
      expect((await bob.signIn()).status).toBe(200);
      expect((await turnOff(admin, '?userId=2000000001')).status).toBe(204);
    });

    it('by an operator, whose word is in the log, too', async () => {
      const bob = await Holder.withFactor(studio, 'coach');
      const { id, email } = bob.person;
      const { answer, rows } = await logged(studio, () =>
        resetBy(studio.app, { email: email.toUpperCase() }),
      );
      expect(answer).toMatch(/^Turned off, and signed out\./);
      expect(rows).toMatchObject([
        { action: 'second_factor.turned_off', actor_role: 'system', before: { userId: id } },
        { action: 'auth.sign_ins_ended', actor_role: 'system', code: 'operator' },
      ]);
      expect(await bob.openSignIns()).toEqual([]);
      const again = await logged(studio, () => resetBy(studio.app, { user: String(id) }));
      expect([again.answer, again.rows]).toEqual([
        'The second factor was off: nothing was changed.\n',
        [],
      ]);
      for (const options of [{}, { user: '1', email }, { user: 'ana' }, { email: 'x@y.z' }]) {
        await expect(resetBy(studio.app, options)).rejects.toThrow(/^(Say whose|.+ is not)/);
      }
    });
  });
});
