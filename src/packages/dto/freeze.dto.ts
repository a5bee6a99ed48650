import { ApiProperty } from '@nestjs/swagger';
import { MAX_ID } from '../../common/limits.js';
import { DayField, IdParam, IntegerField } from '../../http/fields.js';
import { PackagePathDto } from './package-path.dto.js';
import { ReopenPackageDto } from './void-input.dto.js';

export class FreezePathDto extends PackagePathDto {
  @IdParam({ description: 'One of the freezes of this package.', example: 1 })
  freezeId: number;
}

/** As every change that wants a reason. */
export class FreezePackageDto extends ReopenPackageDto {
  @DayField({
    description:
      'The first studio day of the freeze: up to 30 days back, where nothing was used since, and ' +
      'up to 90 ahead.',
    example: '2026-12-01',
  })
  from: string;

  @DayField({
    optional: true,
    nullable: true,
    description: 'The last one; absent or null until further notice.',
    example: '2026-12-14',
  })
  to?: string | null;
}

export class ChangeFreezeDto {
  @DayField({
    nullable: true,
    description:
      'The last studio day of the freeze; null until further notice. The day before its first ' +
      'one takes it back.',
    example: '2026-12-10',
  })
  to: string | null;

  @IntegerField({
    optional: true,
    minimum: 0,
    maximum: MAX_ID,
    description: 'The version that the change was decided on; refused where it is another by now.',
  })
  expectedVersion?: number;
}

/** A freeze of a package, in whole studio days. */
export class FreezeDto {
  /** @example 1 */
  id: number;

  @ApiProperty({ type: 'string', format: 'date', example: '2026-12-01' })
  from: string;

  @ApiProperty({
    type: 'string',
    format: 'date',
    nullable: true,
    description: 'The last day; null until further notice. The day before `from`: taken back.',
    example: '2026-12-14',
  })
  to: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'By how many days it moves the end of the package; null until further notice.',
    example: 14,
  })
  daysAdded: number | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'A broken arm' })
  reason: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'illness' })
  reasonCode: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-20T09:30:00.000Z' })
  createdAt: string;
}

export class FreezeListDto {
  data: FreezeDto[];
}
