import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { MAX_ID } from '../common/limits.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import { RefusedAttempts } from '../audit/refused-attempts.service.js';
import { RejectedFields } from '../audit/rejected-fields.service.js';
import type { ApiRequest } from '../http/api-request.js';
import { loggedFailure } from '../http/logged-failure.js';
import { problemOf } from '../http/problem-answer.js';
import { fieldsOf, wholeNumberOf } from '../http/request-fields.js';
import { scriptAnswerOf } from './messages.js';

/** Answers errors in the form of the old scripts, after they were written to the activity log. */
@Catch()
export class PhpProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(PhpProblemFilter.name);

  constructor(
    private readonly config: Config,
    private readonly refusedAttempts: RefusedAttempts,
    private readonly rejectedFields: RejectedFields,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<ApiRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = await this.explained(problemOf(error), request);
    if (problem.status >= 500) {
      this.logger.error(loggedFailure(problem, error, request.id));
    }
    const { countedRateTypes } = this.config;
    const url = request.routeOptions.url ?? '';
    const { status, body } = scriptAnswerOf(url, problem, countedRateTypes);
    await this.refusedAttempts.log(request, problem, { status, ...subjectOf(request) });
    if (reply.sent) return;

    const { retryAfter } = problem.extras;
    if (retryAfter !== undefined) reply.header('Retry-After', String(retryAfter));
    if (status === 401) reply.header('WWW-Authenticate', 'Bearer');
    if (status === 405) reply.header('Allow', 'POST');
    reply.status(status).type('application/json; charset=utf-8');
    await reply.send(JSON.stringify(body));
  }

  /** With the field and the letters that a column refused, for the server's log and the words. */
  private async explained(problem: Problem, request: ApiRequest): Promise<Problem> {
    const named = await this.rejectedFields.explain(problem, { body: fieldsOf(request) });
    // The field is there: to the scripts, a field with an error is a missing one.
    return named === problem ? problem : new Problem(named.code, named.detail);
  }
}

/** Whom the request is about, as far as it says so in a way that makes sense. */
function subjectOf(request: ApiRequest): { memberId?: number; usageId?: number } {
  const fields = fieldsOf(request);
  const memberId = idOf(fields.member_id);
  const usageId = idOf(fields.usage_id);
  return {
    ...(memberId === undefined ? {} : { memberId }),
    ...(usageId === undefined ? {} : { usageId }),
  };
}

function idOf(value: unknown): number | undefined {
  const id = wholeNumberOf(value) ?? 0;
  return id >= 1 && id <= MAX_ID ? id : undefined;
}
