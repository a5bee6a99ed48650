import { ApiProperty } from '@nestjs/swagger';
import { MAX_EMAIL_LENGTH } from '../../common/limits.js';
import { TextField } from '../../http/fields.js';

export class ForgottenPasswordDto {
  @TextField({ maxLength: MAX_EMAIL_LENGTH, example: 'ana@example.com' })
  email: string;
}

export class ForgottenAnswerDto {
  @ApiProperty({
    description: 'For how long the link works, in minutes, if one is sent.',
    example: 60,
  })
  linkMinutes: number;
}
