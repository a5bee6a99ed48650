import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '../common/problem.js';
import { isAlwaysAnswered } from './access.js';
import { Waiting } from './waiting.js';

const RETRY_AFTER_SECONDS = 5;

/** Lets no request touch tables that are not those of this release yet. The first of all guards. */
@Injectable()
export class WaitingGuard implements CanActivate {
  constructor(
    private readonly waiting: Waiting,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { reason } = this.waiting;
    if (reason === undefined || isAlwaysAnswered(this.reflector, context)) return true;
    throw new Problem('unavailable', `Not ready yet. ${reason}`, {
      retryAfter: RETRY_AFTER_SECONDS,
    });
  }
}
