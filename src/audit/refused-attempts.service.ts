import { Injectable, Logger } from '@nestjs/common';
import { actorOf, originOf, type ApiRequest } from '../http/api-request.js';
import { Clock } from '../common/clock.js';
import { MAX_ID } from '../common/limits.js';
import { Meter } from '../common/meter.js';
import type { Problem } from '../common/problem.js';
import type { ProblemCode } from '../common/problem-codes.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { AddedRefusals } from './added-refusals.service.js';
import { ActivityRepository, type NewActivity } from './activity.repository.js';
import { auditedRouteOf } from './audited.decorator.js';
import { RefusalCounts } from './refusal-counts.service.js';

/**
 * Malformed requests, those of a person who sends too many, and the question for the password,
 * which everybody meets, tell nothing that is worth a row; and when the database cannot be reached,
 * an attempt to write would only delay the answer.
 */
const NOT_LOGGED = new Set<ProblemCode>([
  'validation_failed',
  'malformed_json',
  'malformed_request',
  'body_too_large',
  'unsupported_media_type',
  'password_needed',
  'too_many_attempts',
  'too_many_requests',
  'unavailable',
  'sign_in_busy',
]);

/** Details of an attempt that do not stand in its URL. */
interface AttemptDetails {
  /** The status that is sent, where it differs from the problem's own. */
  readonly status?: number;
  /** Ids that the caller sent in the body or the query. */
  readonly memberId?: number;
  readonly usageId?: number;
}

/**
 * Writes attempts that were refused or failed to the activity log, each in its own transaction; who
 * goes on and on is counted instead, and so are reads.
 */
@Injectable()
export class RefusedAttempts {
  private readonly logger = new Logger(RefusedAttempts.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly activities: ActivityRepository,
    private readonly counts: RefusalCounts,
    private readonly added: AddedRefusals,
    private readonly clock: Clock,
    private readonly meter: Meter,
  ) {}

  /**
   * Logs an attempt on an audited route, unless nobody is known to have made it and the problem
   * does not say that this is worth a row: a wrong password leaves one for every account, known or
   * not, which takes the same time. Reads are counted. Never throws: the caller is about to answer,
   * logged or not.
   */
  async log(request: ApiRequest, problem: Problem, details: AttemptDetails = {}): Promise<void> {
    const route = auditedRouteOf(request);
    this.added.answered(request, problem, { isRead: !route });
    const actor = problem.actor ?? actorOf(request);
    const isNobody = actor.id === null && problem.actor === undefined;
    if (!route || isNobody || NOT_LOGGED.has(problem.code)) return;
    const params = request.params as Record<string, string | undefined>;
    try {
      const activity = {
        actor,
        action: route.action,
        at: this.clock.now(),
        outcome: problem.status >= 500 ? ('failed' as const) : ('refused' as const),
        status: details.status ?? problem.status,
        code: problem.code,
        origin: originOf(request),
        memberId: details.memberId ?? idOrNull(params.memberId),
        packageId: idOrNull(params.packageId),
        usageId: details.usageId ?? idOrNull(params.usageId),
      };
      const hasRow = await this.write(activity);
      this.meter.tally('coach_refusals_total', { logged: hasRow ? 'row' : 'count' }).add();
    } catch (error) {
      this.logger.error({
        msg: 'a refused attempt could not be logged',
        code: problem.code,
        err: error,
      });
    }
  }

  /**
   * Once, also where the answer to a COMMIT was lost and nobody knows whether it was done; what is
   * only counted may be counted twice then. Says whether it has a row of its own.
   */
  private async write(activity: NewActivity): Promise<boolean> {
    let tries = 0;
    return this.unitOfWork.write(
      async (tx) => {
        tries += 1;
        const isThere = tries > 1 && (await this.activities.hasRowOf(tx, activity));
        if (isThere) return { result: true, discard: true };
        const getsRow = await this.counts.getsRow(tx, activity);
        if (getsRow) this.activities.insert(tx, [activity]);
        return { result: getsRow };
      },
      { replayable: true },
    );
  }
}

function idOrNull(text: string | undefined): number | null {
  const id = text !== undefined && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  return id >= 1 && id <= MAX_ID ? id : null;
}
