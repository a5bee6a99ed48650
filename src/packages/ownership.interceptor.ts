import {
  applyDecorators,
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { type Observable, tap } from 'rxjs';
import type { Tx } from '../database/tx.js';
import type { ApiRequest } from '../http/api-request.js';

/** The question whose member it is, which a read asks together with what it reads. */
export class OwnershipQuestion {
  private hasBeenAnswered = false;

  constructor(private readonly ask: (tx: Tx) => Promise<void>) {}

  /** Lets the person through to the member, or throws as `MemberAccess.require` does. */
  async require(tx: Tx): Promise<void> {
    await this.ask(tx);
    this.hasBeenAnswered = true;
  }

  /** What is read in the message of the question. A refusal comes before what went wrong there. */
  async beside<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
    const asking = this.require(tx);
    const reading = read();
    // It is not waited for where the question is refused.
    reading.catch(() => undefined);
    await asking;
    return reading;
  }

  /** Whether nobody has let the person through yet. */
  get isOpen(): boolean {
    return !this.hasBeenAnswered;
  }
}

/** A request whose ownership question the guard has left to its route. */
export type QuestionedRequest = ApiRequest & { ownership?: OwnershipQuestion };

/** Holds back the answers of routes that have not asked whose member it is. */
@Injectable()
export class OwnershipInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { ownership, url } = context.switchToHttp().getRequest<QuestionedRequest>();
    return next.handle().pipe(
      tap(() => {
        if (ownership?.isOpen !== false) throw new Error(`${url} has not asked whose member it is`);
      }),
    );
  }
}

const ASKS_OWNERSHIP = 'asksOwnership';

/**
 * A read that asks whose member it is itself, by its `@Ownership()`, in one message with what it
 * reads. The guard leaves the question to it; nothing is answered before somebody has asked.
 */
export const AsksOwnership = (): MethodDecorator =>
  applyDecorators(SetMetadata(ASKS_OWNERSHIP, true), UseInterceptors(OwnershipInterceptor));

/** Whether a route has declared `@AsksOwnership`. */
export function asksOwnership(reflector: Reflector, context: ExecutionContext): boolean {
  return reflector.get<true | undefined>(ASKS_OWNERSHIP, context.getHandler()) ?? false;
}

const FOR_SUBSTITUTES = 'forSubstitutes';

/**
 * A route of a member that is also for coaches who reach them by standing in for another coach. It
 * takes the coach's `coachId`, and asks `MemberAccess.actingFor` whose packages are meant.
 */
export const ForSubstitutes = (): MethodDecorator => SetMetadata(FOR_SUBSTITUTES, true);

/** Whether a route has declared `@ForSubstitutes`. */
export function isForSubstitutes(reflector: Reflector, context: ExecutionContext): boolean {
  return reflector.get<true | undefined>(FOR_SUBSTITUTES, context.getHandler()) ?? false;
}

/** The question that a route with `@AsksOwnership` must ask. */
export const Ownership = createParamDecorator(
  (_: unknown, context: ExecutionContext): OwnershipQuestion => {
    const { ownership } = context.switchToHttp().getRequest<QuestionedRequest>();
    if (!ownership) throw new Error('@Ownership() needs @AsksOwnership() on the route');
    return ownership;
  },
);
