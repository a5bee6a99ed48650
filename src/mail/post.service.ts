import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Config, type MailConfig } from '../config/config.js';
import type { Written } from './layout.js';
import { inOneLine, letterOf } from './letters.js';
import { failureOf, type SmtpError } from './smtp-failure-rules.js';

/** A mail that is ready to go. */
export interface Envelope {
  readonly to: { readonly name: string; readonly address: string };
  readonly letter: Written;
  /** Where answers go, if not to the sender. */
  readonly replyTo?: string | null;
  /** Without brackets; the same at each try. */
  readonly messageId: string;
}

/** Connections of a process to the server: as many mails as are sent at once. */
export const MAILS_AT_ONCE = 3;
const CONNECT_WITHIN_MS = 10_000;
const SILENT_FOR_MS = 20_000;
/** An idle connection is closed before servers lose patience. */
const IDLE_FOR_MS = 5_000;
/** A mail has so long in all: a server that trickles its answers is never silent. */
const SENT_WITHIN_MS = 60_000;
/** An answer of a server is a line or two. */
const MOST_RESPONSE_BYTES = 16 * 1024;

/** Hands mails to the server that `MAIL_URL` names, over a few connections. */
@Injectable()
export class Post implements OnApplicationShutdown {
  private transport: ReturnType<typeof transportTo> | undefined;

  constructor(private readonly config: Config) {}

  /**
   * Sends one mail, and gives the server's answer to it. Throws a `JobFailure` with the reason in
   * the server's own words, final where another try would find the same; and an error where no
   * mail is set up.
   */
  async send(envelope: Envelope, withinMs = SENT_WITHIN_MS): Promise<string> {
    const { mail } = this.config;
    const { to, letter, messageId, replyTo = null } = envelope;
    if (!mail) throw new Error('no mail is set up');
    this.transport ??= transportTo(mail);
    try {
      const { response } = await this.transport.sendMail({
        from: { name: inOneLine(mail.from.name), address: mail.from.address },
        to: { name: inOneLine(to.name), address: to.address },
        ...letter,
        ...(replyTo === null ? {} : { replyTo: { name: '', address: replyTo } }),
        messageId: `<${messageId}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.timeout(withinMs),
      });
      return response;
    } catch (error) {
      const secrets = mail.credentials ? [mail.credentials.password] : [];
      throw failureOf(error as SmtpError, { recipient: to.address, secrets });
    }
  }

  /** As `send`, a letter of which somebody wants to know whether it arrives. */
  async sendTest(address: string, withinMs?: number): Promise<string> {
    const { mail } = this.config;
    if (!mail) throw new Error('no mail is set up');
    const letter = letterOf('test', 'en', { firstName: '' }, mail);
    const messageId = `test.${randomUUID()}@${domainOf(mail)}`;
    return this.send({ to: { name: '', address }, letter, messageId }, withinMs);
  }

  /** Jobs have ended by then, or have been given back. */
  onApplicationShutdown(): void {
    this.transport?.close();
    this.transport = undefined;
  }
}

/** Behind the `@` of the sender: ids of mails end with it. */
export function domainOf({ from }: MailConfig): string {
  return from.address.slice(from.address.lastIndexOf('@') + 1);
}

function transportTo({ host, port, tls, authority, credentials }: MailConfig) {
  return createTransport({
    ...{ host, port, pool: true, maxConnections: MAILS_AT_ONCE, maxRequeues: 1 },
    secure: tls === 'implicit',
    requireTLS: tls === 'demanded',
    ignoreTLS: tls === 'off',
    tls: authority === undefined ? {} : { ca: authority },
    ...(credentials ? { auth: { user: credentials.user, pass: credentials.password } } : {}),
    connectionTimeout: CONNECT_WITHIN_MS,
    dnsTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    socketTimeout: SILENT_FOR_MS,
    idleTimeout: IDLE_FOR_MS,
    maxResponseSize: MOST_RESPONSE_BYTES,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
