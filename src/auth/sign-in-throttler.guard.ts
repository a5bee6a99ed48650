import { Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerModuleOptions } from '@nestjs/throttler';
import type { ApiRequest } from '../common/api-request.js';

const MINUTE_MS = 60_000;

function emailOf(request: ApiRequest): string {
  const email = (request.body as { email?: unknown } | null)?.email;
  return typeof email === 'string' ? email.trim().toLowerCase().slice(0, 200) : '';
}

/** Guessing is slow: per account and address; and per address, because checking costs memory. */
export const SIGN_IN_LIMITS: ThrottlerModuleOptions = {
  throttlers: [
    {
      name: 'account',
      ttl: MINUTE_MS,
      limit: 5,
      getTracker: (request) => `${request.ip as string} ${emailOf(request as ApiRequest)}`,
    },
    { name: 'address', ttl: MINUTE_MS, limit: 60, getTracker: (request) => request.ip as string },
  ],
};

/** Limits attempts to sign in; throws 429 `too_many_attempts`. */
@Injectable()
export class SignInThrottlerGuard extends ThrottlerGuard {}
