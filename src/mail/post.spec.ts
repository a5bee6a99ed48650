import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MailServer, mailEnv } from '../../test/support/mail-server.js';
import { readConfig } from '../config/environment.js';
import type { JobFailure } from '../jobs/job-rules.js';
import { Post } from './post.service.js';

const LETTER = { subject: 'Grüße 🎉', text: 'Hello Eve,\n\nsee you.\n', html: '<p>Hello Eve,</p>' };
const MESSAGE_ID = '7.a-ref@studio.test';

/** What is to be ended behind each test. */
const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function opened(options: Parameters<typeof MailServer.open>[0] = {}): Promise<MailServer> {
  const server = await MailServer.open(options);
  ends.push(() => server.close());
  return server;
}

function postBy(env: Record<string, string>): Post {
  const post = new Post(readConfig(env));
  // Its connections go first.
  ends.unshift(() => post.onApplicationShutdown());
  return post;
}

const send = (post: Post, name = 'Eve Adams', address = 'eve@people.test', withinMs?: number) =>
  post.send({ to: { name, address }, letter: LETTER, messageId: MESSAGE_ID }, withinMs);

const failureOf = async (sending: Promise<unknown>): Promise<JobFailure> =>
  sending.then(
    () => {
      throw new Error('it was taken');
    },
    (failure: unknown) => failure as JobFailure,
  );

