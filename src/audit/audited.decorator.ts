import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { ApiRequest } from '../http/api-request.js';
import type { Action } from './actions.js';

export interface AuditedRoute {
  readonly action: Action;
  /** The status that answers a change; where nothing was to change it is 200, or 204 too. */
  readonly status: 200 | 201 | 202 | 204;
  /**
   * Set where the service opens the audited unit of work itself, because it has slow things to do
   * first (sign-in checks a password) or answers with secrets that must not be kept.
   */
  readonly byService?: true;
  /**
   * Whether the answer to a body, which nobody has checked yet, holds a secret. Such an answer is
   * not kept, and the same request again is another one.
   */
  readonly hasSecret?: (body: unknown) => boolean;
}

const AUDITED = 'audited';

/** Declares the action of a mutating route. One with neither this nor `@NotAudited` fails. */
export function Audited(action: Action, options: Omit<AuditedRoute, 'action'>): MethodDecorator {
  const route: AuditedRoute = { action, ...options };
  // In the route's configuration too, for attempts that are refused before the handler runs.
  return applyDecorators(SetMetadata(AUDITED, route), RouteConfig({ [AUDITED]: route }));
}

/** What the route of a request declares, if it mutates anything. */
export function auditedRouteOf(request: ApiRequest): AuditedRoute | undefined {
  const config = request.routeOptions.config as { [AUDITED]?: AuditedRoute };
  return config[AUDITED];
}
