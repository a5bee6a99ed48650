import { expect } from 'vitest';
import { PROBLEM_CODES, type ProblemCode } from '../../src/common/problem-codes.js';
import type { Answer } from './api.js';

interface CustomMatchers<R = unknown> {
  /** A well-formed problem answer with this code, its status, and nothing of our insides. */
  toBeProblem(code: ProblemCode): R;
}

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface Matchers<T = any> extends CustomMatchers<T> {}
}

const MEMBERS = new Set([
  ...['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId', 'success'],
  ...['message', 'errors', 'balance', 'version', 'members', 'used'],
  ...['limit', 'left', 'unit', 'openMinor', 'refundableMinor', 'currency'],
  ...['until', 'days'],
]);

expect.extend({
  toBeProblem(received: Answer, code: ProblemCode) {
    const [status, title] = PROBLEM_CODES[code];
    const { body, headers } = received;
    const faults = [
      received.status === status || `status is ${received.status}, not ${status}`,
      body?.code === code || `code is ${body?.code}, not ${code}`,
      body?.title === title || `title is ${body?.title}`,
      body?.status === received.status || 'status in the body differs',
      body?.success === false || 'success is not false',
      (body?.message === body?.detail && body?.detail?.length > 0) || 'message is not detail',
      (headers.get('content-type') ?? '').startsWith('application/problem+json') ||
        'wrong media type',
      body?.requestId === headers.get('x-request-id') || 'request id differs from the header',
      Object.keys(body ?? {}).every((key) => MEMBERS.has(key)) || 'undocumented members',
      !/\bat .*\.[jt]s:|SELECT |INSERT |UPDATE |node_modules/.test(received.text) ||
        'leaks insides',
    ].filter((fault) => fault !== true);
    return {
      pass: faults.length === 0,
      message: () => `expected problem ${code}: ${faults.join('; ')}\n${received.text}`,
    };
  },
});
