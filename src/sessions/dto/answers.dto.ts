import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PackageDto } from '../../packages/dto/package.dto.js';
import { NO_DEDUCTION_REASONS, type NoDeductionReason } from '../session-rules.js';
import { UsageDto } from './usage.dto.js';

export class WorkoutAnswerDto {
  /**
   * Whether this call took a session.
   * @example true
   */
  deducted: boolean;

  @ApiPropertyOptional({ enum: NO_DEDUCTION_REASONS, description: 'Why it took none.' })
  reason?: NoDeductionReason;

  /** The usage: the new one, or the one that was there already. */
  usage?: UsageDto;

  /** The package of that usage, or the subscription that counts nothing. */
  package?: PackageDto;
}

export class UsageAnswerDto {
  usage: UsageDto;

  package: PackageDto;
}

export class MoveAnswerDto extends UsageAnswerDto {
  @ApiProperty({ type: UsageAnswerDto, description: 'The session given back, and its package.' })
  from: UsageAnswerDto;
}

export class UndoAnswerDto extends UsageAnswerDto {
  @ApiPropertyOptional({
    description: 'Said where the session went back to a package that cannot be used any more.',
    example: 'The session was given back, but the package is past its date. Extend it to use it.',
  })
  notice?: string;
}