/** A server that says what it is told to, and hangs up at `!`. */
async function scripted(answers: (line: string, socket: Socket) => string | undefined) {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    let isMail = false;
    const say = (line: string) => {
      if (isMail && line !== '.') return;
      isMail = line === 'DATA';
      const answer = answers(line, socket);
      if (answer === '!') socket.destroy();
      else if (answer !== undefined) socket.write(`${answer}\r\n`);
    };
    say('');
    socket.on('data', (data) => {
      for (const line of data.toString().split('\r\n')) if (line !== '') say(line);
    });
    ends.push(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => void server.close());
  return mailEnv(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}?tls=off`);
}

const POLITE: Record<string, string> = { '': '220 hello', DATA: '354 go on' };
const polite = (line: string) => POLITE[line] ?? '250 fine';

describe('a mail', () => {
  it('arrives as text and as HTML, with its headers', async () => {
    const server = await opened();
    expect(await send(postBy(server.env))).toMatch(/^250 .*taken/);
    const [one] = server.received;
    expect(one).toMatchObject({ from: 'desk@studio.test', to: ['eve@people.test'] });
    const { mail } = one ?? {};
    expect(mail).toMatchObject({ subject: LETTER.subject, messageId: `<${MESSAGE_ID}>` });
    expect([mail?.text, mail?.html]).toEqual([LETTER.text, LETTER.html]);
    expect(mail?.from?.value).toEqual([{ name: 'Studio Süd', address: 'desk@studio.test' }]);
    expect(mail?.to).toMatchObject({ value: [{ name: 'Eve Adams', address: 'eve@people.test' }] });
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail?.attachments).toEqual([]);
  });

  it('goes by the user that MAIL_URL names', async () => {
    const login = { user: 'desk@studio.test', password: 'p:/@ word' };
    const server = await opened({ login });
    await send(postBy(server.env));
    expect(server.received).toMatchObject([{ user: login.user }]);
    const wrong = new URL(server.url);
    wrong.password = 'wrong-secret';
    const failure = await failureOf(send(postBy(mailEnv(wrong.href))));
    expect(failure).toMatchObject({ isFinal: false });
    expect(failure.message).toMatch(/^not yet at AUTH \w+: 535 5\.7\.8 Wrong password$/);
  });

  it('gets no header from a name, however long and odd it is', async () => {
    const server = await opened();
    const post = postBy(server.env);
    const names = [
      'Eve\r\nBcc: spy@people.test',
      'Eve\nX-Odd: yes\r\n\r\nbody',
      '"Eve" <spy@people.test>, Tom',
      '🏋'.repeat(100),
    ];
    for (const name of names) await send(post, name);
    expect(server.received.map(({ to }) => to)).toEqual(names.map(() => ['eve@people.test']));
    for (const { mail } of server.received) {
      expect([...mail.headers.keys()].sort()).toEqual([
        ...['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version'],
        ...['subject', 'to'],
      ]);
      expect(mail.to).toMatchObject({ value: [{ address: 'eve@people.test' }] });
      expect(mail.text).toBe(LETTER.text);
    }
    expect(server.received.at(-1)?.mail.to).toMatchObject({ value: [{ name: names.at(-1) }] });
  });

  it('goes over three connections at most', async () => {
    let [open, most] = [0, 0];
    const server = await scripted((line, socket) => {
      if (line === '') {
        open += 1;
        most = Math.max(most, open);
        socket.on('close', () => (open -= 1));
      }
      return polite(line);
    });
    const post = postBy(server);
    await Promise.all(Array.from({ length: 20 }, () => send(post)));
    expect(most).toBe(3);
  });
});

describe('a mail that is not taken', () => {
  it('for good, of a recipient, is told in the words of the server', async () => {
    const server = await opened();
    const words = '550 5.1.1 <Eve@People.test>: no such user';
    server.refuseRecipient = () => words;
    expect(await failureOf(send(postBy(server.env)))).toMatchObject({
      isFinal: true,
      message: 'bounced: 550 5.1.1 <the address>: no such user',
    });
    server.refuseRecipient = () => undefined;
    server.refuseMail = () => '554 5.7.1 Looks like spam';
    expect(await failureOf(send(postBy(server.env)))).toMatchObject({
      isFinal: true,
      message: 'refused: 554 5.7.1 Looks like spam',
    });
  });

  it('for now is to be tried again', async () => {
    const server = await opened();
    server.refuseRecipient = () => '451 4.7.1 Greylisted';
    const post = postBy(server.env);
    expect(await failureOf(send(post))).toMatchObject({
      isFinal: false,
      message: 'not yet at RCPT TO: 451 4.7.1 Greylisted',
    });
    server.refuseRecipient = () => undefined;
    server.refuseMail = () => '452 4.3.1 Disk full';
    expect(await failureOf(send(post))).toMatchObject({
      isFinal: false,
      message: 'not yet at DATA: 452 4.3.1 Disk full',
    });
    server.refuseMail = () => undefined;
    await send(post);
    expect(server.received).toHaveLength(1);
  });

  it('because nobody is there, or hangs up, is to be tried again', async () => {
    const gone = await opened();
    const { env } = gone;
    await gone.close();
    const dead = await failureOf(send(postBy(env)));
    expect(dead.isFinal).toBe(false);
    expect(dead.message).toMatch(/^no delivery: connect ECONNREFUSED .*\(E\w+\)$/);
    const nowhere = mailEnv('smtp://no-such-host.invalid?tls=off');
    expect((await failureOf(send(postBy(nowhere)))).isFinal).toBe(false);
    for (const at of ['', 'MAIL', '.']) {
      const hangsUp = (line: string) => (line.startsWith(at) && line !== '' ? '!' : polite(line));
      const atOnce = () => '!';
      const failure = await failureOf(send(postBy(await scripted(at === '' ? atOnce : hangsUp))));
      expect(failure.isFinal, at).toBe(false);
      expect(failure.message, at).toMatch(/^no delivery/);
    }
  });

  it('in time is given up, whether a server is silent or trickles', async () => {
    const silent = await scripted((line) => (line === '' ? '220 hello' : undefined));
    const one = await failureOf(send(postBy(silent), 'Eve', 'eve@people.test', 50));
    expect(one).toMatchObject({ isFinal: false });
    expect(one.message).toMatch(/^no delivery: .*(abort|timeout)/i);
    const trickling = await scripted((line, socket) => {
      if (line === '') return '220 hello';
      const drop = setInterval(() => socket.write('250-and\r\n'), 5);
      socket.on('close', () => clearInterval(drop));
      return undefined;
    });
    const other = await failureOf(send(postBy(trickling), 'Eve', 'eve@people.test', 100));
    expect(other).toMatchObject({ isFinal: false });
  });

  it('tells no password, whatever the server repeats', async () => {
    const env = await scripted((line) => {
      if (line.startsWith('EHLO')) return '250-me\r\n250 AUTH PLAIN';
      return line.startsWith('AUTH') ? '535 not\u0007 secret-word, Eve' : polite(line);
    });
    const url = (env.MAIL_URL ?? '').replace('//', '//desk:secret-word@');
    const { message } = await failureOf(send(postBy(mailEnv(url))));
    expect(message).toBe('not yet at AUTH PLAIN: 535 not ***, Eve');
  });
});

it('says nothing without a server', async () => {
  await expect(send(postBy({}))).rejects.toThrow('no mail is set up');
});
