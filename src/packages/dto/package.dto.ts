import { ApiProperty } from '@nestjs/swagger';
import { type Activation, ACTIVATIONS } from '../../catalogue/catalogue-rules.js';
import { RATE_TYPES, type RateType } from '../../config/config.js';
import { APPROVALS, type Approval } from '../package.entity.js';
import { PAYMENT_STATES, type PaymentState } from '../payment-rules.js';
import { PACKAGE_STATES, type PackageState } from '../package-rules.js';

export class PackageApprovals {
  @ApiProperty({ enum: APPROVALS, example: 'approved' })
  coach: Approval;

  @ApiProperty({ enum: APPROVALS, example: 'approved' })
  staff: Approval;
}

/** How a package was sold by the price list, as it was then. */
export class PackageSaleDto {
  /** The item of the price list. */
  catalogueItemId: number;

  /** @example 10 sessions */
  name: string;

  /**
   * What was asked, in the smallest unit of the currency.
   * @example 45000
   */
  priceMinor: number;

  /**
   * By ISO 4217.
   * @example EUR
   */
  currency: string;

  /** Whether it was given, and is no revenue. */
  complimentary: boolean;

  @ApiProperty({
    enum: ACTIVATIONS,
    description: 'With which day its days begin.',
    example: 'purchase',
  })
  activation: Activation;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'How many studio days it was sold for; `expiresAt` counts.',
    example: 90,
  })
  validDays: number | null;
}

/** What was paid of the price of a package. */
export class PackagePaymentDto {
  @ApiProperty({ enum: PAYMENT_STATES, example: 'partly' })
  state: PaymentState;

  /**
   * What was asked, in the smallest unit of the currency.
   * @example 45000
   */
  priceMinor: number;

  /**
   * By ISO 4217.
   * @example EUR
   */
  currency: string;

  /** @example 20000 */
  paidMinor: number;

  /**
   * What is still to be paid.
   * @example 25000
   */
  openMinor: number;

  /**
   * What of that was paid back.
   * @example 0
   */
  refundedMinor: number;

  /**
   * How many sessions went back with it.
   * @example 0
   */
  refundedSessions: number;
}

/** What went from a package to others, or came from another one. */
export class PackageTransferDto {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The package that its sessions came from; null where it was sold.',
    example: null,
  })
  sourcePackageId: number | null;

  /**
   * How many of its sessions went to other packages.
   * @example 8
   */
  sessions: number;

  /** Whether all that was left of it went. */
  all: boolean;
}

/** A freeze that a package is under, or the next one. */
export class PackageFreezeDto {
  /** @example 1 */
  id: number;

  @ApiProperty({ type: 'string', format: 'date', example: '2026-12-01' })
  from: string;

  @ApiProperty({
    type: 'string',
    format: 'date',
    nullable: true,
    description: 'The last studio day; null until further notice.',
    example: '2026-12-14',
  })
  to: string | null;
}

/** A package as every answer of the API shows it. */
export class PackageDto {
  /** @example 1 */
  id: number;

  /** @example 6 */
  memberId: number;

  /** @example 3 */
  coachId: number;

  /** @example Ana Silva */
  coachName: string;

  @ApiProperty({ enum: RATE_TYPES, example: 'package' })
  rateType: RateType;

  @ApiProperty({ enum: PACKAGE_STATES, example: 'active' })
  state: PackageState;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The balance; null where nothing is counted.',
    example: 6,
  })
  remaining: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'Sessions sold with it; null where nothing is counted, or PHP sold it and its books are ' +
      'not open yet.',
    example: 10,
  })
  granted: number | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description:
      'From when on no session can be used; null for never. To people say the last day: an end ' +
      'at the beginning of a studio day means the day before, one within a day goes with its hour.',
    example: '2027-01-31T22:59:59.000Z',
  })
  expiresAt: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-01T08:00:00.000Z' })
  requestedAt: string;

  approvals: PackageApprovals;

  @ApiProperty({
    type: PackageSaleDto,
    nullable: true,
    description: 'What the price list said when it was sold; null where it was sold without.',
  })
  sale: PackageSaleDto | null;

  @ApiProperty({
    type: PackagePaymentDto,
    nullable: true,
    description: 'Null where it costs nothing, or nobody has said what it costs.',
  })
  payment: PackagePaymentDto | null;

  @ApiProperty({
    type: PackageTransferDto,
    nullable: true,
    description: 'Null where nothing went to another package, or came from one.',
    example: null,
  })
  transfer: PackageTransferDto | null;

  @ApiProperty({
    type: PackageFreezeDto,
    nullable: true,
    description: 'The freeze that it is under (`state` says so), else the next one; null for none.',
  })
  freeze: PackageFreezeDto | null;

  /**
   * Raised by one with each change.
   * @example 5
   */
  version: number;
}
