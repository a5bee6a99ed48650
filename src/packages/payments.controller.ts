import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import { Allow, CurrentPerson } from '../http/access.js';
import type { Person } from '../common/actor.js';
import type { Page } from '../common/page.js';
import { ApiIdempotent, ApiProblems, CHANGING, PageOf, READING } from '../http/api-docs.js';
import { MemberPackagesPathDto } from './dto/package-path.dto.js';
import { MailedReceiptDto, PaymentAnswerDto, PaymentDto } from './dto/payment.dto.js';
import {
  MailReceiptDto,
  PaymentPathDto,
  PaymentsQueryDto,
  RefundPaymentDto,
  TakePaymentDto,
  VoidPaymentDto,
} from './dto/payment-input.dto.js';
import { AsksOwnership, Ownership, OwnershipQuestion } from './ownership.interceptor.js';
import { Payments } from './payments.service.js';
import { ReceiptMails } from './receipt-mails.service.js';
import { Receipts } from './receipts.service.js';
import { Refunds } from './refunds.service.js';

@ApiTags('Payments')
@ApiBearerAuth()
@Controller('members/:memberId/payments')
export class PaymentsController {
  constructor(
    private readonly payments: Payments,
    private readonly receipts: Receipts,
    private readonly back: Refunds,
    private readonly mails: ReceiptMails,
  ) {}

  /**
   * List what a member has paid, the last payment first
   * @remarks
   * Coaches see what was paid for packages with themselves.
   */
  @Get()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned', member: 'self' })
  @AsksOwnership()
  @ApiOkResponse({ type: PageOf(PaymentDto) })
  @ApiProblems(...READING, 'not_your_member', 'member_not_found')
  async listPayments(
    @CurrentPerson() person: Person,
    @Param() { memberId }: MemberPackagesPathDto,
    @Query() query: PaymentsQueryDto,
    @Ownership() ownership: OwnershipQuestion,
  ): Promise<Page<PaymentDto>> {
    return this.receipts.list(person, memberId, query, ownership);
  }

  /** Read a payment, as its receipt says it */
  @Get(':paymentId')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned', member: 'self' })
  @AsksOwnership()
  @ApiOkResponse({ type: PaymentDto })
  @ApiProblems(...READING, 'not_your_member', 'member_not_found', 'payment_not_found')
  async getPayment(
    @CurrentPerson() person: Person,
    @Param() { memberId, paymentId }: PaymentPathDto,
    @Ownership() ownership: OwnershipQuestion,
  ): Promise<PaymentDto> {
    return this.receipts.get(person, memberId, paymentId, ownership);
  }

  /**
   * Take money for a package
   * @remarks
   * Never more than is still to be paid. Coaches do for packages with themselves, where the studio
   * lets them sell by themselves: `coachSales` of `GET /studio`.
   */
  @Post()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @Audited('payment.received', { status: 201 })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: PaymentAnswerDto })
  @ApiProblems(
    ...CHANGING,
    ...(['amount_invalid', 'not_your_member', 'coach_payments_off', 'member_not_found'] as const),
    ...(['package_not_found', 'package_voided', 'currency_differs'] as const),
    'payment_too_large',
  )
  async takePayment(
    @Work() work: AuditedWork,
    @Param() { memberId }: MemberPackagesPathDto,
    @Body() body: TakePaymentDto,
  ): Promise<PaymentAnswerDto> {
    return this.payments.take(work, memberId, body);
  }

  /**
   * Send a receipt to the member by e-mail
   * @remarks
   * In the background, as the receipt is by then. Coaches do for packages with themselves.
   */
  @Post(':paymentId/mail')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @Audited('payment.receipt_mailed', { status: 202 })
  @HttpCode(202)
  @ApiIdempotent()
  @ApiAcceptedResponse({ type: MailedReceiptDto })
  @ApiProblems(
    ...CHANGING,
    ...(['not_your_member', 'member_not_found', 'payment_not_found'] as const),
    ...(['refund_not_found', 'mail_not_set_up', 'mail_to_nobody'] as const),
  )
  async mailReceipt(
    @Work() work: AuditedWork,
    @Param() path: PaymentPathDto,
    @Body() body: MailReceiptDto,
  ): Promise<MailedReceiptDto> {
    return this.mails.send(work, path, body);
  }

  /**
   * Take a payment back that was booked by mistake
   * @remarks
   * It stays with its number, marked with when, by whom and why; its receipt says so.
   */
  @Post(':paymentId/void')
  @Allow({ admin: 'all', staff: 'all' })
  @Audited('payment.voided', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: PaymentAnswerDto })
  @ApiProblems(
    ...CHANGING,
    ...(['reason_code_unknown', 'member_not_found', 'payment_not_found'] as const),
    ...(['package_not_found', 'payment_voided', 'already_refunded'] as const),
  )
  async voidPayment(
    @Work() work: AuditedWork,
    @Param() { memberId, paymentId }: PaymentPathDto,
    @Body() body: VoidPaymentDto,
  ): Promise<PaymentAnswerDto> {
    return this.payments.takeBack(work, memberId, paymentId, body);
  }

  /**
   * Note that money of a payment was paid back
   * @remarks
   * What was paid for the sessions that are left, which are taken at once; or as it is said. Of a
   * voided package what was paid for the sessions that it lost: it is not reopened any more.
   */
  @Post(':paymentId/refunds')
  @Allow({ admin: 'all', staff: 'all' })
  @Audited('payment.refunded', { status: 201 })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: PaymentAnswerDto })
  @ApiProblems(
    ...CHANGING,
    ...(['amount_invalid', 'reason_code_unknown', 'member_not_found'] as const),
    ...(['payment_not_found', 'package_not_found', 'payment_voided'] as const),
    ...(['already_refunded', 'sessions_used', 'refund_too_large'] as const),
  )
  async refundPayment(
    @Work() work: AuditedWork,
    @Param() { memberId, paymentId }: PaymentPathDto,
    @Body() body: RefundPaymentDto,
  ): Promise<PaymentAnswerDto> {
    return this.back.refund(work, memberId, paymentId, body);
  }
}
