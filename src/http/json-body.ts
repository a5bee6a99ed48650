import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fieldError, Problem, validationProblem } from '../common/problem.js';

/** Far beyond any request of ours; checking deep and wide bodies costs stack and time. */
const MAX_DEPTH = 10;
const MAX_VALUES = 200;

/** Makes a value of a body's bytes, or an error. */
type BodyReader = (
  request: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, value?: unknown) => void,
) => void;

/**
 * Reads JSON bodies, and nothing else: an absent or empty body is an empty object, anything but an
 * object is refused, and so are `__proto__` and broken UTF-8.
 */
export function acceptJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, jsonReader(fastify));
}

/** Reads the bytes of a body as `acceptJsonBodies` says, for whoever takes JSON by another name. */
export function jsonReader(fastify: FastifyInstance): BodyReader {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  return (request, body, done) => {
    const text = decodeUtf8(body);
    if (text === undefined) {
      done(new Problem('malformed_json', 'The body is not UTF-8.'));
    } else if (text.trim() === '') {
      done(null, {});
    } else {
      void parse(request, text, (error, value: unknown) => {
        if (error) done(malformed());
        else if (isObject(value) && isModest(value)) done(null, value);
        else done(notAnObject());
      });
    }
  };
}

/** Text, if the bytes are well-formed UTF-8. */
export function decodeUtf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it is as small as any request of ours. */
export function isModest(body: object): boolean {
  let values = 0;
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    values += level.length;
    if (depth > MAX_DEPTH || values > MAX_VALUES) return false;
    level = level.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return true;
}

function malformed(): Problem {
  const detail = 'The body is not valid JSON.';
  return new Problem('malformed_json', detail, { errors: [fieldError('body', '', detail)] });
}

function notAnObject(): Problem {
  const size = `${MAX_DEPTH} levels and ${MAX_VALUES} values`;
  const message = `The body must be a JSON object of at most ${size}.`;
  return validationProblem([fieldError('body', '', message)]);
}
