import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../../http/fields.js';
import type { LivingLink } from '../account-links.service.js';
import { MAX_LINK_TOKEN_LENGTH, PASSWORD_PURPOSES, type PasswordPurpose } from '../link-rules.js';
import { CodeField, NewPasswordField } from './sign-in-fields.js';

export class LookAtLinkDto {
  @TextField({
    maxLength: MAX_LINK_TOKEN_LENGTH,
    description: 'What stands behind the `#` of the link.',
    example: 'M1v0cGk0cXhTbkhBdWJKb2xRZ3pZb2tFd3V5T3hQb1k',
  })
  token: string;
}

export class RedeemLinkDto extends LookAtLinkDto {
  @NewPasswordField()
  password: string;

  @CodeField()
  code?: string;
}

export class AccountLinkDto {
  @ApiProperty({ enum: PASSWORD_PURPOSES, example: 'set_password' })
  purpose: PasswordPurpose;

  /** @example ada@example.com */
  email: string;

  /** @example Ada */
  firstName: string;

  /** @example Moreau */
  lastName: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:30:00.000Z' })
  expiresAt: string;

  static of({ purpose, expiresAt, user }: LivingLink): AccountLinkDto {
    const { email, firstName, lastName } = user;
    return { purpose, email, firstName, lastName, expiresAt: expiresAt.toISOString() };
  }
}
