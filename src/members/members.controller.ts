import { Body, Controller, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import { Allow, CurrentPerson } from '../http/access.js';
import type { Person } from '../common/actor.js';
import { preferredLocale } from '../common/locales.js';
import { ApiIdempotent, ApiProblems, CHANGING, PageOf, READING } from '../http/api-docs.js';
import type { ApiRequest } from '../http/api-request.js';
import { OfCoachDto } from '../http/coach-fields.js';
import type { Page } from '../common/page.js';
import {
  AsksOwnership,
  ForSubstitutes,
  Ownership,
  OwnershipQuestion,
} from '../packages/ownership.interceptor.js';
import { CreatedMemberDto } from './dto/created-member.dto.js';
import { MemberDto } from './dto/member.dto.js';
import { ChangeMemberDto, CreateMemberDto } from './dto/member-input.dto.js';
import { MemberPathDto } from './dto/member-path.dto.js';
import { MembersQueryDto } from './dto/members-query.dto.js';
import { MemberChanges } from './member-changes.service.js';
import { MembersService } from './members.service.js';

@ApiTags('Members')
@ApiBearerAuth()
@Controller('members')
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly changes: MemberChanges,
  ) {}

  /**
   * List members by name, or by who needs attention
   * @remarks
   * With their usable packages. Coaches see the members assigned to them, or those of the named
   * coach for whom they stand in.
   */
  @Get()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ApiOkResponse({ type: PageOf(MemberDto) })
  @ApiProblems(...READING)
  async listMembers(
    @CurrentPerson() person: Person,
    @Query() query: MembersQueryDto,
  ): Promise<Page<MemberDto>> {
    return this.members.list(person, query);
  }

  /**
   * Read a member with all packages, balances and totals
   * @remarks
   * Coaches see the packages with themselves, or with the named coach for whom they stand in;
   * members see themselves.
   */
  @Get(':memberId')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned', member: 'self' })
  @AsksOwnership()
  @ForSubstitutes()
  @ApiOkResponse({ type: MemberDto })
  @ApiProblems(...READING, 'not_your_member', 'member_not_found')
  async getMember(
    @CurrentPerson() person: Person,
    @Param() { memberId }: MemberPathDto,
    @Query() { coachId }: OfCoachDto,
    @Ownership() ownership: OwnershipQuestion,
  ): Promise<MemberDto> {
    return this.members.get(person, memberId, ownership, coachId);
  }

  /**
   * Create a member, and invite them
   * @remarks
   * With `invite` they get a link as people do who are invited: it is mailed, or stands in the
   * answer, and nowhere else, where no mail is set up or the e-mail address is nobody's. That asks
   * for the password, where it was given more than ten minutes ago, and keeps no answer for an
   * `Idempotency-Key`: the same request again is answered `email_taken`.
   */
  @Post()
  @Allow({ admin: 'all', staff: 'all' })
  @Audited('member.created', { status: 201, hasSecret: isInviting })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: CreatedMemberDto })
  @ApiProblems(...CHANGING, 'password_needed', 'email_taken', 'email_needed')
  async createMember(
    @Work() work: AuditedWork,
    @Body() body: CreateMemberDto,
    @Req() request: ApiRequest,
  ): Promise<CreatedMemberDto> {
    return this.changes.create(work, body, preferredLocale(request.headers['accept-language']));
  }

  /**
   * Change a member's name, e-mail address, phone number or note
   * @remarks
   * Another e-mail address asks for the password, where that was given more than ten minutes ago.
   */
  @Patch(':memberId')
  @Allow({ admin: 'all', staff: 'all' })
  @Audited('member.changed', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: MemberDto })
  @ApiProblems(...CHANGING, 'password_needed', 'member_not_found', 'email_taken')
  async changeMember(
    @Work() work: AuditedWork,
    @Param() { memberId }: MemberPathDto,
    @Body() body: ChangeMemberDto,
  ): Promise<MemberDto> {
    return this.changes.change(work, memberId, body);
  }
}

/** Whether a body asks for a link; nobody has checked it yet. */
function isInviting(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'invite' in body && body.invite === true;
}
