import { type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { Meter, type Tally } from '../common/meter.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import type { ApiRequest } from '../http/api-request.js';
import { type RequestKind, RequestRates } from './request-rates.js';

const LIMITED_AS = 'limitedAs';

/** A route that is limited as something else than its method says. */
export const LimitedAs = (kind: RequestKind): MethodDecorator => SetMetadata(LIMITED_AS, kind);

/** What a request to a route is limited as. */
export function limitedAs(reflector: Reflector, context: ExecutionContext): RequestKind {
  const declared = reflector.get<RequestKind | undefined>(LIMITED_AS, context.getHandler());
  if (declared !== undefined) return declared;
  const { method } = context.switchToHttp().getRequest<ApiRequest>();
  return method === 'GET' || method === 'HEAD' ? 'read' : 'change';
}

/** A request that must be counted as soon as its token has told who sends it. */
export type LimitedRequest = ApiRequest & {
  count?: (userId: number, deviceTokenId: number | null) => void;
};

interface Limit {
  readonly rates: RequestRates;
  readonly refused: Tally;
}

/**
 * How much one person may ask of this process, so that a program that runs wild takes nothing from
 * others. Each process counts for itself, as each has its own connections to the database.
 */
@Injectable()
export class PersonLimits {
  private readonly limits = new Map<RequestKind, Limit>();

  constructor(config: Config, meter: Meter) {
    for (const [kind, perSecond] of Object.entries(config.personLimits)) {
      if (perSecond === 0) continue;
      const refused = meter.tally('coach_requests_limited_total', { kind });
      this.limits.set(kind as RequestKind, { rates: new RequestRates(perSecond), refused });
    }
  }

  /**
   * Counts a request of the person, or of the device whose token it came with: a device that runs
   * wild must not lock its person out of the dashboard, and only admins make such tokens. Throws
   * `too_many_requests`, which changes nothing: the request has not been looked at.
   */
  require(kind: RequestKind, userId: number, deviceTokenId: number | null): void {
    const limit = this.limits.get(kind);
    if (!limit) return;
    const who = deviceTokenId === null ? `user ${userId}` : `device ${deviceTokenId}`;
    const waitMs = limit.rates.take(who, performance.now());
    if (waitMs === 0) return;
    limit.refused.add();
    const retryAfter = Math.ceil(waitMs / 1_000);
    const detail = `Too many requests at once. Try again in ${inSeconds(retryAfter)}.`;
    throw new Problem('too_many_requests', detail, { retryAfter });
  }
}

function inSeconds(count: number): string {
  return count === 1 ? 'a second' : `${count} seconds`;
}
