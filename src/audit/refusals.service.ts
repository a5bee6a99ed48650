import { Injectable, Logger } from '@nestjs/common';
import { actorOf, originOf, type ApiRequest } from '../http/api-request.js';
import { Clock } from '../common/clock.js';
import type { Problem } from '../common/problem.js';
import type { ProblemCode } from '../common/problem-codes.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ActivityRepository } from './activity.repository.js';
import { auditedRouteOf } from './audited.decorator.js';

/**
 * Mistakes in a request's form say nothing about anybody; and where the database is out of reach a
 * second try to write would only make everybody wait longer.
 */
const NOT_LOGGED = new Set<ProblemCode>([
  'validation_failed',
  'malformed_json',
  'malformed_request',
  'body_too_large',
  'unsupported_media_type',
  'too_many_attempts',
  'unavailable',
]);

/** What is told to the caller, or was told by them past the address. */
interface Told {
  readonly status?: number;
  readonly memberId?: number;
  readonly usageId?: number;
}

/** Writes attempts that were refused or failed to the activity log, each in its own transaction. */
@Injectable()
export class Refusals {
  private readonly logger = new Logger(Refusals.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly activities: ActivityRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Never throws: the caller is about to answer with the problem. `told` says what the address
   * doesn't: whom it is about, and a status that differs from the problem's own.
   */
  async log(request: ApiRequest, problem: Problem, told: Told = {}): Promise<void> {
    const route = auditedRouteOf(request);
    const actor = problem.actor ?? actorOf(request);
    if (!route || actor.id === null || NOT_LOGGED.has(problem.code)) return;
    const params = request.params as Record<string, string | undefined>;
    try {
      await this.unitOfWork.write(async (tx) => {
        const activity = {
          actor,
          action: route.action,
          at: this.clock.now(),
          outcome: problem.status >= 500 ? ('failed' as const) : ('refused' as const),
          status: told.status ?? problem.status,
          code: problem.code,
          origin: originOf(request),
          memberId: told.memberId ?? idOrNull(params.memberId),
          packageId: idOrNull(params.packageId),
          usageId: told.usageId ?? idOrNull(params.usageId),
        };
        await this.activities.insert(tx, [activity]);
        return { result: undefined };
      });
    } catch (error) {
      this.logger.error({ msg: 'a refusal could not be logged', code: problem.code, err: error });
    }
  }
}

function idOrNull(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
