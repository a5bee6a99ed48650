import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  type ThrottlerModuleOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import { MINUTE_MS } from '../common/durations.js';
import { Meter } from '../common/meter.js';
import { ipAddressOf, type ApiRequest } from '../http/api-request.js';
import type { SharedState } from '../processes/shared-state.js';
import { networkOf } from './guess-rules.js';
import { noteRefusedSignIn } from './refused-sign-ins.interceptor.js';

/**
 * Limits per IP address, against floods: checking a password costs memory and time. Guesses at one
 * account are counted in the database, by `SignInGuesses`.
 */
export const signInLimits = (shared: SharedState): ThrottlerModuleOptions => ({
  setHeaders: false,
  storage: { increment: countedBy(shared) },
  throttlers: [
    {
      name: 'ip',
      ttl: MINUTE_MS,
      limit: 60,
      getTracker: (request) => networkOf(ipAddressOf(request as ApiRequest)),
    },
  ],
});

/** One count for all processes: whoever guesses is not to be given as many tries as there are. */
function countedBy(shared: SharedState): ThrottlerStorage['increment'] {
  return async (key, withinMs, most, refusedForMs) => {
    const { count, isRefused, endsInMs } = await shared.countAttempt(key, {
      ...{ most, withinMs, refusedForMs },
    });
    const seconds = Math.ceil(endsInMs / 1000);
    return {
      totalHits: count,
      timeToExpire: seconds,
      isBlocked: isRefused,
      timeToBlockExpire: isRefused ? seconds : 0,
    };
  };
}

/** Refresh and sign-out are cheap, and a whole studio may share one IP address. */
export const RENEWAL_LIMIT = { ip: { limit: 300, ttl: MINUTE_MS } };

/** Limits attempts to sign in from one network; throws 429 `too_many_attempts`. */
@Injectable()
export class SignInThrottlerGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() counts: ThrottlerStorage,
    reflector: Reflector,
    private readonly meter: Meter,
  ) {
    super(options, counts, reflector);
  }

  protected override async throwThrottlingException(
    context: ExecutionContext,
    limit: ThrottlerLimitDetail,
  ): Promise<void> {
    noteRefusedSignIn(this.meter, 'too_many_attempts');
    await super.throwThrottlingException(context, limit);
  }
}
