import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ATTENTIONS, type Attention } from '../../packages/package-rules.js';
import { PAYMENT_STATES, type PaymentState } from '../../packages/payment-rules.js';
import { PackageDto } from '../../packages/dto/package.dto.js';

export class MemberTotalsDto {
  /**
   * Sessions used up, undone ones included.
   * @example 5
   */
  usages: number;

  /** @example 4 */
  activeUsages: number;

  /** @example 1 */
  undoneUsages: number;

  /**
   * Sum of all corrections of the count, signed.
   * @example -1
   */
  adjustments: number;
}

export class MemberDto {
  /** @example 6 */
  id: number;

  /** @example Tom */
  firstName: string;

  /** @example Baker */
  lastName: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'tom.baker@example.com' })
  email: string | null;

  @ApiPropertyOptional({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description:
      'Since when mail to this address comes back; null for one that it reaches. Not in lists, ' +
      'and not for the member.',
    example: null,
  })
  emailBouncedAt?: string | null;

  @ApiPropertyOptional({
    type: 'string',
    nullable: true,
    description: 'Not in lists.',
    example: '+49 170 1234567',
  })
  phone?: string | null;

  @ApiPropertyOptional({
    type: 'string',
    nullable: true,
    description: 'What the studio should know. Not in lists, and not for the member.',
    example: 'Left knee: no jumps.',
  })
  note?: string | null;

  /** All packages, newest first; in lists only the usable ones, in the order of their use. */
  packages: PackageDto[];

  @ApiProperty({
    type: PackageDto,
    nullable: true,
    description:
      'The newest package, whatever has become of it, where none can be used: with whom it was, ' +
      'and what could be sold again. Null where one can, and where there never was one.',
  })
  lastPackage: PackageDto | null;

  @ApiProperty({
    enum: ATTENTIONS,
    isArray: true,
    description:
      'Why the member needs attention, the most urgent first: `empty`, `low` and `expiring` as ' +
      'the filter of the list says, `waiting` for an approval. Coaches see it of their packages.',
    example: ['low'],
  })
  attention: Attention[];

  @ApiProperty({
    enum: PAYMENT_STATES,
    nullable: true,
    description:
      'What of all packages is paid, also of those that are over: as the one of which least is. ' +
      'Null where none has a price. Coaches see it of their packages.',
    example: 'paid',
  })
  payment: PaymentState | null;

  totals: MemberTotalsDto;

  /** Whether a session was used on this studio day. */
  usedToday: boolean;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    example: '2026-11-20T09:30:00.000Z',
  })
  lastActivityAt: string | null;
}
