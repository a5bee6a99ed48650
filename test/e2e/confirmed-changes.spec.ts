import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logged } from '../support/expectations.js';
import { Confirming } from '../support/confirming.js';
import '../support/matchers.js';
import type { Studio } from '../support/studio.js';
import { trafficOf } from '../support/traffic.js';

/* The password is asked for again where a change opens doors, and guesses at it are counted. */

let stage: Confirming;
let studio: Studio;

beforeAll(async () => {
  stage = await Confirming.open();
  ({ studio } = stage);
});
afterAll(() => studio.close());

describe('another e-mail address of a member', () => {
  let count = 0;
  const newEmail = () => `tom.${(count += 1)}@new.example.com`;

  it('asks for the password, and other changes do not', async () => {
    const { api } = await stage.newAdmin();
    const tom = await studio.given.member();
    const path = `/members/${tom.id}`;
    studio.clock.advance({ minutes: 11 });
    const asked = await logged(studio, () => api.patch(path, { email: newEmail() }));
    expect(asked.answer).toBeProblem('password_needed');
    expect(asked.rows).toEqual([]);
    const names = { firstName: 'Thomas', email: tom.email.toUpperCase() };
    expect((await api.patch(path, names)).status).toBe(200);
    expect((await api.get(path)).body).toMatchObject({ firstName: 'Thomas', email: tom.email });
    expect((await stage.confirm(api)).status).toBe(200);
    const email = newEmail();
    expect((await api.patch(path, { email })).body).toMatchObject({ email });
  });

  it('is done once, by the same key, after the password was given', async () => {
    const { api } = await stage.newAdmin();
    const tom = await studio.given.member();
    const [email, key] = [newEmail(), `email of ${tom.id}`];
    const change = () => api.patch(`/members/${tom.id}`, { email }, { key });
    studio.clock.advance({ minutes: 11 });
    for (let n = 0; n < 2; n += 1) expect(await change()).toBeProblem('password_needed');
    await stage.confirm(api);
    const { rows } = await logged(studio, async () => {
      expect((await change()).headers.get('idempotency-replayed')).toBeNull();
      // Its own answer is given again to whoever lost it: nothing is done for that.
      studio.clock.advance({ minutes: 11 });
      const again = await change();
      expect([again.status, again.body.email]).toEqual([200, email]);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      return again;
    });
    expect(rows).toMatchObject([{ action: 'member.changed', after: { email } }]);
  });

  it('asks by no statement more than a change of names', async () => {
    const { api } = await stage.newAdmin();
    const tom = await studio.given.member();
    const sent = async (body: object) => {
      const { messages } = await trafficOf(studio, () => api.patch(`/members/${tom.id}`, body));
      return messages.flat().filter((sql) => sql.includes('coach_sign_in')).length;
    };
    expect([await sent({ lastName: 'New' }), await sent({ email: newEmail() })]).toEqual([1, 1]);
  });

  it('is not for the token of a device', async () => {
    const { api } = await stage.newAdmin();
    const desk = await studio.given.staff();
    const tom = await studio.given.member();
    const { body } = await stage.makeToken(api, desk);
    const phone = studio.api.withToken((body as { token: string }).token);
    const change = (what: object) => phone.patch(`/members/${tom.id}`, what);
    expect(await change({ email: newEmail() })).toBeProblem('forbidden');
    expect((await change({ lastName: 'New' })).status).toBe(200);
  });
});

describe('a wrong password', () => {
  it('is counted with those at sign-in, and pauses both', async () => {
    const { api, person } = await stage.newAdmin();
    const guess = () => stage.confirm(api, 'a guess');
    const { answer, rows } = await logged(studio, guess);
    expect(answer).toBeProblem('password_wrong');
    expect(rows).toMatchObject([
      { action: 'auth.confirmed', outcome: 'refused', code: 'password_wrong' },
    ]);
    for (let n = 0; n < 8; n += 1) expect(await guess()).toBeProblem('password_wrong');
    const body = { email: person.email, password: 'a guess' };
    expect(await studio.api.post('/auth/login', body)).toBeProblem('sign_in_failed');
    expect(await stage.confirm(api)).toBeProblem('too_many_attempts');
    expect(await studio.api.post('/auth/login', body)).toBeProblem('too_many_attempts');
    studio.clock.advance({ minutes: 2 });
    expect((await stage.confirm(api)).status).toBe(200);
    for (let n = 0; n < 9; n += 1) expect(await guess()).toBeProblem('password_wrong');
  });

  it('changes nothing of the sign-in', async () => {
    const { api } = await stage.newAdmin();
    studio.clock.advance({ minutes: 11 });
    expect(await stage.confirm(api, 'a guess')).toBeProblem('password_wrong');
    expect(await stage.makeToken(api)).toBeProblem('password_needed');
    expect((await api.get('/auth/me')).status).toBe(200);
  });
});
