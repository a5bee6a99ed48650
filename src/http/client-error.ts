import type { Socket } from 'node:net';
import { Problem } from '../common/problem.js';
import { problemBody } from './problem-answer.js';
import { requestIdOf } from './request-id.js';

/** For what is still under way when we have answered. */
const LINGER_MS = 2_000;

const STATUS_LINES = {
  malformed_request: '400 Bad Request',
  request_timeout: '408 Request Timeout',
  headers_too_large: '431 Request Header Fields Too Large',
} as const;

/** What the HTTP parser could not read never becomes a request; it is answered on the socket. */
export function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const code = codeOf(error);
  const id = requestIdOf({ headers: {} });
  const problem = new Problem(code, 'The request could not be read.');
  const body = JSON.stringify(problemBody(problem, { id, url: '' }));
  socket.end(
    [
      `HTTP/1.1 ${STATUS_LINES[code]}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${id}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  // Whoever was too slow will not close the connection either; others may not have sent it all.
  if (code === 'request_timeout') socket.destroySoon();
  else setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

function codeOf({ code }: { code?: string }): keyof typeof STATUS_LINES {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'malformed_request';
}
