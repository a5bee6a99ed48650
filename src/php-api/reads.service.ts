import { Injectable } from '@nestjs/common';
import { NamesService } from '../audit/names.service.js';
import type { Person } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import { SharedTimes } from '../database/shared-times.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { MemberAccess } from '../packages/member-access.js';
import { legacyStatusOf, type Package } from '../packages/package-rules.js';
import { PackagesService } from '../packages/packages.service.js';
import { packageToAdjust } from '../sessions/session-rules.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { readUserAndCoach } from './php-input.js';
import { availabilityOf, currentSubscription, remainingOf, sessionsLeft } from './php-rules.js';
import { phpTimeOf } from './php-time.js';
import { PhpReadsRepository } from './reads.repository.js';

/** Far more than the old app shows; it cannot ask for the next page. */
const MAX_HISTORY = 100;

/** What the old scripts read, in their words. */
@Injectable()
export class PhpReads {
  private readonly studioClock: SharedTimes;

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MemberAccess,
    private readonly packages: PackagesService,
    private readonly sessions: SessionsService,
    private readonly names: NamesService,
    private readonly legacy: PhpReadsRepository,
  ) {
    this.studioClock = new SharedTimes(config.studioTimeZone);
  }

  /** Says that the scripts are there. */
  test(method: string): object {
    return {
      success: true,
      message: 'Coach session management is working',
      timestamp: this.time(this.clock.now()),
      method,
      action: 'test',
      version: '1.0.0',
    };
  }

  /** The newest sessions that count; coaches see those of the packages with themselves. */
  async history(person: Person, memberId: number): Promise<object> {
    const at = this.clock.now();
    const data = await this.unitOfWork.snapshot(async (tx) => {
      const packages = await this.packagesSeenBy(tx, person, memberId);
      if (packages.length === 0) {
        const message = 'No coach subscription found for this member';
        return { history: [], current_info: null, message };
      }
      const byId = new Map(packages.map((one) => [one.id, one]));
      const used = await this.legacy.usedSessions(tx, [...byId.keys()], MAX_HISTORY);
      const names = await this.names.of(tx, [memberId]);
      const current = currentSubscription(packages, at);
      return {
        history: used.map(({ id, packageId, usageDate, createdAt }) => ({
          id,
          usage_date: usageDate,
          created_at: this.time(createdAt),
          ...ofPackage(byId.get(packageId), at),
          member_name: names.get(memberId)?.name ?? '',
          member_id: memberId,
        })),
        current_info: current ? this.info(current, at) : null,
      };
    });
    return { success: true, data };
  }

  /**
   * The package that an adjustment would change, and what was used of all that the person sees.
   * Throws `no_active_package`.
   */
  async sessionInfo(person: Person, memberId: number): Promise<object> {
    const at = this.clock.now();
    const data = await this.unitOfWork.snapshot(async (tx) => {
      const packages = await this.packagesSeenBy(tx, person, memberId);
      const one = packageToAdjust(packages, at);
      if (!one) throw new Problem('no_active_package', 'There is no package that counts sessions.');
      const coach = await this.legacy.profileOf(tx, one.coachId);
      const ids = packages.map(({ id }) => id);
      const stats = await this.legacy.usageStats(tx, ids);
      const names = await this.names.of(tx, [memberId, one.coachId]);
      return {
        session_info: {
          ...this.info(one, at),
          coach_id: one.coachId,
          monthly_rate: coach.monthly,
          session_package_rate: coach.sessionPackage,
          session_package_count: coach.sessionPackageCount,
          coach_name: coach.name ?? names.get(one.coachId)?.name ?? '',
          member_name: names.get(memberId)?.name ?? '',
        },
        usage_stats: {
          total_usage: stats.total,
          active_usage: stats.active,
          undone_usage: stats.total - stats.active,
        },
      };
    });
    return { success: true, data };
  }

  /** What the pair has left. Throws `not_your_member` for another coach's packages. */
  async remainingSessions(
    person: Person,
    pair: ReturnType<typeof readUserAndCoach>,
  ): Promise<object> {
    const { packages, at } = await this.preview(person, pair);
    return { success: true, remaining_sessions: sessionsLeft(packages, at) };
  }

  /** Whether a workout could start now, by the rule of `startWorkout` itself. */
  async availability(person: Person, pair: ReturnType<typeof readUserAndCoach>): Promise<object> {
    const { decision, packages, at } = await this.preview(person, pair);
    const { canStart, reason, type, expiresAt } = availabilityOf(decision, packages, at);
    const data = {
      can_start_workout: canStart,
      reason,
      remaining_sessions: sessionsLeft(packages, at),
      subscription_type: type,
      expires_at: this.timeOrNull(expiresAt),
    };
    return { success: true, data };
  }

  private async preview(actor: Person, { memberId, coachId }: ReturnType<typeof readUserAndCoach>) {
    const at = this.clock.now();
    const preview = await this.unitOfWork.snapshot(async (tx) =>
      this.sessions.previewWorkout({ tx, actor, at }, memberId, coachId),
    );
    return { ...preview, at };
  }

  private async packagesSeenBy(tx: Tx, person: Person, memberId: number): Promise<Package[]> {
    return this.packages.find(tx, memberId, this.access.coachScopeOf(person));
  }

  private info(one: Package, at: Date): object {
    return {
      id: one.id,
      remaining_sessions: remainingOf(one),
      rate_type: one.rateType,
      status: legacyStatusOf(one, at),
      expires_at: this.timeOrNull(one.expiresAt),
      requested_at: this.time(one.requestedAt),
      coach_approval: one.coachApproval,
      staff_approval: one.staffApproval,
    };
  }

  private time(instant: Date): string {
    return phpTimeOf(instant, this.studioClock);
  }

  private timeOrNull(instant: Date | null): string | null {
    return instant && this.time(instant);
  }
}

function ofPackage(one: Package | undefined, at: Date): object {
  if (!one) return {};
  return {
    remaining_sessions: remainingOf(one),
    rate_type: one.rateType,
    subscription_status: legacyStatusOf(one, at),
  };
}
