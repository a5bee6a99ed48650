import { HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiRequest } from './api-request.js';
import { Problem } from '../common/problem.js';

/** The problem that an error of any kind is answered with. Its own text never leaves. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return problemOfStatus(statusOf(error), error);
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

function problemOfStatus(status: number, error: unknown): Problem {
  if (status === 404) return new Problem('not_found', 'There is nothing at this address.');
  if (status === 413) return new Problem('body_too_large', 'The body is larger than 64 KiB.');
  if (status === 415) {
    const detail = 'Send the body as application/json in UTF-8.';
    return new Problem('unsupported_media_type', detail);
  }
  if (status === 429) {
    const detail = 'Too many attempts. Wait a minute and try again.';
    return new Problem('too_many_attempts', detail, { retryAfter: 60 });
  }
  if (status === 503) return new Problem('unavailable', 'Not ready.', {}, { cause: error });
  if (status >= 400 && status < 500) {
    return new Problem('malformed_request', 'The request could not be read.');
  }
  const detail = 'Something went wrong on our side.';
  return new Problem('internal_error', detail, {}, { cause: error });
}

/** The body of a problem answer: RFC 9457, and the two fields that the dashboard reads. */
export function problemBody(problem: Problem, request: Pick<ApiRequest, 'id' | 'url'>): object {
  const { errors, balance, version, members, limit, left, unit, used } = problem.extras;
  const { openMinor, refundableMinor, currency, until, days } = problem.extras;
  return {
    type: `urn:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    instance: request.url.split('?')[0],
    code: problem.code,
    requestId: request.id,
    success: false,
    message: problem.detail,
    ...(errors ? { errors } : {}),
    ...(balance === undefined ? {} : { balance }),
    ...(limit === undefined ? {} : { limit }),
    ...(left === undefined ? {} : { left }),
    ...(unit === undefined ? {} : { unit }),
    ...(version === undefined ? {} : { version }),
    ...(openMinor === undefined ? {} : { openMinor }),
    ...(refundableMinor === undefined ? {} : { refundableMinor }),
    ...(currency === undefined ? {} : { currency }),
    ...(used === undefined ? {} : { used }),
    ...(members === undefined ? {} : { members }),
    ...(until === undefined ? {} : { until }),
    ...(days === undefined ? {} : { days }),
  };
}

/** Answers a request that reaches no filter, because it is refused before a route is asked. */
export function answerWith(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  void reply
    .status(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(problem, request)));
}
