import { hash as bcrypt } from '@node-rs/bcrypt';
import { afterEach, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import type { Answer, TestPerson } from '../support/api.js';
import '../support/matchers.js';
import { signedIn } from '../support/sign-ins.js';
import { openStudio, type Studio } from '../support/studio.js';

const PASSWORD = 'correct horse battery';
const [OLD, NEW, OTHER] = [
  'kq83HGpw0-zLm1v_XcB72nRtYs5dEoA-old',
  'Vn29aQwe7_rTz4u-KpL81mBxCf6gHjS-new',
  'Zt56yUio3-aSd2f_GhJ90kMnBv4cXqW-other',
];
const RETIRING = { JWT_SECRET: NEW, JWT_SECRET_PREVIOUS: OLD };
const COMING = { JWT_SECRET: OLD, JWT_SECRET_PREVIOUS: NEW };

describe('a secret that is replaced', () => {
  let studio: Studio;
  afterEach(() => studio.close());

  /** Today, because the library that checks tokens asks the real clock. */
  async function open(env: Record<string, string>, databaseUrl?: string): Promise<void> {
    const there = databaseUrl === undefined ? {} : { databaseUrl };
    studio = await openStudio({ now: new Date().toISOString(), env, ...there });
  }

  /** The same studio after a new start; there is one strategy for the apps of a process. */
  async function restart(env: Record<string, string>): Promise<void> {
    const { databaseUrl } = studio;
    await studio.close();
    await open(env, databaseUrl);
  }

  async function account(hash?: string): Promise<TestPerson> {
    const made = hash ?? (await studio.app.get(Passwords).hash(PASSWORD));
    return studio.given.person('coach', 'Ana Silva', made);
  }

  async function signIn({ email }: TestPerson): Promise<Record<string, string>> {
    const { body, text } = await studio.api.post('/auth/login', { email, password: PASSWORD });
    if (!body.refreshToken) throw new Error(text);
    return body as Record<string, string>;
  }

  const refresh = (refreshToken?: string): Promise<Answer> =>
    studio.api.post('/auth/refresh', { refreshToken });

  /** An access token and a device token of somebody. */
  async function tokensOf(person: TestPerson): Promise<string[]> {
    const { api: admin } = await signedIn(studio, await studio.given.admin());
    const device = await admin.post('/auth/device-tokens', { userId: person.id, label: 'Phone' });
    const { accessToken } = await signIn(person);
    return [accessToken, device.body.token] as string[];
  }

  async function expectAll(tokens: readonly string[], status: number): Promise<void> {
    for (const token of tokens) {
      expect((await studio.api.withToken(token).get('/auth/me')).status).toBe(status);
    }
  }

  it('opens what it signed while it is the previous one, and signs nothing', async () => {
    await open({ JWT_SECRET: OLD });
    const ana = await account();
    const before = await tokensOf(ana);

    await restart(RETIRING);
    await expectAll(before, 200);
    const after = await tokensOf(ana);
    await expectAll(after, 200);

    await restart({ JWT_SECRET: NEW });
    await expectAll(before, 401);
    await expectAll(after, 200);
  });

  it('can be known by all processes before one of them signs by it', async () => {
    await open({ JWT_SECRET: NEW });
    const ana = await account();
    const tokens = await tokensOf(ana);
    const { refreshToken } = await signIn(ana);
    await restart(COMING);
    await expectAll(tokens, 200);
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  it('opens nothing for a third one', async () => {
    await open({ JWT_SECRET: OTHER });
    const ana = await account();
    const tokens = await tokensOf(ana);
    const { refreshToken } = await signIn(ana);
    await restart(RETIRING);
    await expectAll(tokens, 401);
    expect(await refresh(refreshToken)).toBeProblem('refresh_token_invalid');
  });

  it('ends no sign-in that is used while it is named, and each other once it is not', async () => {
    await open({ JWT_SECRET: OLD });
    const ana = await account();
    const [used, unused] = [await signIn(ana), await signIn(ana)];

    await restart(RETIRING);
    const { status, body } = await refresh(used.refreshToken);
    expect(status).toBe(200);
    const { data } = (await studio.api.withToken(body.accessToken).get('/auth/sign-ins')).body;
    expect(data).toHaveLength(2);

    await restart({ JWT_SECRET: NEW });
    expect((await refresh(body.refreshToken)).status).toBe(200);
    expect(await refresh(unused.refreshToken)).toBeProblem('refresh_token_invalid');
  });

  it('lets a new password end sign-ins as before', async () => {
    await open({ JWT_SECRET: OLD });
    const ana = await account();
    const { refreshToken } = await signIn(ana);
    await restart(RETIRING);
    await studio.sql('UPDATE `user` SET password = ? WHERE id = ?', ['$2y$04$another', ana.id]);
    expect(await refresh(refreshToken)).toBeProblem('refresh_token_invalid');
  });

  it('lets a hash that we replace end no sign-in', async () => {
    await open({ JWT_SECRET: OLD });
    const ana = await account((await bcrypt(PASSWORD, 4)).replace('$2b$', '$2y$'));
    const { refreshToken } = await signIn(ana);
    await restart({ ...RETIRING, REHASH_LEGACY_PASSWORDS: 'true' });
    await signIn(ana);
    await restart({ JWT_SECRET: NEW });
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  it.each([
    ['of before', { JWT_SECRET: OLD }, RETIRING],
    ['of the next one', RETIRING, COMING],
  ])('gives the successor %s again, whose answer was lost', async (_, first, second) => {
    await open(first);
    const { refreshToken } = await signIn(await account());
    const lost = await refresh(refreshToken);
    await restart(second);
    const again = await refresh(refreshToken);
    expect(again.status).toBe(200);
    expect(again.body.refreshToken).toBe(lost.body.refreshToken);
    const next = await refresh(again.body.refreshToken);
    expect(next.status).toBe(200);
    // Used, it is nobody's lost answer any more.
    expect(await refresh(refreshToken)).toBeProblem('refresh_token_reused');
  });
});
