import { describe, expect, it } from 'vitest';
import { type DeviceTrace, isNewDevice } from './device-rules.js';

const chrome = (version: string, system = 'X11; Linux x86_64') =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36`;
const iphone = (system: string) =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS ${system} like Mac OS X) Version/18.1 Mobile/15E148 Safari`;

const from = (ip: string | null, userAgent: string | null): DeviceTrace => ({ ip, userAgent });
const HOME = '203.0.113.7';
const AT_HOME = from(HOME, chrome('120.0.0.0'));

describe('a sign-in is from a device that is not known', () => {
  it.each([
    ['of another kind', from(HOME, iphone('18_0'))],
    ['with another browser', from(HOME, 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Firefox/133.0')],
    ['with another system', from(HOME, chrome('120.0.0.0', 'Windows NT 10.0; Win64; x64'))],
    ['of the same kind in another network', from('198.51.100.7', AT_HOME.userAgent)],
    ['that says nothing of itself', from(HOME, '')],
  ])('where it is one %s', (_, now) => {
    expect(isNewDevice([AT_HOME], now)).toBe(true);
  });

  it('where no earlier one was in that IPv6 network', () => {
    const home = from('2001:db8:1:2::7', AT_HOME.userAgent);
    expect(isNewDevice([home], { ...home, ip: '2001:db8:1:2:9::1' })).toBe(false);
    expect(isNewDevice([home], { ...home, ip: '2001:db8:1:3::7' })).toBe(true);
  });
});

describe('a sign-in is from a known device', () => {
  it.each([
    ['with a newer browser', [AT_HOME], from(HOME, chrome('131.0.6778.86'))],
    ['with a newer system', [from(HOME, iphone('17_6_1'))], from(HOME, iphone('18_0'))],
    ['by another address of the provider', [AT_HOME], { ...AT_HOME, ip: '203.0.113.250' }],
    [
      'where kind and network are known from two sign-ins',
      [AT_HOME, from('198.51.100.7', iphone('18_0'))],
      from(HOME, iphone('18_1')),
    ],
    ['where it is the first', [], AT_HOME],
    ['where nothing was kept of those before', [from(null, null)], AT_HOME],
  ])('%s', (_, earlier, now) => {
    expect(isNewDevice(earlier, now)).toBe(false);
  });
});
