import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { ApiRequest } from '../http/api-request.js';
import { loggedFailure } from '../http/logged-failure.js';
import { problemBody, problemOf } from '../http/problem-answer.js';
import { RefusedAttempts } from './refused-attempts.service.js';
import { RejectedFields } from './rejected-fields.service.js';

/** Answers every error as `application/problem+json`, after the attempt was logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(
    private readonly refusedAttempts: RefusedAttempts,
    private readonly rejectedFields: RejectedFields,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<ApiRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = await this.rejectedFields.explain(problemOf(error), request);
    if (problem.status >= 500) {
      this.logger.error(loggedFailure(problem, error, request.id));
    }
    await this.refusedAttempts.log(request, problem);
    if (reply.sent) return;

    const { retryAfter } = problem.extras;
    if (retryAfter !== undefined) reply.header('Retry-After', String(retryAfter));
    if (problem.status === 401) reply.header('WWW-Authenticate', 'Bearer');
    reply.status(problem.status).type('application/problem+json; charset=utf-8');
    await reply.send(JSON.stringify(problemBody(problem, request)));
  }
}
