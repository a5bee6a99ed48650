import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Person, Role } from '../common/actor.js';
import type { Access, ApiRequest } from './api-request.js';
import { Problem } from '../common/problem.js';

/** Whose data a role reaches on a route. `assigned` and `self` are checked by member, or listed. */
export type Reach = 'all' | 'assigned' | 'self';

/** One row of the access table: the roles that may call a route, and what they reach there. */
export type AccessRule = Readonly<Partial<Record<Role, Reach>>>;

export const ACCESS = 'access';

/** The access rule of a route. A route without one answers nobody and fails the tests. */
export const Allow = (rule: AccessRule): MethodDecorator => SetMetadata(ACCESS, rule);

/** A route that needs no sign-in, because it is how one signs in, or tells nothing. */
export const Public = (): MethodDecorator => SetMetadata(ACCESS, 'public');

export function accessOf(
  reflector: Reflector,
  context: ExecutionContext,
): AccessRule | 'public' | undefined {
  return reflector.get<AccessRule | 'public' | undefined>(ACCESS, context.getHandler());
}

/** The signed-in person. */
export const CurrentPerson = createParamDecorator(
  (_: unknown, context: ExecutionContext): Person => {
    const { user } = context.switchToHttp().getRequest<ApiRequest>();
    if (!user) throw new Problem('not_signed_in', 'Sign in first.');
    return user;
  },
);

const ALWAYS_ANSWERED = 'alwaysAnswered';

/** Routes that tell of the process itself, and answer also while it can serve nobody. */
export const AlwaysAnswered = (): ClassDecorator => SetMetadata(ALWAYS_ANSWERED, true);

/** Whether the controller of a route has declared `@AlwaysAnswered`. */
export function isAlwaysAnswered(reflector: Reflector, context: ExecutionContext): boolean {
  return reflector.get<true | undefined>(ALWAYS_ANSWERED, context.getClass()) ?? false;
}

const ACCEPTS_TICKET = 'acceptsTicket';

/** A route that browsers open without a header: a one-use ticket in the query lets them in, too. */
export const AcceptsTicket = (): MethodDecorator => SetMetadata(ACCEPTS_TICKET, true);

/** Whether a route has declared `@AcceptsTicket`. */
export function acceptsTicket(reflector: Reflector, context: ExecutionContext): boolean {
  return reflector.get<true | undefined>(ACCEPTS_TICKET, context.getHandler()) ?? false;
}

/** What let the person in, for routes whose answer must not outlast it. */
export const CurrentAccess = createParamDecorator(
  (_: unknown, context: ExecutionContext): Access => {
    const { access } = context.switchToHttp().getRequest<ApiRequest>();
    if (!access) throw new Problem('not_signed_in', 'Sign in first.');
    return access;
  },
);
