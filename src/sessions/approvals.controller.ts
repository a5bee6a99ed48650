import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import type { Person } from '../common/actor.js';
import type { Page } from '../common/page.js';
import { Allow, CurrentPerson } from '../http/access.js';
import { ApiIdempotent, ApiProblems, CHANGING, PageOf, READING } from '../http/api-docs.js';
import { ApprovalDecisions } from './approval-decisions.service.js';
import { ApprovalRequests } from './approval-requests.service.js';
import {
  ApprovalPathDto,
  ApprovalQueryDto,
  ApprovalRequestDto,
  ApproveDto,
  ApprovedDto,
  AskApprovalDto,
  DeclineDto,
} from './dto/approval-request.dto.js';
import { MemberSessionsPathDto } from './dto/session-query.dto.js';

/** Why an act is refused to everybody. */
const OF_ACTS = [
  ...(['package_not_found', 'package_voided', 'not_counted', 'balance_below_zero'] as const),
  ...(['balance_too_large', 'usage_not_found', 'already_undone', 'not_undoable'] as const),
  ...(['package_refunded', 'person_not_active'] as const),
] as const;

/** What a decision can find. */
const OF_REQUEST = ['approval_not_found', 'approval_decided', 'approval_over'] as const;

@ApiTags('Approvals')
@ApiBearerAuth()
@Controller()
export class ApprovalsController {
  constructor(
    private readonly requests: ApprovalRequests,
    private readonly decisions: ApprovalDecisions,
  ) {}

  /**
   * Ask the desk for what a coach may not do alone
   * @remarks
   * For what was answered 403 `approval_required`: a correction, an undo or an extension, with the
   * fields of that. Nothing changes until somebody of the desk approves it, within seven days. The
   * desk itself need ask nobody.
   */
  @Post('members/:memberId/approvals')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @Audited('approval.asked', { status: 201 })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: ApprovalRequestDto })
  @ApiProblems(
    ...CHANGING,
    ...(['not_your_member', 'member_not_found', 'reason_code_unknown'] as const),
    ...(['approval_not_needed', 'already_asked', 'approval_limit'] as const),
    ...OF_ACTS,
  )
  async askApproval(
    @Work() work: AuditedWork,
    @Param() { memberId }: MemberSessionsPathDto,
    @Body() body: AskApprovalDto,
  ): Promise<ApprovalRequestDto> {
    return this.requests.ask(work, memberId, body);
  }

  /**
   * List what coaches have asked for, newest first
   * @remarks
   * Staff and admins see all; coaches their own, about members to whom they are assigned.
   */
  @Get('approvals')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ApiOkResponse({ type: PageOf(ApprovalRequestDto) })
  @ApiProblems(...READING)
  async listApprovals(
    @CurrentPerson() person: Person,
    @Query() query: ApprovalQueryDto,
  ): Promise<Page<ApprovalRequestDto>> {
    return this.requests.list(person, query);
  }

  /**
   * Approve what a coach has asked for, and do it
   * @remarks
   * It is done as by whoever approves, by the rules of now; where these refuse it, the request
   * stays open. Nobody approves what they have asked for themselves.
   */
  @Post('approvals/:approvalId/approve')
  @Allow({ admin: 'all', staff: 'all' })
  @Audited('approval.approved', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: ApprovedDto })
  @ApiProblems(
    ...CHANGING,
    ...OF_REQUEST,
    ...(['own_approval', 'asker_not_assigned', 'approval_outdated'] as const),
    ...OF_ACTS,
  )
  async approveApproval(
    @Work() work: AuditedWork,
    @Param() { approvalId }: ApprovalPathDto,
    @Body() body: ApproveDto,
  ): Promise<ApprovedDto> {
    return this.decisions.approve(work, approvalId, body);
  }

  /** Decline what a coach has asked for, with a reason */
  @Post('approvals/:approvalId/decline')
  @Allow({ admin: 'all', staff: 'all' })
  @Audited('approval.declined', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: ApprovalRequestDto })
  @ApiProblems(...CHANGING, ...OF_REQUEST)
  async declineApproval(
    @Work() work: AuditedWork,
    @Param() { approvalId }: ApprovalPathDto,
    @Body() { reason }: DeclineDto,
  ): Promise<ApprovalRequestDto> {
    return this.decisions.decline(work, approvalId, reason);
  }

  /** Withdraw what one has asked for oneself */
  @Post('approvals/:approvalId/withdraw')
  @Allow({ admin: 'all', staff: 'all', coach: 'self' })
  @Audited('approval.withdrawn', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: ApprovalRequestDto })
  @ApiProblems(...CHANGING, ...OF_REQUEST)
  async withdrawApproval(
    @Work() work: AuditedWork,
    @Param() { approvalId }: ApprovalPathDto,
  ): Promise<ApprovalRequestDto> {
    return this.decisions.withdraw(work, approvalId);
  }
}
