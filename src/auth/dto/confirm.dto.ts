import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../../http/fields.js';

export class ConfirmDto {
  @TextField({ maxLength: 200, verbatim: true, example: 'training-day' })
  password: string;
}

export class ConfirmationDto {
  @ApiProperty({
    format: 'date-time',
    description: 'Until then no change of this sign-in asks for the password.',
    example: '2026-11-27T08:25:00.000Z',
  })
  confirmedUntil: string;
}
