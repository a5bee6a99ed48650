import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import { USER_TYPE_IDS } from '../../src/common/actor.js';
import type { TestPerson } from '../support/api.js';
import { Devices } from '../support/devices.js';
import { expectInvalid, logged } from '../support/expectations.js';
import '../support/matchers.js';
import type { Studio } from '../support/studio.js';

const PASSWORD = 'correct horse battery';
/** PHP has more kinds of people than there are roles here. */
const SUPPLIER = 5;

describe('a person of a kind that has no role', () => {
  let studio: Studio;
  let devices: Devices;
  let passwordHash: string;
  let eve: TestPerson;

  beforeAll(async () => {
    devices = await Devices.open();
    studio = devices.studio;
    passwordHash = await studio.app.get(Passwords).hash(PASSWORD);
    await studio.sql("INSERT INTO usertype (id, type_name) VALUES (?, 'supplier')", [SUPPLIER]);
  });
  beforeEach(async () => {
    eve = await studio.given.person('member', 'Eve Silva', passwordHash);
  });
  afterAll(() => studio.close());

  const become = (type: number) =>
    studio.sql('UPDATE `user` SET user_type_id = ? WHERE id = ?', [type, eve.id]);
  const signIn = (password = PASSWORD) =>
    studio.api.post('/auth/login', { email: eve.email, password });
  const refresh = (refreshToken: unknown) => studio.api.post('/auth/refresh', { refreshToken });

  it('cannot sign in, and learns it with the right password only', async () => {
    await become(SUPPLIER);
    const { answer, rows } = await logged(studio, () => signIn());
    expect(answer).toBeProblem('account_not_active');
    expect(rows).toMatchObject([{ outcome: 'refused', code: 'account_not_active' }]);
    expect(await signIn('not the password')).toBeProblem('sign_in_failed');
    await become(USER_TYPE_IDS.member);
    expect((await signIn()).status).toBe(200);
  });

  it('gets no new tokens, and the old ones work again with a role', async () => {
    const { body } = await signIn();
    await become(SUPPLIER);
    expect(await refresh(body.refreshToken)).toBeProblem('account_not_active');
    await become(USER_TYPE_IDS.member);
    expect((await refresh(body.refreshToken)).status).toBe(200);
  });

  it('has no use of a device token, and is given none', async () => {
    const phone = await devices.of(eve);
    expect((await phone.api.get('/auth/me')).status).toBe(200);
    await become(SUPPLIER);
    expect(await phone.api.get('/auth/me')).toBeProblem('not_signed_in');
    await expectInvalid(studio, 'userId', () =>
      devices.asAdmin.post('/auth/device-tokens', { userId: eve.id, label: 'Another' }),
    );
  });

  it('gets no ticket for live updates', async () => {
    const { body } = await signIn();
    const api = studio.api.withToken(body.accessToken);
    expect((await api.request('POST', '/events/tickets')).status).toBe(201);
    await become(SUPPLIER);
    expect(await api.request('POST', '/events/tickets')).toBeProblem('not_signed_in');
  });
});
