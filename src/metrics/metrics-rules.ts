import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What is known of who asks for the metrics. */
export interface Asker {
  /** The other end of the connection itself, whatever a proxy says of others. */
  readonly remoteAddress: string | undefined;
  readonly httpVersion: string;
  readonly headers: IncomingHttpHeaders;
}

/** `hidden` is told that there is nothing; `locked` that a token is needed. */
export type MetricsAccess = 'open' | 'locked' | 'hidden';

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/** What proxies add. Any of them says that somebody else asks through this machine. */
const FORWARDING = [
  ...['forwarded', 'via', 'x-real-ip', 'x-client-ip', 'x-cluster-client-ip', 'true-client-ip'],
  ...['cf-connecting-ip', 'x-original-url', 'x-rewrite-url'],
];

/**
 * Whether somebody may read the metrics. Where there is a token, whoever has it, and nobody else:
 * a proxy on this machine that adds nothing to what it forwards could not be told from a person
 * there. Without a token, only who asks on this machine itself.
 */
export function accessToMetrics(asker: Asker, token: string | undefined): MetricsAccess {
  if (token !== undefined) return hasToken(asker.headers, token) ? 'open' : 'locked';
  const isHere = LOOPBACK.test(asker.remoteAddress ?? '');
  return isHere && !isForwarded(asker) ? 'open' : 'hidden';
}

function hasToken({ authorization = '' }: IncomingHttpHeaders, token: string): boolean {
  const [, given = ''] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  // Of the same length, whatever was given; and comparing them takes the same time.
  return timingSafeEqual(digestOf(given), digestOf(token));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isForwarded({ headers, httpVersion }: Asker): boolean {
  // What nginx speaks to whom it forwards, unless it is told otherwise; tools that ask do not.
  if (httpVersion === '1.0') return true;
  return Object.keys(headers).some(
    (name) => name.startsWith('x-forwarded') || FORWARDING.includes(name),
  );
}
