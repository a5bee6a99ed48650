import { Body, Controller, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import { ApiIdempotent, ApiProblems, CHANGING } from '../http/api-docs.js';
import { Allow } from '../http/access.js';
import { MoveAnswerDto, UsageAnswerDto } from './dto/answers.dto.js';
import { ChangeUsageDto, MoveDto, RedoDto } from './dto/session-input.dto.js';
import { UsagePathDto } from './dto/session-query.dto.js';
import { ForSubstitutes } from '../packages/ownership.interceptor.js';
import { UsageChanges } from './usage-changes.service.js';

/** What can become of any session, with its code in `docs/errors.md`. */
const OF_USAGE = [
  'not_your_member',
  'reason_code_unknown',
  'member_not_found',
  'usage_not_found',
] as const;

/** Why a session cannot be taken once more. */
const TAKING_AGAIN = [
  ...(['package_voided', 'already_used_on_date', 'day_full', 'not_counted'] as const),
  ...(['no_active_package', 'package_frozen', 'package_expired', 'package_exhausted'] as const),
] as const;

@ApiTags('Sessions')
@ApiBearerAuth()
@Controller('members/:memberId/sessions/:usageId')
export class UsagesController {
  constructor(private readonly changes: UsageChanges) {}

  /**
   * Say whether the member came to a session
   * @remarks
   * The balance stays as it is: a late cancellation costs what a training does. To give the session
   * back, undo it.
   */
  @Patch()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ForSubstitutes()
  @Audited('session.attendance_changed', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: UsageAnswerDto })
  @ApiProblems(...CHANGING, 'outside_substitution', ...OF_USAGE, 'already_undone')
  async changeUsage(
    @Work() work: AuditedWork,
    @Param() path: UsagePathDto,
    @Body() body: ChangeUsageDto,
  ): Promise<UsageAnswerDto> {
    return this.changes.changeAttendance(work, path, body);
  }

  /**
   * Count an undone session again
   * @remarks
   * On its own day and of its own package, by a row of its own; the undone row stays, and names it
   * by `replacedById`.
   */
  @Post('redo')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ForSubstitutes()
  @Audited('session.redone', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: UsageAnswerDto })
  @ApiProblems(
    ...CHANGING,
    'outside_substitution',
    ...OF_USAGE,
    'not_undone',
    'already_redone',
    ...TAKING_AGAIN,
  )
  async redoUsage(
    @Work() work: AuditedWork,
    @Param() path: UsagePathDto,
    @Body() body: RedoDto,
  ): Promise<UsageAnswerDto> {
    return this.changes.redo(work, path, body);
  }

  /**
   * Move a session to another package of the member
   * @remarks
   * Gives it back to its package and takes it from the other one, on the same day, in one. Coaches
   * move between packages with themselves.
   */
  @Post('move')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ForSubstitutes()
  @Audited('session.moved', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: MoveAnswerDto })
  @ApiProblems(
    ...CHANGING,
    'outside_substitution',
    ...OF_USAGE,
    ...(['package_not_found', 'already_undone', 'same_package', 'package_refunded'] as const),
    ...TAKING_AGAIN,
  )
  async moveUsage(
    @Work() work: AuditedWork,
    @Param() path: UsagePathDto,
    @Body() body: MoveDto,
  ): Promise<MoveAnswerDto> {
    return this.changes.move(work, path, body);
  }
}
