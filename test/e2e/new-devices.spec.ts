import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { endSignIn } from '../support/sign-ins.js';
import { openStudio, type Studio } from '../support/studio.js';

const PASSWORD = 'correct horse battery';
const [HOME, NEXT_TO_IT, AWAY] = ['203.0.113.7', '203.0.113.9', '198.51.100.7'];

describe('the list of sign-ins tells of devices that are new', () => {
  let studio: Studio;
  let hash: string;

  beforeAll(async () => {
    studio = await openStudio({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    hash = await studio.app.get(Passwords).hash(PASSWORD);
  });
  afterAll(() => studio.close());

  const newAccount = () => studio.given.person('coach', 'Ana Silva', hash);

  async function signIn({ email }: TestPerson, userAgent: string, ip = HOME): Promise<Listed> {
    const headers = { 'X-Forwarded-For': ip, 'User-Agent': userAgent };
    const body = { email, password: PASSWORD };
    const answer = await studio.api.post('/auth/login', body, { headers });
    const { accessToken, refreshToken } = answer.body as Record<
      'accessToken' | 'refreshToken',
      string
    >;
    const api = studio.api.withToken(accessToken);
    const { data } = (await api.get('/auth/sign-ins')).body as { data: Row[] };
    const row = data.find(({ current }) => current);
    if (!row) throw new Error(answer.text);
    return { ...row, api, refreshToken };
  }
  interface Row {
    readonly id: string;
    readonly current: boolean;
    readonly isNewDevice: boolean;
  }
  type Listed = Row & { readonly api: Api; readonly refreshToken: string };

  it('by kind and by network, and not of the first', async () => {
    const ana = await newAccount();
    const isNew = async (userAgent: string, ip?: string) =>
      (await signIn(ana, userAgent, ip)).isNewDevice;
    expect(await isNew('phone/17.2')).toBe(false);
    expect(await isNew('phone/18.0', NEXT_TO_IT)).toBe(false);
    expect(await isNew('laptop/18.0')).toBe(true);
    expect(await isNew('laptop/18.1')).toBe(false);
    expect(await isNew('phone/18.0', AWAY)).toBe(true);
    // Devices of others are nobody's own.
    expect((await signIn(await newAccount(), 'tablet/1')).isNewDevice).toBe(false);
  });

  it('as long as they go on, and knows those that have ended', async () => {
    const ana = await newAccount();
    const phone = await signIn(ana, 'phone/17.2');
    await endSignIn(studio, phone.id);
    expect((await signIn(ana, 'phone/18')).isNewDevice).toBe(false);
    const laptop = await signIn(ana, 'laptop/1');
    const { refreshToken } = laptop;
    expect((await studio.api.post('/auth/refresh', { refreshToken })).status).toBe(200);
    const { data } = (await laptop.api.get('/auth/sign-ins')).body as { data: Row[] };
    expect(data.find(({ id }) => id === laptop.id)?.isNewDevice).toBe(true);
  });
});
