import { ApiProperty } from '@nestjs/swagger';
import { ROLES, type Role } from '../../common/actor.js';
import {
  type Attendance,
  ATTENDANCES,
  USAGE_KINDS,
  type UsageKind,
} from '../../packages/usage.entity.js';

const REASON_CODE = 'One of the reasons of the studio, which `GET /studio` puts into words.';

export class UsagePersonDto {
  /** @example 3 */
  id: number;

  /** @example Ana Silva */
  name: string;

  @ApiProperty({ enum: ROLES, example: 'coach' })
  role: Role;
}

export class UndoneDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-20T10:00:00.000Z' })
  at: string;

  @ApiProperty({ type: UsagePersonDto, nullable: true })
  by: UsagePersonDto | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'Did not train today' })
  reason: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: REASON_CODE, example: 'mistake' })
  reasonCode: string | null;
}

/** Where sessions were transferred to, or came from. */
export class UsageTransferDto {
  /**
   * The other package.
   * @example 2
   */
  packageId: number;

  /** Whether the other package is of the same member. */
  isSameMember: boolean;

  @ApiProperty({
    type: UsagePersonDto,
    nullable: true,
    description: 'The other member; null for whom that is nothing to know.',
  })
  member: UsagePersonDto | null;

  @ApiProperty({ type: UsagePersonDto, nullable: true, description: 'With whom the others are.' })
  coach: UsagePersonDto | null;
}

/** One row of the history of a member's packages. */
export class UsageDto {
  /** @example 12 */
  id: number;

  @ApiProperty({ enum: USAGE_KINDS, example: 'automatic' })
  kind: UsageKind;

  /** @example 1 */
  packageId: number;

  @ApiProperty({ type: 'integer', nullable: true, example: 6 })
  memberId: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 3 })
  coachId: number | null;

  @ApiProperty({
    type: 'string',
    format: 'date',
    nullable: true,
    description: 'The studio day that it counts for; null for what takes no day.',
    example: '2026-11-20',
  })
  usageDate: string | null;

  /**
   * What it did to the balance, signed.
   * @example -1
   */
  amount: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The balance right after it; null on rows of the legacy system.',
    example: 6,
  })
  balanceAfter: number | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  reason: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: REASON_CODE, example: null })
  reasonCode: string | null;

  @ApiProperty({
    enum: ATTENDANCES,
    nullable: true,
    description: 'Whether the member came; null for what is no session.',
    example: 'attended',
  })
  attendance: Attendance | null;

  @ApiProperty({
    description: 'Whether it was one more session of a day that had one already, on purpose.',
    example: false,
  })
  again: boolean;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:30:00.000Z' })
  createdAt: string;

  @ApiProperty({ type: UsagePersonDto, nullable: true })
  createdBy: UsagePersonDto | null;

  @ApiProperty({
    type: UsagePersonDto,
    nullable: true,
    description: 'Who trained, where it was not the coach of the package.',
  })
  deliveredBy: UsagePersonDto | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Of an undone session, the row by which it counts again, or of another package.',
    example: null,
  })
  replacedById: number | null;

  @ApiProperty({
    type: UsageTransferDto,
    nullable: true,
    description: 'Of a `transfer` where it went, and of a `grant` by one where it came from.',
    example: null,
  })
  transfer: UsageTransferDto | null;

  @ApiProperty({ type: UndoneDto, nullable: true, description: 'How it was undone, if it was.' })
  undone: UndoneDto | null;
}
