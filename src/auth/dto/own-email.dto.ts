import { ApiProperty } from '@nestjs/swagger';
import { EmailField } from '../../http/person-fields.js';
import { TextField } from '../../http/fields.js';
import { MAX_EMAIL_TOKEN_LENGTH } from '../link-rules.js';

export class AskForEmailDto {
  /** Where the link is sent. */
  @EmailField({ example: 'ana@example.com' })
  email: string;
}

export class AskedForEmailDto {
  @ApiProperty({
    description: 'For how long the link works, in hours, if one is sent.',
    example: 24,
  })
  linkHours: number;
}

export class ConfirmEmailDto {
  @TextField({
    maxLength: MAX_EMAIL_TOKEN_LENGTH,
    description: 'What stands behind the `#` of the link.',
    example: 'M1v0cGk0cXhTbkhBdWJKb2xRZ3pZb2tFd3V5T3hQb1k.YW5hQGV4YW1wbGUuY29t',
  })
  token: string;
}

export class MovedEmailDto {
  /**
   * Whose it is.
   * @example 3
   */
  userId: number;

  /** @example ana@example.com */
  email: string;
}
