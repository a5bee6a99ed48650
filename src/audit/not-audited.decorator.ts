import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { ApiRequest } from '../http/api-request.js';

const NOT_AUDITED = 'notAudited';

/**
 * Declares that a mutating route writes no activity row, and why. Its service opens the transaction
 * itself; refused attempts are not logged either.
 */
export function NotAudited(reason: string): MethodDecorator {
  return applyDecorators(SetMetadata(NOT_AUDITED, reason), RouteConfig({ [NOT_AUDITED]: reason }));
}

/** Whether the route of a request is declared as `@NotAudited`. */
export function isNotAudited(request: ApiRequest): boolean {
  return Object.hasOwn(request.routeOptions.config, NOT_AUDITED);
}
