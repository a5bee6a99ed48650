import { Injectable } from '@nestjs/common';
import { ActivityService } from '../audit/activity.service.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { startOfStudioDay, studioDayOf } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import { Settings } from '../settings/settings.service.js';
import {
  daysExtended,
  type Giving,
  monthOf,
  requireLeft,
  requireWithin,
  sessionsGiven,
} from './coach-limit-rules.js';
import { GivingsRepository } from './givings.repository.js';
import type { Package } from './package.entity.js';
import { termsOf } from './package-rules.js';

/**
 * What a coach may give away without the front desk, where the studio has set a limit. What was
 * given is counted behind the lock of the packages in question, so that of two at once the second
 * sees the first; without a limit nothing is asked.
 */
@Injectable()
export class CoachLimits {
  constructor(
    private readonly config: Config,
    private readonly settings: Settings,
    private readonly givings: GivingsRepository,
    private readonly activity: ActivityService,
  ) {}

  /** The sessions that the actor may give a member in a month; undefined for no limit. */
  givesOf({ actor }: AuditedWork): number | undefined {
    if (actor.role !== 'coach') return undefined;
    return this.settings.values.coachGivesPerMemberMonth ?? undefined;
  }

  /** Throws `approval_required` where one correction is larger than a coach may make alone. */
  requireSmall({ actor }: AuditedWork, adjustment: number): void {
    const limit = this.settings.values.coachLargestCorrection;
    if (actor.role === 'coach' && limit !== null) requireWithin(limit, adjustment);
  }

  /**
   * Throws `approval_required` where what is about to be given is more than what is left of
   * `limit`. The caller holds the lock of all packages of the member.
   */
  async requireGivable(
    { tx, at, actor }: AuditedWork,
    memberId: number,
    giving: Giving,
    limit: number | undefined,
  ): Promise<void> {
    const zone = this.config.studioTimeZone;
    const wanted = sessionsGiven(giving, zone);
    if (limit === undefined || wanted === 0 || actor.id === null) return;
    const since = startOfStudioDay(monthOf(studioDayOf(at, zone)), zone);
    const given = await this.givings.find(tx, { memberId, by: actor.id, since });
    const used = given.reduce((sum, one) => sum + sessionsGiven(one, zone), 0);
    requireLeft({ limit, used, wanted }, 'sessions');
  }

  /**
   * Throws `approval_required` where coaches would extend a package by more days than the studio
   * lets them, all their extensions together. The caller holds the lock of the package.
   */
  async requireExtendable(
    { tx, actor }: AuditedWork,
    before: Package,
    after: Package,
  ): Promise<void> {
    const limit = this.settings.values.coachExtendsDays;
    const zone = this.config.studioTimeZone;
    const wanted = daysExtended({ before: termsOf(before), after: termsOf(after) }, zone);
    if (actor.role !== 'coach' || limit === null || wanted === 0) return;
    const changes = await this.activity.packageChanges(tx, before.id, 'coach');
    const used = changes.reduce((sum, one) => sum + daysExtended(one, zone), 0);
    requireLeft({ limit, used, wanted }, 'days');
  }
}
