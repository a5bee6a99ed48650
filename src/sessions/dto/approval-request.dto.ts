import { ApiProperty } from '@nestjs/swagger';
import { NotEquals } from 'class-validator';
import {
  ChoiceField,
  CursorParam,
  IdField,
  IdParam,
  InstantField,
  IntegerField,
  LimitParam,
  ReasonCodeField,
  TextField,
} from '../../http/fields.js';
import { PackageDto } from '../../packages/dto/package.dto.js';
import { MAX_ADJUSTMENT, MAX_REASON_LENGTH } from '../../packages/package-rules.js';
import {
  APPROVAL_KINDS,
  type ApprovalKind,
  REQUEST_STATES,
  type RequestState,
} from '../approval-request-rules.js';
import { UsageDto, UsagePersonDto } from './usage.dto.js';

const REASON_CODE = 'Why: one of the reasons that `GET /studio` lists as not archived.';

export class ApprovalPathDto {
  @IdParam({ description: 'A request of a coach.', example: 1 })
  approvalId: number;
}

export class ApprovalQueryDto {
  @ChoiceField(['open', 'decided'], {
    optional: true,
    description: 'Those that can be decided, or those that cannot any more; all without it.',
  })
  state?: 'open' | 'decided';

  @IdParam({ optional: true, description: 'Those about this member.', example: 6 })
  memberId?: number;

  @LimitParam()
  limit?: number;

  @CursorParam()
  cursor?: string;
}

export class AskApprovalDto {
  @ChoiceField(APPROVAL_KINDS, { description: 'What is asked for.', example: 'adjustment' })
  kind: ApprovalKind;

  @IdField({
    optional: true,
    description: 'Of an adjustment or an extension: the package.',
    example: 1,
  })
  packageId?: number;

  @IntegerField({
    ...{ optional: true, minimum: -MAX_ADJUSTMENT, maximum: MAX_ADJUSTMENT, example: 12 },
    description: 'Of an adjustment: sessions to add, or to take away when negative; not 0.',
  })
  @NotEquals(0, { message: 'adjustment must not be 0.' })
  adjustment?: number;

  @IdField({ optional: true, description: 'Of an undo: the usage.' })
  usageId?: number;

  @InstantField({
    optional: true,
    description: 'Of an extension: the instant from which on no session can be used.',
  })
  expiresAt?: string;

  @TextField({
    optional: true,
    neededWithout: 'reasonCode',
    maxLength: MAX_REASON_LENGTH,
    description: 'Why, in own words; needed where there is no `reasonCode`.',
    example: 'Twelve sessions were sold at the fair',
  })
  reason?: string;

  @ReasonCodeField({ optional: true, description: REASON_CODE })
  reasonCode?: string;
}

export class ApproveDto {
  @TextField({ optional: true, maxLength: MAX_REASON_LENGTH, example: 'As agreed on the phone' })
  note?: string;
}

export class DeclineDto {
  @TextField({ maxLength: MAX_REASON_LENGTH, example: 'The contract says ten' })
  reason: string;
}

export class DecisionDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-20T10:00:00.000Z' })
  at: string;

  @ApiProperty({ type: UsagePersonDto, nullable: true })
  by: UsagePersonDto | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'The contract says ten' })
  reason: string | null;
}

/** What a coach may not do alone and has asked the desk for. */
export class ApprovalRequestDto {
  /** @example 1 */
  id: number;

  @ApiProperty({ enum: APPROVAL_KINDS, example: 'adjustment' })
  kind: ApprovalKind;

  @ApiProperty({
    enum: REQUEST_STATES,
    description: '`lapsed` where nobody decided in time.',
    example: 'open',
  })
  state: RequestState;

  /** @example 6 */
  memberId: number;

  /** @example Tom Becker */
  memberName: string;

  @ApiProperty({
    type: PackageDto,
    nullable: true,
    description: 'The package as it is now; null where it is gone, or another coach has it.',
  })
  package: PackageDto | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Of an adjustment: sessions, signed.',
    example: 12,
  })
  adjustment: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Of an undo.', example: null })
  usageId: number | null;

  @ApiProperty({
    ...{ type: 'string', format: 'date', nullable: true, example: null },
    description: 'Of an undo: the studio day of the session.',
  })
  usageDate: string | null;

  @ApiProperty({
    ...{ type: 'string', format: 'date-time', nullable: true, example: null },
    description: 'Of an extension: the end that is wanted.',
  })
  expiresAt: string | null;

  @ApiProperty({
    ...{ type: 'integer', nullable: true, example: null },
    description: 'Of an extension: by how many days it was later when it was asked for.',
  })
  days: number | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'Sold at the fair' })
  reason: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  reasonCode: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T10:00:00.000Z' })
  askedAt: string;

  @ApiProperty({ type: UsagePersonDto, nullable: true })
  askedBy: UsagePersonDto | null;

  @ApiProperty({
    ...{ format: 'date-time', example: '2026-11-27T10:00:00.000Z' },
    description: 'Until when it can be decided.',
  })
  until: string;

  @ApiProperty({ type: DecisionDto, nullable: true })
  decided: DecisionDto | null;

  @ApiProperty({
    ...{ type: 'integer', nullable: true, example: null },
    description: 'The row of the history that the approval made or undid.',
  })
  doneUsageId: number | null;
}

export class ApprovedDto {
  approval: ApprovalRequestDto;

  /** The row of the history, where it was an adjustment or an undo. */
  usage?: UsageDto;

  package: PackageDto;

  /** Said where the session went back to a package that cannot be used any more. */
  notice?: string;
}
