import { ApiProperty } from '@nestjs/swagger';
import { PackageDto } from './package.dto.js';

export class TransferAnswerDto {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'How many sessions went; null where nothing is counted.',
    example: 8,
  })
  sessions: number | null;

  /** The package that they are in now. */
  package: PackageDto;

  @ApiProperty({ type: PackageDto, description: 'The package that they came from.' })
  from: PackageDto;
}
