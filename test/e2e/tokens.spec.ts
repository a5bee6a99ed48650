import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/api.js';
import { booksOf } from '../support/expectations.js';
import { FORGERIES, type Loot, tokenWith } from '../support/forgeries.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('access tokens', () => {
  let studio: Studio;
  let loot: Loot;

  beforeAll(async () => {
    studio = await openStudio();
    const { config, given } = studio;
    const [admin, tom] = [await given.admin(), await given.member()];
    const forger = { secret: config.jwtSecret, adminId: tom.id, memberToken: '' };
    const memberToken = tokenWith(forger, { role: 'member' });
    loot = { secret: config.jwtSecret, adminId: admin.id, memberToken };
  });
  afterAll(() => studio.close());

  const newMember = { firstName: 'Mal', lastName: 'Lory', email: 'mallory@example.com' };

  /** A read of oneself, a read of others, and a change. */
  async function tryOut(headers: Record<string, string>): Promise<Answer[]> {
    const { api } = studio;
    return [
      await api.get('/auth/me', { headers }),
      await api.get('/members', { headers }),
      await api.post('/members', newMember, { headers }),
    ];
  }

  async function expectRefused(headers: Record<string, string>, code = 'not_signed_in' as const) {
    const before = await booksOf(studio);
    for (const answer of await tryOut(headers)) {
      expect(answer).toBeProblem(code);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(await booksOf(studio)).toEqual(before);
  }

  it('a genuine token opens the door, however the scheme is written', async () => {
    const { api } = studio;
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const headers = { Authorization: `${scheme} ${tokenWith(loot)}` };
      const me = await api.get('/auth/me', { headers });
      expect(me.body).toMatchObject({ id: loot.adminId, role: 'admin' });
    }
    expect((await api.withToken(loot.memberToken).get('/auth/me')).body.role).toBe('member');
  });

  it.each(Object.keys(FORGERIES))('a token with %s opens nothing', async (name) => {
    const token = FORGERIES[name]?.(loot);
    await expectRefused({ Authorization: `Bearer ${token}` });
  });

  it('an expired token is refused with a code that says to refresh it', async () => {
    const exp = Math.floor(Date.now() / 1000) - 1;
    const headers = { Authorization: `Bearer ${tokenWith(loot, { exp })}` };
    for (const answer of await tryOut(headers)) expect(answer).toBeProblem('token_expired');
  });

  it('nothing is learned about the age of a token that is not ours', async () => {
    const forged = tokenWith({ ...loot, secret: 'x'.repeat(40) }, { exp: 1 });
    await expectRefused({ Authorization: `Bearer ${forged}` });
  });

  it.each([
    ['nothing', ''],
    ['the scheme alone', 'Bearer'],
    ['the scheme and spaces', 'Bearer   '],
    ['the scheme twice', 'Bearer Bearer TOKEN'],
    ['no scheme', 'TOKEN'],
    ['another scheme', 'Basic TOKEN'],
    ['a scheme of one’s own', 'Token TOKEN'],
    ['a token in quotes', 'Bearer "TOKEN"'],
    ['two tokens', 'Bearer TOKEN, Bearer TOKEN'],
    ['a comma for the space', 'Bearer,TOKEN'],
  ])('an Authorization header of %s opens nothing', async (_, header) => {
    await expectRefused({ Authorization: header.replaceAll('TOKEN', tokenWith(loot)) });
  });

  it.each(['X-Access-Token', 'X-Auth-Token', 'Cookie', 'Proxy-Authorization', 'X-User-Id'])(
    'a genuine token in the header %s opens nothing',
    async (name) => {
      await expectRefused({ [name]: `Bearer ${tokenWith(loot)}` });
    },
  );

  it('a genuine token in the URL or in the body opens nothing', async () => {
    const { api } = studio;
    const token = tokenWith(loot);
    for (const name of ['access_token', 'token', 'jwt', 'auth', 'Authorization']) {
      expect(await api.get(`/auth/me?${name}=${token}`)).toBeProblem('not_signed_in');
      const body = { ...newMember, [name]: token };
      expect(await api.post(`/members?${name}=Bearer%20${token}`, body)).toBeProblem(
        'not_signed_in',
      );
    }
  });

  it('a token of a person who is gone opens nothing that is about the person', async () => {
    const { api, given, sql } = studio;
    const ghost = await given.staff();
    await sql('DELETE FROM `user` WHERE id = ?', [ghost.id]);
    expect(await api.as(ghost).get('/auth/me')).toBeProblem('not_signed_in');
  });
});
