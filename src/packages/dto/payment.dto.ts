import { ApiProperty } from '@nestjs/swagger';
import { PAYMENT_METHODS, type PaymentMethod } from '../payment.entity.js';
import { PackageDto } from './package.dto.js';

/** Somebody whom a receipt names. */
export class PaymentPersonDto {
  /** @example 3 */
  id: number;

  /** @example Ana Silva */
  name: string;
}

/** That a payment was booked by mistake, and counts no more. */
export class PaymentVoidedDto {
  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-20T10:00:00.000Z' })
  at: string;

  @ApiProperty({ type: PaymentPersonDto, nullable: true })
  by: PaymentPersonDto | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'Typed twice' })
  reason: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'mistake' })
  reasonCode: string | null;
}

/** Money of a payment that was paid back. */
export class PaymentRefundDto {
  /** @example 1 */
  id: number;

  /**
   * The number of its receipt, of the same sequence as those of payments.
   * @example 18
   */
  number: number;

  /**
   * In the smallest unit of the currency.
   * @example 22500
   */
  amountMinor: number;

  /**
   * How many sessions went back.
   * @example 5
   */
  sessions: number;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-20T10:00:00.000Z' })
  at: string;

  @ApiProperty({ type: PaymentPersonDto, nullable: true })
  by: PaymentPersonDto | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'Moves away' })
  reason: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'agreed' })
  reasonCode: string | null;
}

/** Money that the studio was given: what stands on the receipt. It is not an invoice. */
export class PaymentDto {
  /** @example 1 */
  id: number;

  /**
   * The number of the receipt: from 1, without gaps.
   * @example 17
   */
  number: number;

  member: PaymentPersonDto;

  coach: PaymentPersonDto;

  /** @example 1 */
  packageId: number;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'What was paid, as the price list named it then.',
    example: '10 sessions',
  })
  itemName: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'How many sessions it was sold with; null where nobody knows, or none count.',
    example: 10,
  })
  sessionsSold: number | null;

  @ApiProperty({ enum: PAYMENT_METHODS, example: 'cash' })
  method: PaymentMethod;

  /**
   * In the smallest unit of the currency.
   * @example 45000
   */
  amountMinor: number;

  /**
   * By ISO 4217.
   * @example EUR
   */
  currency: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-20T09:30:00.000Z' })
  receivedAt: string;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  note: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-20T09:30:00.000Z' })
  createdAt: string;

  @ApiProperty({
    type: PaymentPersonDto,
    nullable: true,
    description: 'Who took it; null for a program.',
  })
  by: PaymentPersonDto | null;

  @ApiProperty({ type: PaymentVoidedDto, nullable: true })
  voided: PaymentVoidedDto | null;

  /** What of it was paid back. */
  refunds: PaymentRefundDto[];
}

/** A payment, and the package after it. */
export class PaymentAnswerDto {
  payment: PaymentDto;

  package: PackageDto;
}

/** Where a receipt was sent. */
export class MailedReceiptDto {
  /**
   * The e-mail address of the member.
   * @example tom@example.com
   */
  to: string;
}
