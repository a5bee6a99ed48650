import { ROLES, roleOfUserType, type Role } from '../../common/actor.js';
import { isLocale, type Locale, LOCALES } from '../../common/locales.js';
import { emailOf } from '../../common/no-mail.js';
import { ApiProperty } from '@nestjs/swagger';
import type { SignedIn } from '../auth.service.js';
import type { Spoken } from '../users.repository.js';

export class UserDto {
  /** @example 3 */
  id: number;

  @ApiProperty({ enum: ROLES, example: 'coach' })
  role: Role;

  /** @example Ana */
  firstName: string;

  /** @example Silva */
  lastName: string;

  /**
   * Empty where they have none, and hold a device token.
   * @example ana@example.com
   */
  email: string;

  @ApiProperty({
    type: 'string',
    enum: LOCALES,
    nullable: true,
    description: 'The language that was chosen for this person; null for that of the device.',
    example: 'en',
  })
  locale: Locale | null;

  static of(user: Spoken): UserDto {
    const { id, firstName, lastName, email, locale } = user;
    return {
      id,
      role: roleOfUserType(user.userTypeId),
      firstName,
      lastName,
      email: emailOf(email) ?? '',
      locale: isLocale(locale) ? locale : null,
    };
  }
}

export class TokensDto {
  /** Sent as `Authorization: Bearer …` with every request. */
  accessToken: string;

  /** Changed once for the next pair, at `/auth/refresh`. */
  refreshToken: string;

  /**
   * Seconds until the access token expires.
   * @example 900
   */
  expiresIn: number;

  @ApiProperty({ enum: ['Bearer'] })
  tokenType: 'Bearer';

  user: UserDto;

  static of({ tokens, user }: SignedIn): TokensDto {
    return { ...tokens, tokenType: 'Bearer', user: UserDto.of(user) };
  }
}
