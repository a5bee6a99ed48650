import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { mistakesOf as mistakesIn } from '../../test/support/mistakes.js';
import { readConfig } from './environment.js';

const folder = mkdtempSync(join(tmpdir(), 'coach-mail-words-'));
const authority = join(folder, 'authority.pem');
const secret = join(folder, 'mail_url');
writeFileSync(authority, rootCertificates[0] ?? '');
writeFileSync(secret, 'smtps://desk:secret-word@mail.studio.test\n');
afterAll(() => rmSync(folder, { recursive: true }));

const REST = {
  MAIL_FROM: 'The Studio <desk@studio.test>',
  PUBLIC_URL: 'https://studio.test',
};
const MAIL_URL = 'smtp://desk:secret-word@mail.studio.test';

const mailOf = (env: Record<string, string>) => readConfig({ ...REST, ...env }).mail;

/** None of them may repeat the password. */
function mistakesOf(env: Record<string, string>): readonly string[] {
  const found = mistakesIn(env);
  expect(found.join('\n')).not.toContain('secret-word');
  return found;
}

describe('MAIL_URL', () => {
  it('is not needed: no mail is sent then', () => {
    expect(mailOf({})).toBeUndefined();
    expect(readConfig({}).publicUrl).toBeUndefined();
  });

  it('names the server, who signs in there, and demands TLS', () => {
    expect(mailOf({ MAIL_URL })).toEqual({
      ...{ host: 'mail.studio.test', port: 587, tls: 'demanded', authority: undefined },
      credentials: { user: 'desk', password: 'secret-word' },
      from: { name: 'The Studio', address: 'desk@studio.test' },
      publicUrl: 'https://studio.test',
    });
    expect(mailOf({ MAIL_URL: 'smtps://a%40b.test:p%3A%2F@[::1]:2465/' })).toMatchObject({
      ...{ host: '::1', port: 2465, tls: 'implicit' },
      credentials: { user: 'a@b.test', password: 'p:/' },
    });
    const open = { host: 'mail.studio.test', port: 25, tls: 'demanded', credentials: undefined };
    expect(mailOf({ MAIL_URL: 'smtp://mail.studio.test:25' })).toMatchObject(open);
    expect(mailOf({ MAIL_URL_FILE: secret })).toMatchObject({ port: 465, tls: 'implicit' });
  });

  it('goes without TLS where that is said, with a password on this machine alone', () => {
    const off = { tls: 'off' };
    expect(mailOf({ MAIL_URL: 'smtp://mail.studio.test:25?tls=off' })).toMatchObject(off);
    expect(mailOf({ MAIL_URL: 'smtp://a:b@127.0.0.1:25?tls=off' })).toMatchObject(off);
    expect(mailOf({ MAIL_URL: 'smtp://a:b@[::1]:25/?tls=off' })).toMatchObject(off);
  });

  it('believes the certificates of MAIL_CA', () => {
    expect(mailOf({ MAIL_URL, MAIL_CA: authority })?.authority).toContain('BEGIN CERTIFICATE');
  });

  it.each([
    ['https://desk:secret-word@mail.studio.test', 'MAIL_URL must have the form smtp://'],
    ['desk@mail.studio.test', 'MAIL_URL must have the form'],
    ['smtp://', 'MAIL_URL must have the form'],
    ['smtp://desk:secret-word@mail.studio.test/in', 'MAIL_URL must have the form'],
    ['smtp://desk:secret-word@mail.studio.test#x', 'MAIL_URL must have the form'],
    ['smtp://desk:secret-word@mail\r\n.studio.test', 'MAIL_URL must have the form'],
    ['smtp://desk:secret-word%0d%0aX@mail.studio.test', 'MAIL_URL has a user or password that'],
    ['smtp://desk:secret-word%ZZ@mail.studio.test', 'MAIL_URL has a user or password that'],
    ['smtp://desk@mail.studio.test', 'MAIL_URL has one of user and password alone'],
    [`${MAIL_URL}?pool=true&secret=secret-word`, 'MAIL_URL asks for more than is known (pool, s'],
    [`${MAIL_URL}?tls=maybe`, 'MAIL_URL asks for more than is known (tls)'],
    [`${MAIL_URL}?tls=off`, 'MAIL_URL would send the password in the clear'],
    ['smtps://mail.studio.test?tls=off', 'MAIL_URL begins with smtps:// and ends with ?tls=off'],
  ])('%s is a mistake', (url, words) => {
    const [mistake = '', ...others] = mistakesOf({ ...REST, MAIL_URL: url });
    expect(others).toEqual([]);
    expect(mistake.slice(0, words.length)).toBe(words);
  });

  it('asks for what stands in each mail', () => {
    const mistakes = mistakesOf({ MAIL_URL });
    expect(mistakes.map((line) => line.split('.')[0])).toEqual([
      'PUBLIC_URL is missing: mails have links',
      'MAIL_FROM is missing',
    ]);
  });
});

