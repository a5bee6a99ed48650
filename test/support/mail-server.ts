import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as a server got it. */
export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  /** Who had signed in, if anybody. */
  readonly user: string | undefined;
  readonly isEncrypted: boolean;
  readonly raw: string;
  readonly mail: ParsedMail;
}

interface MailServerOptions {
  readonly port?: number;
  /** The files of its certificate; without them it has no TLS. */
  readonly certificate?: { readonly key: string; readonly certificate: string };
  /** TLS from the first byte. */
  readonly isSecure?: boolean;
  /** Who must sign in. */
  readonly login?: { readonly user: string; readonly password: string };
}

/** What a server says to a recipient, or to a mail; undefined where it takes it. */
type Verdict = (what: string, mail?: ParsedMail) => string | undefined;

/** A server that takes mail, on this machine. */
export class MailServer {
  readonly received: Received[] = [];
  /** Of each message that came, taken or not. */
  readonly tried: ParsedMail[] = [];
  refuseRecipient: Verdict = () => undefined;
  refuseMail: Verdict = () => undefined;
  private readonly server: SMTPServer;

  private constructor(private readonly options: MailServerOptions) {
    const { certificate, isSecure = false, login } = options;
    this.server = new SMTPServer({
      ...{ secure: isSecure, authOptional: !login, allowInsecureAuth: true, closeTimeout: 100 },
      disabledCommands: [...(certificate ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
      ...(certificate
        ? { key: readFileSync(certificate.key), cert: readFileSync(certificate.certificate) }
        : {}),
      disableReverseLookup: true,
      onAuth: ({ username, password }, _, done) => {
        const isRight = username === login?.user && password === login?.password;
        if (isRight) done(null, { user: username });
        else done(refusal('535 5.7.8 Wrong password'));
      },
      onRcptTo: ({ address }, _, done) => done(refusalBy(this.refuseRecipient(address))),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const raw = Buffer.concat(chunks).toString('utf8');
          const { mailFrom, rcptTo } = session.envelope;
          const envelope = {
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            user: session.user as string | undefined,
            isEncrypted: session.secure,
          };
          void simpleParser(raw).then((mail) => {
            this.tried.push(mail);
            const why = this.refuseMail(envelope.to[0] ?? '', mail);
            if (why === undefined) this.received.push({ ...envelope, raw, mail });
            done(refusalBy(why), 'taken');
          });
        });
      },
    });
    this.server.on('error', () => undefined);
  }

  static async open(options: MailServerOptions = {}): Promise<MailServer> {
    const one = new MailServer(options);
    await new Promise<void>((resolve) =>
      one.server.listen(options.port ?? 0, '127.0.0.1', resolve),
    );
    return one;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  /** As `MAIL_URL`; without TLS where it has none. */
  get url(): string {
    const { certificate, isSecure, login } = this.options;
    const who = login
      ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@`
      : '';
    const [scheme, query] = [isSecure ? 'smtps' : 'smtp', certificate ? '' : '?tls=off'];
    return `${scheme}://${who}localhost:${this.port}${query}`;
  }

  /** What of the environment has mail sent by it. */
  get env(): Record<string, string> {
    return mailEnv(this.url);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}

/** What has mail sent by a server. */
export function mailEnv(MAIL_URL: string): Record<string, string> {
  const PUBLIC_URL = 'https://studio.test';
  return { MAIL_URL, PUBLIC_URL, MAIL_FROM: 'Studio Süd <desk@studio.test>' };
}

function refusalBy(words: string | undefined): Error | null {
  return words === undefined ? null : refusal(words);
}

function refusal(words: string): Error {
  const [, code = '', text = ''] = /^(\d{3}) (.*)$/.exec(words) ?? [];
  return Object.assign(new Error(text), { responseCode: Number(code) });
}
