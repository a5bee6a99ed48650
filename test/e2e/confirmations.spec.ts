import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { Answer } from '../support/api.js';
import { Confirming } from '../support/confirming.js';
import { logged } from '../support/expectations.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

/* The password is asked for again before changes that open doors: of device tokens. */

let stage: Confirming;
let studio: Studio;

beforeAll(async () => {
  stage = await Confirming.open();
  ({ studio } = stage);
});
afterAll(() => studio.close());

const tokenCount = async () => (await studio.sql('SELECT id FROM coach_device_token')).length;
const inMinutes = (minutes: number) =>
  new Date(studio.clock.now().getTime() + minutes * 60_000).toISOString();

describe('a device token', () => {
  it('is made within ten minutes after sign-in, and not a second later', async () => {
    const { api } = await stage.newAdmin();
    studio.clock.advance({ minutes: 10 });
    expect((await stage.makeToken(api)).status).toBe(201);
    studio.clock.advance({ seconds: 1 });
    const before = await tokenCount();
    const { answer, rows } = await logged(studio, () => stage.makeToken(api));
    expect(answer).toBeProblem('password_needed');
    expect(rows).toEqual([]);
    expect(await tokenCount()).toBe(before);
  });

  it('is made for ten minutes more where the password was given again', async () => {
    const { api, person } = await stage.newAdmin();
    studio.clock.advance({ minutes: 30 });
    expect(await stage.makeToken(api)).toBeProblem('password_needed');
    const { answer, rows } = await logged(studio, () => stage.confirm(api));
    expect([answer.status, answer.body]).toEqual([200, { confirmedUntil: inMinutes(10) }]);
    expect(rows).toMatchObject([
      { action: 'auth.confirmed', outcome: 'done', status: 200, actor_id: person.id },
    ]);
    studio.clock.advance({ minutes: 10 });
    expect((await stage.makeToken(api)).status).toBe(201);
    studio.clock.advance({ seconds: 1 });
    expect(await stage.makeToken(api)).toBeProblem('password_needed');
  });

  it('is revoked without a question: that only takes away', async () => {
    const { api } = await stage.newAdmin();
    const { body } = await stage.makeToken(api);
    studio.clock.advance({ hours: 1 });
    expect((await api.request('DELETE', `/auth/device-tokens/${body.id}`)).status).toBe(204);
  });
});

describe('the password', () => {
  it('is not given by a refresh', async () => {
    const { refreshToken } = await stage.newAdmin();
    studio.clock.advance({ minutes: 11 });
    const { api } = await stage.refresh(refreshToken);
    expect(await stage.makeToken(api)).toBeProblem('password_needed');
    expect((await stage.confirm(api)).status).toBe(200);
    expect((await stage.makeToken(api)).status).toBe(201);
  });

  it('is given for one sign-in, and not for others of the person', async () => {
    const { api, person } = await stage.newAdmin();
    const { api: other } = await stage.signIn(person);
    studio.clock.advance({ minutes: 11 });
    expect((await stage.confirm(other)).status).toBe(200);
    expect(await stage.makeToken(api)).toBeProblem('password_needed');
    expect((await stage.makeToken(other)).status).toBe(201);
  });

  it('was given when a sign-in began that the release before has written', async () => {
    const { api, person } = await stage.newAdmin();
    await studio.sql('UPDATE coach_sign_in SET confirmed_at = NULL WHERE user_id = ?', [person.id]);
    expect((await stage.makeToken(api)).status).toBe(201);
    studio.clock.advance({ minutes: 11 });
    expect(await stage.makeToken(api)).toBeProblem('password_needed');
  });

  it('was never given by who refreshes what a release without rows began', async () => {
    const { person, refreshToken } = await stage.newAdmin();
    await studio.sql('DELETE FROM coach_sign_in WHERE user_id = ?', [person.id]);
    const { api } = await stage.refresh(refreshToken);
    expect(await stage.makeToken(api)).toBeProblem('password_needed');
  });

  it('of somebody whose sign-in has ended is given in vain', async () => {
    const { api, person } = await stage.newAdmin();
    const ended = 'UPDATE coach_sign_in SET ended_at = started_at WHERE user_id = ?';
    await studio.sql(ended, [person.id]);
    expect(await stage.confirm(api)).toBeProblem('not_signed_in');
    expect(await studio.sql(confirmedSql, [person.id])).toEqual([{ isLater: 0 }]);
  });

  it.each([
    ['the old one', undefined, 'password_wrong'],
    ['the new one', 'a password set by PHP', 'not_signed_in'],
  ] as const)('that PHP has changed ends the sign-in: %s', async (_, password, code) => {
    const { api, person } = await stage.newAdmin();
    const changed = await studio.app.get(Passwords).hash('a password set by PHP');
    await studio.sql('UPDATE `user` SET password = ? WHERE id = ?', [changed, person.id]);
    expect(await stage.confirm(api, password)).toBeProblem(code);
    expect(await stage.makeToken(api)).toBeProblem('not_signed_in');
  });
});

const confirmedSql = `SELECT CASE WHEN confirmed_at > started_at THEN 1 ELSE 0 END AS isLater
  FROM coach_sign_in WHERE user_id = ?`;

describe('who has no sign-in', () => {
  it('cannot give a password, with the token of a device', async () => {
    const { api } = await stage.newAdmin();
    const { body } = await stage.makeToken(api);
    const phone = studio.api.withToken((body as { token: string }).token);
    expect(await stage.confirm(phone)).toBeProblem('forbidden');
  });

  it('must refresh a token of the release before, which names none', async () => {
    const old = studio.api.as(await studio.given.admin());
    const before = await tokenCount();
    expect(await stage.makeToken(old)).toBeProblem('not_signed_in');
    expect(await stage.confirm(old)).toBeProblem('not_signed_in');
    expect(await tokenCount()).toBe(before);
  });
});

describe('a request that waits', () => {
  it('is refused where the ten minutes are over by its turn', async () => {
    const { api } = await stage.newAdmin();
    const tom = await studio.given.member();
    const path = `/members/${tom.id}`;
    const change = () => api.patch(path, { email: `new.${tom.email}` });
    let answering: Promise<Answer> | undefined;
    await studio.app.get(UnitOfWork).write(async (tx) => {
      await tx.lockedRows('SELECT u.id FROM `user` u WHERE u.id = ?', [tom.id]);
      answering = change();
      // Long enough to come as far as the lock.
      await new Promise((resolve) => setTimeout(resolve, 250));
      studio.clock.advance({ minutes: 11 });
      return { result: undefined };
    });
    expect(await answering).toBeProblem('password_needed');
    expect((await api.get(path)).body.email).toBe(tom.email);
  });
});

/* Last: the apps of one process share a strategy, which stays with the one that was opened last. */
describe('a confirmation', () => {
  it('is known to every process', async () => {
    const { api } = await stage.newAdmin();
    studio.clock.advance({ minutes: 11 });
    const now = studio.clock.now().toISOString();
    const other = await openStudio({ databaseUrl: studio.databaseUrl, now });
    try {
      const there = other.api.withToken(api.authorization.Authorization?.slice(7) ?? '');
      expect(await stage.makeToken(there)).toBeProblem('password_needed');
      expect((await stage.confirm(api)).status).toBe(200);
      expect((await stage.makeToken(there)).status).toBe(201);
    } finally {
      await other.close();
    }
  });
});