describe('MAIL_FROM', () => {
  it.each([
    ['desk@studio.test', { name: '', address: 'desk@studio.test' }],
    ['<desk@studio.test>', { name: '', address: 'desk@studio.test' }],
    ['"Studio, Süd" <desk@studio.test>', { name: 'Studio, Süd', address: 'desk@studio.test' }],
  ])('%s', (MAIL_FROM, from) => {
    expect(mailOf({ MAIL_URL, MAIL_FROM })?.from).toEqual(from);
  });

  it.each([
    'desk',
    'A <desk@studio.test',
    'a@studio.test, b@studio.test',
    'A <a@studio.test> <b@studio.test>',
    'A\r\nBcc: <x@studio.test>',
    `${'n'.repeat(101)} <a@studio.test>`,
  ])('%s is a mistake', (MAIL_FROM) => {
    expect(mistakesOf({ ...REST, MAIL_FROM })).toEqual([
      expect.stringMatching(/^MAIL_FROM must have the form/),
    ]);
  });
});

describe('PUBLIC_URL', () => {
  it.each([
    ['https://studio.test/', 'https://studio.test'],
    ['https://Studio.test:8443', 'https://studio.test:8443'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('%s', (PUBLIC_URL, publicUrl) => {
    expect(readConfig({ PUBLIC_URL })).toMatchObject({ publicUrl });
  });

  it.each([
    ...['http://studio.test', 'studio.test', 'ftp://studio.test', 'https://studio.test/app'],
    ...['https://studio.test?', 'https://studio.test?a=b', 'https://studio.test#', 'https://'],
    ...['https://a:secret-word@studio.test', 'https://studio.te\r\nst'],
  ])('%s is a mistake', (PUBLIC_URL) => {
    expect(mistakesOf({ PUBLIC_URL })).toEqual([
      expect.stringMatching(/^PUBLIC_URL is no address such as https:/),
    ]);
  });

  it('leads to where requests are let in', () => {
    const { PUBLIC_URL } = REST;
    expect(mistakesOf({ PUBLIC_URL, PUBLIC_HOSTS: 'other.test' })).toEqual([
      'PUBLIC_URL names studio.test, which PUBLIC_HOSTS leaves out. Add it there.',
    ]);
    for (const PUBLIC_HOSTS of ['other.test,Studio.test', '*', '']) {
      expect(mistakesOf({ PUBLIC_URL, PUBLIC_HOSTS })).toEqual([]);
    }
  });
});

it('MAIL_CA holds certificates, for a server that proves itself by one', () => {
  const env = { ...REST, MAIL_URL };
  expect(mistakesOf({ ...env, MAIL_CA: secret })).toEqual([
    `MAIL_CA "${secret}" holds no certificates in PEM (-----BEGIN CERTIFICATE-----).`,
  ]);
  expect(mistakesOf({ ...env, MAIL_CA: '/nowhere/ca.pem' })).toEqual([
    expect.stringMatching(/^MAIL_CA names "\/nowhere\/ca\.pem", which cannot be read/),
  ]);
  const off = { ...env, MAIL_URL: 'smtp://127.0.0.1:25?tls=off', MAIL_CA: authority };
  expect(mistakesOf(off)).toEqual([expect.stringMatching(/^MAIL_CA proves nothing where/)]);
});
