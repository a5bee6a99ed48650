import type { FastifyInstance } from 'fastify';
import { fieldError, Problem, validationProblem } from './problem.js';

/** Deeper than any request of ours; parsing and validating deep bodies costs stack. */
const MAX_DEPTH = 10;

/**
 * Reads JSON bodies, and nothing else: an absent or empty body is an empty object, anything but an
 * object is refused, and so are `__proto__` and broken UTF-8.
 */
export function acceptJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      const text = decode(body);
      if (text === undefined) {
        done(new Problem('malformed_json', 'The body is not UTF-8.'));
      } else if (text.trim() === '') {
        done(null, {});
      } else {
        void parse(request, text, (error, value: unknown) => {
          if (error) done(malformed());
          else if (isObject(value) && depthOf(value) <= MAX_DEPTH) done(null, value);
          else done(notAnObject());
        });
      }
    },
  );
}

function decode(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return depth;
  return Math.max(depth, ...Object.values(value).map((inner) => depthOf(inner, depth + 1)));
}

function malformed(): Problem {
  const detail = 'The body is not valid JSON.';
  return new Problem('malformed_json', detail, { errors: [fieldError('body', '', detail)] });
}

function notAnObject(): Problem {
  const message = `The body must be a JSON object of at most ${MAX_DEPTH} levels.`;
  return validationProblem([fieldError('body', '', message)]);
}
