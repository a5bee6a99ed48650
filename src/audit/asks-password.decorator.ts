import { type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';

const ASKS_PASSWORD = 'asksPassword';

/**
 * A change that opens doors: it is done only where the person has given the password within the
 * last ten minutes, which is looked at in its transaction. Others are answered `password_needed`.
 * Where that hangs on what is changed, the service says so: `work.askPassword()`.
 */
export const AsksPassword = (): MethodDecorator => SetMetadata(ASKS_PASSWORD, true);

/** Whether the route of a request has declared `@AsksPassword`. */
export function asksPassword(reflector: Reflector, context: ExecutionContext): boolean {
  return reflector.get<true | undefined>(ASKS_PASSWORD, context.getHandler()) ?? false;
}
