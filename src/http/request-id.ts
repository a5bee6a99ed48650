import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** W3C Trace Context: version, trace id, parent id, flags. */
const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace id that a caller sends in `traceparent`, or a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const { traceparent } = request.headers;
  const match = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent) : null;
  // Node keeps random bytes ready for these, and asks the system for others one by one.
  return match?.[1] ?? randomUUID().replaceAll('-', '');
}
