import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { mistakesOf as mistakesIn } from '../../test/support/mistakes.js';
import { readConfig } from './environment.js';

const folder = mkdtempSync(join(tmpdir(), 'coach-tls-words-'));
const authority = join(folder, 'authority.pem');
const noAuthority = join(folder, 'no-authority.pem');
writeFileSync(authority, `two of them\n${rootCertificates.slice(0, 2).join('\n')}\n`);
writeFileSync(noAuthority, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const AT = (host: string) => `mariadb://coach:secret-word@${host}/coach`;

/** None of them may repeat the password. */
function mistakesOf(env: Record<string, string>): readonly string[] {
  const found = mistakesIn(env);
  expect(found.join('\n')).not.toContain('secret-word');
  return found;
}

describe('DATABASE_TLS', () => {
  const tlsOf = (env: Record<string, string>) => {
    const { database } = readConfig({ DATABASE_URL: AT('db.example.com'), ...env });
    return database.kind === 'sqlite' ? undefined : database.tls;
  };

  it('is off without a word, which is told where the server is not on this machine', () => {
    expect(tlsOf({})).toEqual({ mode: 'off', authority: undefined, isOpen: true });
    expect(tlsOf({ DATABASE_TLS: 'off' })).toMatchObject({ mode: 'off', isOpen: false });
    for (const host of ['localhost', '127.0.0.1:3306', '127.9.9.9', '[::1]:3306']) {
      expect(tlsOf({ DATABASE_URL: AT(host) }), host).toMatchObject({ isOpen: false });
    }
  });

  it('reads the certificates that it believes', () => {
    const tls = tlsOf({ DATABASE_TLS: 'verify', DATABASE_CA: authority });
    expect(tls?.authority?.file).toBe(authority);
    expect(tls?.authority?.pem).toContain('two of them');
  });

  it.each([
    ['DATABASE_TLS must be one of off, require, verify', { DATABASE_TLS: 'true' }],
    ['DATABASE_CA is missing. Set the file', { DATABASE_TLS: 'verify' }],
    ['DATABASE_CA proves nothing by itself', { DATABASE_CA: authority }],
    ['DATABASE_CA proves nothing by itself', { DATABASE_TLS: 'require', DATABASE_CA: authority }],
    [
      'DATABASE_CA names "/nowhere/ca.pem", which cannot be read (ENOENT)',
      { DATABASE_TLS: 'verify', DATABASE_CA: '/nowhere/ca.pem' },
    ],
    [
      `DATABASE_CA "${noAuthority}" holds no certificates in PEM`,
      { DATABASE_TLS: 'verify', DATABASE_CA: noAuthority },
    ],
    [
      'DATABASE_TLS can verify no IP address. Name the server',
      { DATABASE_TLS: 'verify', DATABASE_CA: authority, DATABASE_URL: AT('192.0.2.7') },
    ],
    [
      'DATABASE_TLS can verify no IP address. Name the server',
      { DATABASE_TLS: 'verify', DATABASE_CA: authority, DATABASE_URL: AT('[2001:db8::7]') },
    ],
  ])('is a mistake: %s', (words, env) => {
    const [mistake = '', ...others] = mistakesOf({ DATABASE_URL: AT('db.example.com'), ...env });
    expect(others).toEqual([]);
    expect(mistake.slice(0, words.length)).toBe(words);
  });
});

describe('what stands behind a ? in DATABASE_URL', () => {
  it.each([
    ['?ssl=true', 'names ssl behind a ?', 'DATABASE_TLS=verify and DATABASE_CA'],
    ['?ssl={"rejectUnauthorized":true}', 'names ssl', 'DATABASE_TLS=verify'],
    ['?sslmode=require&x=secret-word', 'names sslmode, x', 'DATABASE_TLS=verify'],
    ['?connectionLimit=5', 'names connectionLimit', 'DATABASE_POOL_SIZE'],
    ['?timezone=Z', 'names timezone', 'DATABASE_TIME_ZONE'],
    ['?nonsense=1', 'names nonsense', 'Leave it out'],
    ['?', 'goes on behind a ?', 'Leave it out'],
    ['#x', 'goes on behind a ? or #', 'Leave it out'],
  ])('%s is a mistake that says what to use', (query, what, instead) => {
    for (const url of [AT('127.0.0.1'), 'sqlite:data/coach.db']) {
      const [mistake, ...others] = mistakesOf({ DATABASE_URL: `${url}${query}` });
      expect(others).toEqual([]);
      expect(mistake).toMatch(/^DATABASE_URL /);
      expect(mistake).toContain(what);
      expect(mistake).toContain(instead);
    }
  });
});
