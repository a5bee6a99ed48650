import { Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { MINUTE_MS } from '../common/durations.js';
import { ipAddressOf, type ApiRequest } from '../http/api-request.js';

function emailOf(request: ApiRequest): string {
  const email = (request.body as { email?: unknown } | null)?.email;
  return typeof email === 'string' ? email.trim().toLowerCase().slice(0, 200) : '';
}

/**
 * Limits per IP address, because checking a password costs memory, and per account and IP address,
 * against guessing. The first limit that is exceeded refuses; later ones do not count the attempt.
 */
export const SIGN_IN_LIMITS: ThrottlerModuleOptions = {
  setHeaders: false,
  throttlers: [
    {
      name: 'ip',
      ttl: MINUTE_MS,
      limit: 60,
      getTracker: (request) => ipAddressOf(request as ApiRequest),
    },
    {
      name: 'account',
      ttl: MINUTE_MS,
      limit: 5,
      getTracker: (request) =>
        `${ipAddressOf(request as ApiRequest)} ${emailOf(request as ApiRequest)}`,
    },
  ],
};

/** Refresh and sign-out are cheap, and a whole studio may share one IP address. */
export const RENEWAL_LIMIT = { ip: { limit: 300, ttl: MINUTE_MS } };

/** Limits attempts to sign in; throws 429 `too_many_attempts`. */
@Injectable()
export class SignInThrottlerGuard extends ThrottlerGuard {}
