import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import type { Person } from '../common/actor.js';
import { Allow, CurrentPerson } from '../http/access.js';
import { OfCoachDto } from '../http/coach-fields.js';
import { ApiIdempotent, ApiProblems, CHANGING, READING } from '../http/api-docs.js';
import {
  AsksOwnership,
  ForSubstitutes,
  Ownership,
  OwnershipQuestion,
} from '../packages/ownership.interceptor.js';
import { UsageAnswerDto } from './dto/answers.dto.js';
import {
  CancelOwedDto,
  OwedListDto,
  OwedPathDto,
  OwedSessionDto,
  OweDto,
  SettleDto,
} from './dto/owed.dto.js';
import { MemberSessionsPathDto } from './dto/session-query.dto.js';
import { OwedSessions } from './owed-sessions.service.js';

/** What can become of any owed session. */
const OF_OWED = [
  ...(['not_your_member', 'member_not_found', 'owed_not_found'] as const),
  ...(['owed_settled', 'owed_cancelled'] as const),
] as const;

@ApiTags('Sessions')
@ApiBearerAuth()
@Controller('members/:memberId/owed-sessions')
export class OwedSessionsController {
  constructor(private readonly owed: OwedSessions) {}

  /**
   * List the sessions that a member owes
   * @remarks
   * Those that are open, by rising day; coaches see what is owed to themselves.
   */
  @Get()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned', member: 'self' })
  @AsksOwnership()
  @ForSubstitutes()
  @ApiOkResponse({ type: OwedListDto })
  @ApiProblems(...READING, 'not_your_member', 'member_not_found')
  async listOwed(
    @CurrentPerson() person: Person,
    @Param() { memberId }: MemberSessionsPathDto,
    @Query() { coachId }: OfCoachDto,
    @Ownership() ownership: OwnershipQuestion,
  ): Promise<OwedListDto> {
    return this.owed.list(person, memberId, ownership, coachId);
  }

  /**
   * Write down a session that a member owes
   * @remarks
   * For whoever trains with nothing left: for today or up to 90 days back, where no package could
   * be used. No balance moves. A package settles it later, as a session of its own day.
   */
  @Post()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ForSubstitutes()
  @Audited('owed_session.added', { status: 201 })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: OwedSessionDto })
  @ApiProblems(
    ...CHANGING,
    'outside_substitution',
    ...(['not_your_member', 'member_not_found', 'reason_code_unknown'] as const),
    ...(['sessions_left', 'not_counted', 'no_active_package', 'package_frozen'] as const),
    ...(['already_used_on_date', 'already_owed_on_date', 'owed_limit'] as const),
  )
  async oweSession(
    @Work() work: AuditedWork,
    @Param() { memberId }: MemberSessionsPathDto,
    @Body() body: OweDto,
  ): Promise<OwedSessionDto> {
    return this.owed.owe(work, memberId, body);
  }

  /**
   * Settle an owed session from a package
   * @remarks
   * Takes one session of a package of the two, on the day on which it was trained; also where the
   * package was sold later. Days that begin with the first use begin on the day of the sale then.
   */
  @Post(':owedId/settle')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ForSubstitutes()
  @Audited('session.used', { status: 201 })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: UsageAnswerDto })
  @ApiProblems(
    ...CHANGING,
    'outside_substitution',
    ...OF_OWED,
    ...(['package_not_found', 'package_voided', 'already_used_on_date', 'not_counted'] as const),
    ...(['no_active_package', 'package_expired', 'package_exhausted'] as const),
    'package_frozen',
  )
  async settleOwed(
    @Work() work: AuditedWork,
    @Param() { memberId, owedId }: OwedPathDto,
    @Body() body: SettleDto,
  ): Promise<UsageAnswerDto> {
    return this.owed.settle(work, memberId, owedId, body);
  }

  /** Say that a session is not owed any more, with a reason */
  @Post(':owedId/cancel')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ForSubstitutes()
  @Audited('owed_session.cancelled', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: OwedSessionDto })
  @ApiProblems(...CHANGING, 'outside_substitution', ...OF_OWED, 'reason_code_unknown')
  async cancelOwed(
    @Work() work: AuditedWork,
    @Param() { memberId, owedId }: OwedPathDto,
    @Body() body: CancelOwedDto,
  ): Promise<OwedSessionDto> {
    return this.owed.cancel(work, memberId, owedId, body);
  }
}
