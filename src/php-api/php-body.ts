import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { decodeUtf8, isModest, jsonReader } from '../http/json-body.js';
import { problemOf } from '../http/problem-answer.js';
import { Problem } from '../common/problem.js';
import { bodyReadAhead, readingAhead } from './body-action.js';
import { actionInBodyExpected, arrivalOf, isScriptUrl, SCRIPT_BODY } from './script-url.js';
import { scriptAnswerOf } from './messages.js';

const FORM = 'application/x-www-form-urlencoded';

/** The server's listener, which finds out before routing what a script is asked to do. */
export function readingActions(
  listener: RequestListener,
  prefix: string,
  limit: number,
): RequestListener {
  return readingAhead(listener, actionInBodyExpected(prefix), limit);
}

/**
 * Reads what old clients send to the scripts: forms, and JSON whatever they call it, as PHP did.
 * Call it before the routes are made; the rest of the API goes on taking nothing but JSON.
 */
export function acceptScriptBodies(fastify: FastifyInstance): void {
  const readJson = jsonReader(fastify);
  fastify.addContentTypeParser(
    SCRIPT_BODY,
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      const arrival = arrivalOf(request.raw);
      const mediaType = (arrival?.contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
      if (!arrival || mediaType.startsWith('multipart/')) {
        const taken = arrival ? 'application/json or as a form' : 'application/json';
        done(new Problem('unsupported_media_type', `Send the body as ${taken} in UTF-8.`));
      } else if (mediaType === FORM && !isJson(body)) {
        const form = readForm(body);
        done(form instanceof Problem ? form : null, form);
      } else {
        readJson(request, body, done);
      }
    },
  );
  // Bodies that cannot be read never reach the controllers and their filter.
  fastify.addHook('onRoute', (route) => {
    if (!isScriptUrl(route.url)) return;
    route.preParsing = (request, _, payload, done) => {
      const body = bodyReadAhead(request.raw);
      done(null, body ? Readable.from([body]) : payload);
    };
    route.errorHandler = (error, request, reply) => {
      const problem = problemOf(error);
      if (problem.status >= 500) request.log.error(error);
      const { status, body } = scriptAnswerOf(route.url, problem);
      void reply.status(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
    };
  });
}

/** Whether a body is JSON whatever it is called: curl calls everything a form. */
function isJson(body: Buffer): boolean {
  try {
    return isObject(JSON.parse(body.toString('utf8')));
  } catch {
    return false;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function readForm(body: Buffer): object {
  const text = decodeUtf8(body);
  // As in PHP, the last one counts where a name comes twice.
  const fields = Object.fromEntries(new URLSearchParams(text));
  if (text !== undefined && isModest(fields)) return fields;
  return new Problem('malformed_request', 'The form could not be read.');
}
