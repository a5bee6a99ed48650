import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Problem } from '../common/problem.js';
import { problemBody } from './problem-answer.js';
import { requestIdOf } from './request-id.js';
import type { Headers } from './security-headers.js';

/** For what is still under way when we have answered. */
const LINGER_MS = 2_000;

const STATUS_LINES = {
  malformed_request: '400 Bad Request',
  request_timeout: '408 Request Timeout',
  headers_too_large: '431 Request Header Fields Too Large',
} as const;
type Code = keyof typeof STATUS_LINES;

/**
 * What the HTTP parser could not read never becomes a request; it is answered on the socket, with
 * the header fields of every answer.
 */
export function answerUnreadableRequest(always: Headers) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const code = codeOf(error);
    const { headers, body } = answerOf(code, always);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.end([`HTTP/1.1 ${STATUS_LINES[code]}`, ...lines, '', body].join('\r\n'));
    // Whoever was too slow will not close the connection either; others may not have sent it all.
    if (code === 'request_timeout') socket.destroySoon();
    else setTimeout(() => socket.destroy(), LINGER_MS).unref();
  };
}

/**
 * Has the server ask `listener`, but for requests that can be read and still do not say what they
 * want: Node itself answers some of these, without any header field of ours, and takes others.
 */
export function refuseUnclear(server: Server, listener: RequestListener, always: Headers): Server {
  const refuse = (answer: ServerResponse) => {
    const { headers, body } = answerOf('malformed_request', always);
    answer.writeHead(400, headers).end(body);
  };
  server.on('request', (request: IncomingMessage, answer: ServerResponse) => {
    if (isUnclear(request)) refuse(answer);
    else listener(request, answer);
  });
  // A wish in `Expect` that nobody knows.
  server.on('checkExpectation', (_: IncomingMessage, answer: ServerResponse) => refuse(answer));
  return server;
}

/** Another proxy may read such a request as one for somebody else (RFC 9112, section 3.2). */
function isUnclear({ httpVersionMajor, httpVersionMinor, rawHeaders }: IncomingMessage): boolean {
  if (httpVersionMajor !== 1) return true;
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1 || (hosts === 0 && httpVersionMinor > 0);
}

function answerOf(code: Code, always: Headers): { headers: Headers; body: string } {
  const id = requestIdOf({ headers: {} });
  const problem = new Problem(code, 'The request could not be read.');
  const body = JSON.stringify(problemBody(problem, { id, url: '' }));
  const headers = {
    ...always,
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    'X-Request-Id': id,
    Connection: 'close',
  };
  return { headers, body };
}

function codeOf({ code }: { code?: string }): Code {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'malformed_request';
}
