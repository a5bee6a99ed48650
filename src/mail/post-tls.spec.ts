import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Authority } from '../../test/support/certificates.js';
import { MailServer } from '../../test/support/mail-server.js';
import { readConfig } from '../config/environment.js';
import { JobFailure } from '../jobs/job-rules.js';
import { Post } from './post.service.js';

const LOGIN = { user: 'desk', password: 'secret-word' };
const LETTER = { subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' };
const MAIL = {
  to: { name: '', address: 'eve@people.test' },
  letter: LETTER,
  messageId: '1.a@studio.test',
};

let authority: Authority;
beforeAll(async () => {
  authority = await Authority.found();
});
afterAll(() => authority.end());

/** Sends a mail to a server, which is believed by `MAIL_CA` alone. */
async function sentTo(server: MailServer, env: Record<string, string> = {}): Promise<void> {
  const post = new Post(readConfig({ ...server.env, MAIL_CA: authority.certificate, ...env }));
  try {
    await post.send(MAIL);
  } finally {
    post.onApplicationShutdown();
    await server.close();
  }
}

describe.each([true, false])('a server with TLS from the first byte: %s', (isSecure) => {
  const openFor = async (name: string) =>
    MailServer.open({ certificate: await authority.vouchFor(name), isSecure, login: LOGIN });

  it('gets the mail by TLS', async () => {
    const server = await openFor('localhost');
    await sentTo(server);
    expect(server.received).toMatchObject([{ isEncrypted: true, user: 'desk' }]);
  });

  it.each([
    ['another name', 'elsewhere.test', {}, /does not match|altnames/i],
    ['an authority that nobody knows', 'localhost', { MAIL_CA: '' }, /certificate/i],
  ])('is refused with a certificate of %s', async (_, name, env, words) => {
    const server = await openFor(name);
    const failure = await sentTo(server, env).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(JobFailure);
    expect(failure).toMatchObject({ isFinal: false });
    expect(String(failure)).toMatch(words);
    expect(server.tried).toEqual([]);
  });
});

it('a server that offers no TLS gets neither mail nor password', async () => {
  const server = await MailServer.open({ login: LOGIN });
  const MAIL_URL = server.url.replace('?tls=off', '');
  const failure = await sentTo(server, { MAIL_URL }).catch((error: unknown) => error);
  expect(String(failure)).toMatch(/STARTTLS/);
  expect(server.tried).toEqual([]);
});
