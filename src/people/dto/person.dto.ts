import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { InvitedDto } from '../../auth/dto/invited.dto.js';
import { type Role, ROLES } from '../../common/actor.js';
import { type Locale, LOCALES } from '../../common/locales.js';
import { PERSON_STATES, type PersonState } from '../person-rules.js';

export class PersonDto {
  /** @example 6 */
  id: number;

  /** @example Ana */
  firstName: string;

  /** @example Silva */
  lastName: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Members may have none; they cannot sign in.',
    example: 'ana@example.com',
  })
  email: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Since when mail to this address comes back; null for one that it reaches.',
    example: null,
  })
  emailBouncedAt: string | null;

  @ApiPropertyOptional({
    type: 'string',
    nullable: true,
    description: 'Not in lists.',
    example: '+49 170 1234567',
  })
  phone?: string | null;

  @ApiPropertyOptional({
    type: 'string',
    nullable: true,
    description: 'What the studio should know. Not in lists.',
    example: 'Trains on Mondays only.',
  })
  note?: string | null;

  @ApiProperty({ enum: ROLES, example: 'coach' })
  role: Role;

  @ApiProperty({
    enum: PERSON_STATES,
    description: 'Whether they can sign in, as the filter of the list says.',
    example: 'active',
  })
  state: PersonState;

  /** Since when they are switched off. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null })
  disabledAt: string | null;

  @ApiProperty({
    description:
      'Whether packages are sold with them beside their role, which is `admin` or `staff`.',
    example: false,
  })
  alsoCoach: boolean;

  /** The language in which they are written to; null where nobody has said. */
  @ApiProperty({ type: 'string', enum: LOCALES, nullable: true, example: 'en' })
  locale: Locale | null;
}

export class InvitationDto extends InvitedDto {
  person: PersonDto;
}
