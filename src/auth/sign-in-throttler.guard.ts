import { Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { MINUTE_MS } from '../common/durations.js';
import { addressOf, type ApiRequest } from '../http/api-request.js';

function emailOf(request: ApiRequest): string {
  const email = (request.body as { email?: unknown } | null)?.email;
  return typeof email === 'string' ? email.trim().toLowerCase().slice(0, 200) : '';
}

/**
 * Guessing is slow: per address, because checking costs memory; and per account and address. The
 * first that is exceeded refuses, before the next one remembers anything.
 */
export const SIGN_IN_LIMITS: ThrottlerModuleOptions = {
  setHeaders: false,
  throttlers: [
    {
      name: 'address',
      ttl: MINUTE_MS,
      limit: 60,
      getTracker: (request) => addressOf(request as ApiRequest),
    },
    {
      name: 'account',
      ttl: MINUTE_MS,
      limit: 5,
      getTracker: (request) =>
        `${addressOf(request as ApiRequest)} ${emailOf(request as ApiRequest)}`,
    },
  ],
};

/** Renewing and ending sign-ins is cheap, and a whole studio may share one address. */
export const RENEWAL_LIMIT = { address: { limit: 300, ttl: MINUTE_MS } };

/** Limits attempts to sign in; throws 429 `too_many_attempts`. */
@Injectable()
export class SignInThrottlerGuard extends ThrottlerGuard {}
