import { ApiProperty } from '@nestjs/swagger';
import { type Locale, LOCALES } from '../../common/locales.js';
import { RATE_TYPES, type RateType } from '../../config/config.js';
import { ReasonDto } from '../../settings/dto/reason.dto.js';
import { COACH_SALES, type CoachSales } from '../../settings/setting-rules.js';

export class StudioRulesDto {
  /**
   * How many days back a usage may be added by hand.
   * @example 90
   */
  usageDaysBack: number;

  /**
   * The largest correction of a count, in either direction.
   * @example 1000
   */
  largestAdjustment: number;

  /**
   * How many characters a reason may have.
   * @example 500
   */
  longestReason: number;

  /**
   * Up to how many usable sessions a balance is low; 0: none is. The studio sets it.
   * @example 3
   */
  lowBalance: number;

  /**
   * How many days ahead the end of a package asks for attention. The studio sets it.
   * @example 14
   */
  expiringWithinDays: number;

  @ApiProperty({
    type: 'string',
    enum: COACH_SALES,
    description:
      'What becomes of a package that a coach sells: it holds at once, waits for the desk, or is ' +
      'refused. The studio sets it.',
    example: 'off',
  })
  coachSales: CoachSales;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'How many sessions a coach may give a member in a month; null: no limit.',
    example: 5,
  })
  coachGivesPerMemberMonth: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'By how many days coaches may extend a package in all; null: no limit.',
    example: 30,
  })
  coachExtendsDays: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'By how many sessions a coach may correct a balance at once; null: no limit.',
    example: 10,
  })
  coachLargestCorrection: number | null;

  /**
   * How many sessions a member may owe a coach, trained with nothing left; 0: none.
   * @example 3
   */
  owedSessions: number;
}

export class StudioDto {
  /** What the studio calls itself; null where it has not said. */
  @ApiProperty({ type: 'string', nullable: true, example: 'Studio South' })
  name: string | null;

  /** Its colour, `#rrggbb`; null where it has none of its own. */
  @ApiProperty({ type: 'string', nullable: true, example: '#0b6e69' })
  color: string | null;

  /** In what it is paid, by ISO 4217; null where it has not said. */
  @ApiProperty({ type: 'string', nullable: true, example: 'EUR' })
  currency: string | null;

  /** In which language it writes to people of whom it knows none; null where it has not said. */
  @ApiProperty({ type: 'string', enum: LOCALES, nullable: true, example: 'en' })
  locale: Locale | null;

  /**
   * The IANA time zone that says which day it is in the studio.
   * @example Europe/Berlin
   */
  timeZone: string;

  @ApiProperty({ format: 'date', example: '2026-11-20' })
  today: string;

  @ApiProperty({
    enum: RATE_TYPES,
    isArray: true,
    description: 'What counts sessions down where it is sold with a count; set by the operator.',
    example: ['package'],
  })
  countedRateTypes: RateType[];

  rules: StudioRulesDto;

  /** Why people change something, in the order in which they are offered. The studio sets it. */
  reasons: ReasonDto[];

  /**
   * Whether there is no admin yet: `POST /setup` makes the first one.
   * @example false
   */
  needsSetup: boolean;

  /**
   * Whether mail is set up: `POST /auth/password/forgot` sends a link then.
   * @example true
   */
  sendsMail: boolean;
}
