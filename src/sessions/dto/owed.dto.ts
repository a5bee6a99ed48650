import { ApiProperty } from '@nestjs/swagger';
import { OfCoachField } from '../../http/coach-fields.js';
import {
  ChoiceField,
  DayField,
  IdField,
  IdParam,
  ReasonCodeField,
  TextField,
} from '../../http/fields.js';
import { MAX_REASON_LENGTH } from '../../packages/package-rules.js';
import { type Attendance, ATTENDANCES } from '../../packages/usage.entity.js';
import { MAX_DAYS_BACK } from '../session-rules.js';
import { MemberSessionsPathDto } from './session-query.dto.js';
import { UsagePersonDto } from './usage.dto.js';

const REASON_CODE = 'Why: one of the reasons that `GET /studio` lists as not archived.';

export class OwedPathDto extends MemberSessionsPathDto {
  @IdParam({ description: 'A session that the member owes.', example: 1 })
  owedId: number;
}

export class OweDto {
  @IdField({
    optional: true,
    description:
      'The coach; that of the newest package that is used up without one. Coaches name ' +
      'themselves, or one for whom they stand in.',
    example: 3,
  })
  coachId?: number;

  @DayField({
    optional: true,
    description: `The studio day, at most ${MAX_DAYS_BACK} days back; today without it.`,
  })
  usageDate?: string;

  @ChoiceField(ATTENDANCES, {
    optional: true,
    description: 'Whether the member came; `attended` without it.',
    example: 'attended',
  })
  attendance?: Attendance;

  @TextField({ optional: true, maxLength: MAX_REASON_LENGTH, example: 'Buys on Friday' })
  reason?: string;

  @ReasonCodeField({ optional: true, description: REASON_CODE })
  reasonCode?: string;
}

export class SettleDto {
  @OfCoachField()
  coachId?: number;

  @IdField({
    optional: true,
    description: 'The package that settles it; the one that the next workout would use without it.',
    example: 2,
  })
  packageId?: number;
}

export class CancelOwedDto {
  @OfCoachField()
  coachId?: number;

  @TextField({
    optional: true,
    neededWithout: 'reasonCode',
    maxLength: MAX_REASON_LENGTH,
    description: 'Why, in own words; needed where there is no `reasonCode`.',
    example: 'Was a trial session',
  })
  reason?: string;

  @ReasonCodeField({ optional: true, description: REASON_CODE, example: 'goodwill' })
  reasonCode?: string;
}

export class OwedCancelledDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-20T10:00:00.000Z' })
  at: string;

  @ApiProperty({ type: UsagePersonDto, nullable: true })
  by: UsagePersonDto | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'Was a trial session' })
  reason: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'goodwill' })
  reasonCode: string | null;
}

/** A session that a member trained with nothing left. */
export class OwedSessionDto {
  /** @example 1 */
  id: number;

  /** @example 6 */
  memberId: number;

  /** @example 3 */
  coachId: number;

  /** @example Ana Silva */
  coachName: string;

  @ApiProperty({ format: 'date', description: 'The studio day.', example: '2026-11-20' })
  usageDate: string;

  @ApiProperty({ enum: ATTENDANCES, example: 'attended' })
  attendance: Attendance;

  @ApiProperty({ type: 'string', nullable: true, example: 'Buys on Friday' })
  reason: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  reasonCode: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T10:00:00.000Z' })
  createdAt: string;

  @ApiProperty({ type: UsagePersonDto, nullable: true })
  createdBy: UsagePersonDto | null;

  @ApiProperty({
    type: UsagePersonDto,
    nullable: true,
    description: 'Who trained, where it was not the coach.',
  })
  deliveredBy: UsagePersonDto | null;

  @ApiProperty({ type: OwedCancelledDto, nullable: true })
  cancelled: OwedCancelledDto | null;
}

export class OwedListDto {
  @ApiProperty({ type: [OwedSessionDto], description: 'Those that are open, by rising day.' })
  data: OwedSessionDto[];
}
