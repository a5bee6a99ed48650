import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readConfig } from './environment.js';
import { isOurHost, openBy, takesAnyHost } from './reach.js';

const at = (env: NodeJS.ProcessEnv) => readConfig(env);
const OWN = at({});
const LAN = at({ HOST: '0.0.0.0' });
const PUBLIC = at({ HOST: '0.0.0.0', PUBLIC_HOSTS: 'studio.example.com, 192.0.2.7' });
const PRODUCTION = { NODE_ENV: 'production', STUDIO_TIME_ZONE: 'UTC' };

describe('a Host', () => {
  it.each([
    ...['127.0.0.1', '127.0.0.1:3000', '127.3.2.1', 'localhost', 'localhost:80', 'LOCALHOST'],
    ...['localhost.', 'localhost:', '[::1]', '[::1]:3000', '[0:0:0:0:0:0:0:1]:3000'],
    '[::FFFF:127.0.0.1]',
  ])('%s is ours wherever the product listens', (host) => {
    for (const config of [OWN, LAN, PUBLIC]) expect(isOurHost(host, config)).toBe(true);
  });

  it.each([
    ...['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example'],
    ...['127.evil.example', 'evil.localhost.example', 'localhost, evil.example'],
    ...['', ':3000', '[::1', '::1', '[localhost]', '[127.0.0.1]', '[]', 'localhost:x'],
    ...['localhost:80:80', '127.0.0.1@evil.example', 'localhost/', 'http://localhost', '127.1'],
  ])('%s is not ours', (host) => {
    for (const config of [OWN, LAN, PUBLIC]) expect(isOurHost(host, config)).toBe(false);
  });

  it.each(['192.168.1.5:3000', '10.0.0.9', '[fe80::1]:3000', '[2001:DB8::0:1]'])(
    '%s is ours unless others are configured: no page can call itself so',
    (host) => {
      expect(isOurHost(host, OWN)).toBe(true);
      expect(isOurHost(host, LAN)).toBe(true);
      expect(isOurHost(host, PUBLIC)).toBe(false);
    },
  );

  it('is ours where it is configured, in whatever letters', () => {
    for (const host of ['studio.example.com', 'Studio.Example.COM.:8443', '192.0.2.7:80']) {
      expect(isOurHost(host, PUBLIC)).toBe(true);
    }
    const six = at({ PUBLIC_HOSTS: '2001:DB8:0::7' });
    expect(isOurHost('[2001:db8::7]:443', six)).toBe(true);
    expect(isOurHost('[2001:db8::8]:443', six)).toBe(false);
    for (const host of ['studio.example.org', 'a.studio.example.com', '192.0.2.8']) {
      expect(isOurHost(host, PUBLIC)).toBe(false);
    }
  });

  it('is ours where it is what the product listens on, also beside configured ones', () => {
    const env = { PUBLIC_HOSTS: 'studio.example.com' };
    for (const [HOST, host] of [
      ['192.0.2.9', '192.0.2.9:3000'],
      ['Front-Desk.lan', 'front-desk.LAN:3000'],
      ['fe80::0:1%eth0', '[fe80::1]:3000'],
    ]) {
      expect(isOurHost(host ?? '', at({ ...env, HOST }))).toBe(true);
    }
  });

  it('is ours by the name of the machine, where others reach it', () => {
    const [first = ''] = hostname().toLowerCase().split('.');
    for (const host of [hostname(), `${first}:3000`, `${first.toUpperCase()}.local:3000`]) {
      expect(isOurHost(host, LAN)).toBe(true);
      // Some containers have no other name than this one, which is good in any case.
      expect(isOurHost(host, OWN)).toBe(host === 'localhost');
      expect(isOurHost(host, PUBLIC)).toBe(host === 'localhost');
    }
    expect(isOurHost(`${first}.evil.example`, LAN)).toBe(false);
  });

  it.each([
    [{}, false],
    [{ HOST: '0.0.0.0' }, false],
    [PRODUCTION, true],
    [{ ...PRODUCTION, PUBLIC_HOSTS: 'studio.example.com' }, false],
    [{ PUBLIC_HOSTS: '*' }, true],
  ])('is any one with %j: %s', (env, isAny) => {
    expect(takesAnyHost(at(env))).toBe(isAny);
  });
});

describe('others than this machine are served', () => {
  it.each([
    [{}, undefined],
    [{ HOST: '127.3.2.1', PUBLIC_HOSTS: 'localhost' }, undefined],
    [{ HOST: '::1' }, undefined],
    [{ HOST: '0.0.0.0' }, 'HOST=0.0.0.0'],
    [{ PUBLIC_HOSTS: 'localhost,studio.example.com' }, 'PUBLIC_HOSTS=studio.example.com'],
    [{ PUBLIC_HOSTS: '*' }, 'PUBLIC_HOSTS=*'],
    [PRODUCTION, 'NODE_ENV=production'],
  ])('with %j by %s', (env, open) => {
    expect(openBy(at(env))).toBe(open);
  });

  it.each([
    ...['https://studio.example.com', 'studio.example.com:443', 'two words', '-a.example'],
    ...['*.a', '[::1]', 'a..example', 'studio.example.com/app'],
  ])('by no PUBLIC_HOSTS such as %s', (PUBLIC_HOSTS) => {
    expect(() => at({ PUBLIC_HOSTS })).toThrow(/PUBLIC_HOSTS ".*" is no host name/);
  });
});
