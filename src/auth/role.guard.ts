import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ApiRequest } from '../http/api-request.js';
import { Problem } from '../common/problem.js';
import { accessOf } from '../http/access.js';

/** May this role call the route at all? Closed where the route has no access rule. */
@Injectable()
export class RoleGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = accessOf(this.reflector, context);
    if (access === 'public') return true;
    const { user } = context.switchToHttp().getRequest<ApiRequest>();
    if (user && access?.[user.role]) return true;
    throw new Problem('forbidden', `This is not open to a ${user?.role ?? 'visitor'}.`);
  }
}
