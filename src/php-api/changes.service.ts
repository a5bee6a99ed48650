import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { PackagesService } from '../packages/packages.service.js';
import { CorrectionsService } from '../sessions/corrections.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { readAdjustment, readMemberAndCoach, readUndo, readUsage } from './php-input.js';
import { kindOf, NOT_COUNTED, sessionsLeft } from './php-rules.js';

/** The changes that the old scripts make, by the services of the API and in the scripts' words. */
@Injectable()
export class PhpChanges {
  constructor(
    private readonly sessions: SessionsService,
    private readonly corrections: CorrectionsService,
    private readonly packages: PackagesService,
  ) {}

  /** Throws as `CorrectionsService.undoUsage`. */
  async undoUsage(
    work: AuditedWork,
    { memberId, usageId }: ReturnType<typeof readUndo>,
  ): Promise<object> {
    await this.corrections.undoUsage(work, memberId, usageId, {});
    return { success: true, message: 'Session usage undone successfully' };
  }

  /** Throws as `CorrectionsService.adjustBalance`. */
  async adjustCount(
    work: AuditedWork,
    { memberId, ...input }: ReturnType<typeof readAdjustment>,
  ): Promise<object> {
    const { adjustment } = input;
    const adjusted = await this.corrections.adjustBalance(work, memberId, input);
    const { remaining, rateType } = adjusted.package;
    const count = remaining ?? 0;
    return {
      success: true,
      message: 'Session count adjusted successfully',
      data: {
        new_session_count: count,
        adjustment,
        previous_count: count - adjustment,
        rate_type: rateType,
      },
    };
  }

  /** Throws as `SessionsService.addUsage`. */
  async addUsage(
    work: AuditedWork,
    { memberId, ...input }: ReturnType<typeof readUsage>,
  ): Promise<object> {
    const added = await this.sessions.addUsage(work, memberId, input);
    return {
      success: true,
      message: 'Session usage added successfully',
      data: {
        remaining_sessions: added.package.remaining ?? 0,
        usage_date: added.usage.usageDate,
      },
    };
  }

  /** Starts a workout. Throws as `SessionsService.startWorkout`. */
  async deductSession(
    work: AuditedWork,
    { memberId, coachId }: ReturnType<typeof readMemberAndCoach>,
  ): Promise<object> {
    const workout = await this.sessions.startWorkout(work, memberId, { coachId });
    if (workout.reason === 'not_counted') {
      const kind = kindOf(workout.package) ?? 'Subscription active';
      const message = `${kind} - no session deduction needed`;
      return { success: true, message, remaining_sessions: NOT_COUNTED };
    }
    const packages = await this.packages.find(work.tx, memberId, coachId);
    return {
      success: true,
      message: deductionMessage(workout.reason),
      remaining_sessions: sessionsLeft(packages, work.at),
      // Says to the app that this call took none, which is true as well where it was given back.
      already_used_today: !workout.deducted,
    };
  }
}

function deductionMessage(reason: string | undefined): string {
  if (reason === undefined) return 'Session deducted successfully';
  return reason === 'undone_today'
    ? 'No session taken: the session of today was given back'
    : 'Session already used today';
}
