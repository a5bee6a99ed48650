import { ApiProperty } from '@nestjs/swagger';
import { type Locale, LOCALES } from '../../common/locales.js';
import { ChoiceField } from '../../http/fields.js';
import { LastNameField, NameField, PhoneField } from '../../http/person-fields.js';
import type { Spoken } from '../users.repository.js';
import { UserDto } from './tokens.dto.js';

/** Somebody as they know themselves. The studio's note is not among it. */
export interface Me {
  readonly user: Spoken;
  readonly phone: string | null;
}

export class ChangeMeDto {
  @NameField({ optional: true, example: 'Ana' })
  firstName?: string;

  /** Empty to take it away. */
  @LastNameField({ example: 'Silva' })
  lastName?: string;

  @PhoneField()
  phone?: string | null;

  @ChoiceField(LOCALES, {
    optional: true,
    nullable: true,
    description: 'The language of the app, and in which they are written to; null for none.',
    example: 'en',
  })
  locale?: Locale | null;
}

export class MeDto extends UserDto {
  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'As the studio, or they themselves, have entered it; null for none.',
    example: '+49 170 1234567',
  })
  phone: string | null;

  static ofMe({ user, phone }: Me): MeDto {
    return { ...UserDto.of(user), phone };
  }
}
