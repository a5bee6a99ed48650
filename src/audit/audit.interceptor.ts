import {
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { actorOf, originOf, type ApiRequest } from '../http/api-request.js';
import { asksPassword } from './asks-password.decorator.js';
import { type AuditedRoute, auditedRouteOf } from './audited.decorator.js';
import { AuditedUnitOfWork } from './audited-unit-of-work.js';
import type { AuditedWork } from './audited-work.js';
import { idempotencyOf } from './idempotency-key.js';
import { isNotAudited } from './not-audited.decorator.js';

type WorkingRequest = ApiRequest & { work?: AuditedWork };

const MUTATING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Runs every mutating route that declares `@Audited` inside the audited unit of work. The handler
 * may be called again from the start when another writer was in the way; its `@Work()` is then a
 * new transaction.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<WorkingRequest>();
    if (!MUTATING.has(request.method) || isNotAudited(request)) return next.handle();
    const route = auditedRouteOf(request);
    if (!route)
      throw new Error(`${request.method} ${request.url} declares neither @Audited nor @NotAudited`);
    this.noteQuestion(request, context);
    if (route.byService) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return from(this.run(route, request, reply, next));
  }

  /** Whoever opens the transaction, the access that it asks about says so. */
  private noteQuestion(request: WorkingRequest, context: ExecutionContext): void {
    if (!asksPassword(this.reflector, context)) return;
    if (!request.access) throw new Error(`${request.url} asks nobody for a password`);
    request.access = { ...request.access, asksPassword: true };
  }

  private async run(
    route: AuditedRoute,
    request: WorkingRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const idempotency = idempotencyOf(request);
    const command = {
      action: route.action,
      status: route.status,
      actor: actorOf(request),
      origin: originOf(request),
      ...(request.access ? { access: request.access } : {}),
      ...(idempotency ? { idempotency } : {}),
    };
    const handle = (work: AuditedWork) => {
      request.work = work;
      return lastValueFrom(next.handle());
    };
    if (route.hasSecret?.(request.body)) {
      return this.auditedWork.runWithoutIdempotency(command, handle);
    }
    const answer = await this.auditedWork.run(command, handle);
    if (answer.replayed) reply.header('Idempotency-Replayed', 'true');
    reply.status(answer.status);
    return answer.body;
  }
}

/** The handler's part of the audited unit of work: transaction, actor and instant. */
export const Work = createParamDecorator((_: unknown, context: ExecutionContext): AuditedWork => {
  const { work } = context.switchToHttp().getRequest<WorkingRequest>();
  if (!work) throw new Error('@Work() needs @Audited() on the route');
  return work;
});
