import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import { Allow, CurrentPerson } from '../http/access.js';
import type { Person } from '../common/actor.js';
import { ApiIdempotent, ApiProblems, CHANGING, PageOf, READING } from '../http/api-docs.js';
import type { Page } from '../common/page.js';
import {
  AsksOwnership,
  ForSubstitutes,
  Ownership,
  OwnershipQuestion,
} from '../packages/ownership.interceptor.js';
import { CorrectionsService } from './corrections.service.js';
import { UndoAnswerDto, UsageAnswerDto, WorkoutAnswerDto } from './dto/answers.dto.js';
import { HistoryLineDto } from './dto/history-line.dto.js';
import { AddUsageDto, AdjustDto, StartWorkoutDto, UndoDto } from './dto/session-input.dto.js';
import { HistoryQueryDto, MemberSessionsPathDto, UsagePathDto } from './dto/session-query.dto.js';
import { UsageDto } from './dto/usage.dto.js';
import { HistoryService } from './history.service.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('Sessions')
@ApiBearerAuth()
@Controller('members/:memberId')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly corrections: CorrectionsService,
    private readonly histories: HistoryService,
  ) {}

  /**
   * Start a workout
   * @remarks
   * Takes one session, once a studio day; may be repeated freely. 201 where a session was taken;
   * 200 with `deducted: false` and a reason where none had to be.
   */
  @Post('workouts')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned', member: 'self' })
  @ForSubstitutes()
  @Audited('session.deducted', { status: 201 })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: WorkoutAnswerDto, description: 'A session was taken' })
  @ApiOkResponse({ type: WorkoutAnswerDto, description: 'No session had to be taken' })
  @ApiProblems(
    ...CHANGING,
    'outside_substitution',
    'not_your_member',
    'member_not_found',
    'no_active_package',
    ...(['package_frozen', 'package_expired', 'package_exhausted'] as const),
  )
  async startWorkout(
    @Work() work: AuditedWork,
    @Param() { memberId }: MemberSessionsPathDto,
    @Body() body: StartWorkoutDto,
  ): Promise<WorkoutAnswerDto> {
    return this.sessions.startWorkout(work, memberId, body);
  }

  /**
   * Add a session used on a day
   * @remarks
   * For today or up to 90 days back, where the workout was not started by the app. A day has one
   * session, unless the request says `again` and why.
   */
  @Post('sessions')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ForSubstitutes()
  @Audited('session.used', { status: 201 })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: UsageAnswerDto })
  @ApiProblems(
    ...CHANGING,
    'outside_substitution',
    'not_your_member',
    'member_not_found',
    'reason_code_unknown',
    'package_not_found',
    'package_voided',
    'already_used_on_date',
    'day_full',
    'not_counted',
    'no_active_package',
    ...(['package_frozen', 'package_expired', 'package_exhausted'] as const),
  )
  async addUsage(
    @Work() work: AuditedWork,
    @Param() { memberId }: MemberSessionsPathDto,
    @Body() body: AddUsageDto,
  ): Promise<UsageAnswerDto> {
    return this.sessions.addUsage(work, memberId, body);
  }

  /**
   * Undo a used session
   * @remarks
   * Gives the session back to the same package. The usage stays in the history, marked with when,
   * by whom and why.
   */
  @Post('sessions/:usageId/undo')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ForSubstitutes()
  @Audited('session.undone', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: UndoAnswerDto })
  @ApiProblems(
    ...CHANGING,
    'outside_substitution',
    'not_your_member',
    'approval_required',
    'reason_code_unknown',
    'member_not_found',
    'usage_not_found',
    'already_undone',
    'not_undoable',
    'package_voided',
    'package_refunded',
  )
  async undoUsage(
    @Work() work: AuditedWork,
    @Param() { memberId, usageId }: UsagePathDto,
    @Body() body: UndoDto,
  ): Promise<UndoAnswerDto> {
    return this.corrections.undoUsage(work, memberId, usageId, body);
  }

  /** Correct the count of a package, with a reason */
  @Post('adjustments')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ForSubstitutes()
  @Audited('balance.adjusted', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: UsageAnswerDto })
  @ApiProblems(
    ...CHANGING,
    'not_your_member',
    'approval_required',
    'reason_code_unknown',
    'member_not_found',
    'package_not_found',
    'package_voided',
    'no_active_package',
    'not_counted',
    'balance_below_zero',
    'balance_changed',
    'balance_too_large',
  )
  async adjustBalance(
    @Work() work: AuditedWork,
    @Param() { memberId }: MemberSessionsPathDto,
    @Body() body: AdjustDto,
  ): Promise<UsageAnswerDto> {
    return this.corrections.adjustBalance(work, memberId, body);
  }

  /**
   * Read the history of a member's packages, newest first
   * @remarks
   * Each row says what happened, when, by whom, why, how it was undone, and the balance after it.
   */
  @Get('sessions')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned', member: 'self' })
  @AsksOwnership()
  @ForSubstitutes()
  @ApiOkResponse({ type: PageOf(UsageDto) })
  @ApiProblems(...READING, 'not_your_member', 'member_not_found')
  async listSessions(
    @CurrentPerson() person: Person,
    @Param() { memberId }: MemberSessionsPathDto,
    @Query() query: HistoryQueryDto,
    @Ownership() ownership: OwnershipQuestion,
  ): Promise<Page<UsageDto>> {
    return this.histories.list(person, memberId, query, ownership);
  }

  /**
   * Read the history of a member's packages by its lines, newest first
   * @remarks
   * A row is a line when it was made, and another one when it was undone, in the order of time, so
   * that lines add up: the newest line of a package leaves what the package has. Filters are about
   * rows, and both lines of a row are there or not: `from` and `to` mean the day of the training,
   * and where there is none, the day on which the row was made.
   */
  @Get('history')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned', member: 'self' })
  @AsksOwnership()
  @ForSubstitutes()
  @ApiOkResponse({ type: PageOf(HistoryLineDto) })
  @ApiProblems(...READING, 'not_your_member', 'member_not_found')
  async listHistory(
    @CurrentPerson() person: Person,
    @Param() { memberId }: MemberSessionsPathDto,
    @Query() query: HistoryQueryDto,
    @Ownership() ownership: OwnershipQuestion,
  ): Promise<Page<HistoryLineDto>> {
    return this.histories.lines(person, memberId, query, ownership);
  }
}
