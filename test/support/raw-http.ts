import { connect } from 'node:net';
import type { Answer, Api } from './api.js';

export interface RawRequest {
  readonly method?: string;
  /** Sent as it stands, unlike by `fetch`, which normalises URLs. */
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** A request byte by byte, for what a well-behaved client would never send. Text is latin1. */
export async function rawRequest(api: Api, request: RawRequest): Promise<Answer> {
  const { method = 'GET', path, headers = {}, body = '' } = request;
  const content = typeof body === 'string' ? Buffer.from(body, 'utf8') : Buffer.from(body);
  const all: Record<string, string> = {
    Host: new URL(api.base).host,
    Connection: 'close',
    ...api.authorization,
    ...(content.length > 0 ? { 'Content-Length': String(content.length) } : {}),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const head = Buffer.from([`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'), 'latin1');
  return answerOf(await exchange(api.base, Buffer.concat([head, content])));
}

/** Sends bytes, and waits for the server to close the connection. */
export function exchange(base: string, bytes: Uint8Array): Promise<Buffer> {
  const { port, hostname } = new URL(base);
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(20_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(received)));
  });
}

/** The answer in the bytes that a server sent. */
export function answerOf(bytes: Buffer): Answer {
  const end = bytes.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  const text = bytes.subarray(end + 4).toString('utf8');
  const isJson = (headers.get('content-type') ?? '').includes('json');
  return {
    status: Number(statusLine.split(' ')[1]),
    headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
  };
}
