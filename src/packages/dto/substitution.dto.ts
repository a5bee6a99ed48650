import { ApiProperty } from '@nestjs/swagger';
import { DayField, IdField, IdParam, ReasonCodeField, TextField } from '../../http/fields.js';
import { MAX_REASON_LENGTH } from '../package-rules.js';
import { MAX_SUBSTITUTED_AHEAD, MAX_SUBSTITUTED_DAYS } from '../substitution-rules.js';

export class SubstitutedPathDto {
  @IdParam({ description: 'The coach who is away.', example: 3 })
  personId: number;
}

export class SubstitutionPathDto extends SubstitutedPathDto {
  @IdParam({ description: 'One of the substitutions of this coach.', example: 1 })
  substitutionId: number;
}

export class SetSubstitutionDto {
  @IdField({ description: 'The coach who stands in.', example: 4 })
  substituteId: number;

  @DayField({
    description: `The first studio day: today, or up to ${MAX_SUBSTITUTED_AHEAD} days ahead.`,
    example: '2026-12-01',
  })
  from: string;

  @DayField({
    description: `The last one, which belongs to it: at most ${MAX_SUBSTITUTED_DAYS} days in all.`,
    example: '2026-12-14',
  })
  to: string;

  @IdField({
    optional: true,
    description: "Only this member of the coach's; all of them without it.",
    example: 6,
  })
  memberId?: number;

  @TextField({ optional: true, maxLength: MAX_REASON_LENGTH, example: 'A broken arm' })
  reason?: string;

  @ReasonCodeField({
    optional: true,
    description: 'Why: one of the reasons that `GET /studio` lists as not archived.',
  })
  reasonCode?: string;
}

export class ChangeSubstitutionDto {
  @DayField({
    description:
      'The last studio day. Yesterday ends it at once; the day before its first one takes it back.',
    example: '2026-12-10',
  })
  to: string;
}

/** Whole studio days on which a coach trains the members of another one. */
export class SubstitutionDto {
  /** @example 1 */
  id: number;

  /**
   * Who is away.
   * @example 3
   */
  coachId: number;

  /** @example Ben Adams */
  coachName: string;

  /**
   * Who stands in.
   * @example 4
   */
  substituteId: number;

  /** @example Ana Silva */
  substituteName: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The one member; null for all.' })
  memberId: number | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  memberName: string | null;

  @ApiProperty({ type: 'string', format: 'date', example: '2026-12-01' })
  from: string;

  @ApiProperty({
    type: 'string',
    format: 'date',
    description: 'The last day, until its end. The day before `from`: taken back.',
    example: '2026-12-14',
  })
  to: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Why; null for whoever stands in.',
    example: 'A broken arm',
  })
  reason: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'illness' })
  reasonCode: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-20T09:30:00.000Z' })
  createdAt: string;
}

export class SubstitutionListDto {
  data: SubstitutionDto[];
}
