import type { ApiRequest } from '../http/api-request.js';
import { fieldError, validationProblem } from '../common/problem.js';
import type { Command } from './audited-unit-of-work.js';

const HEADER = 'Idempotency-Key';
const PRINTABLE = /^[\x20-\x7e]{1,128}$/;

/** The client's key and what makes its request the same again. Throws `validation_failed`. */
export function idempotencyOf(request: ApiRequest): Command['idempotency'] {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !PRINTABLE.test(key)) {
    const message = `${HEADER} must be 1 to 128 printable ASCII characters.`;
    throw validationProblem([fieldError('header', HEADER, message)]);
  }
  const body = canonicalJson(request.body ?? {});
  return { key, request: `${request.method} ${request.url}\n${body}` };
}

/** JSON in which the order of an object's keys makes no difference. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
