import { Agent, request, type IncomingMessage } from 'node:http';
import { text as textOf } from 'node:stream/consumers';

/** What the API sends by: `fetch`, or something of the same kind. */
export type Send = (url: string, init: SendOptions) => Promise<Response>;

interface SendOptions {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/**
 * Sends one request after the other by a connection that nobody else has. One that is shared rests
 * at times, and a server may close one that rests just as somebody asks by it, against which
 * HTTP/1.1 has nothing (RFC 9112, 9.5).
 */
export function ownConnection(): Send {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return async (url, { method, headers, body }) => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, { method, headers, agent }, resolve).on('error', reject).end(body);
    });
    const told = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    const { statusCode: status = 0 } = answer;
    return new Response((await textOf(answer)) || null, {
      status,
      headers: told as [string, string][],
    });
  };
}
