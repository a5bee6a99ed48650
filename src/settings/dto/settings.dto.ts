import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateBy, ValidateNested } from 'class-validator';
import { MAX_ID } from '../../common/limits.js';
import { type Locale, LOCALES } from '../../common/locales.js';
import { isNobodys } from '../../common/recipient-rules.js';
import { ChoiceField, IntegerField, TextField } from '../../http/fields.js';
import { isColor } from '../../common/accent.js';
import { CurrencyField } from '../../http/money-fields.js';
import { EmailField, NameField } from '../../http/person-fields.js';
import {
  COACH_SALES,
  type CoachSales,
  MAX_COACH_CORRECTION,
  MAX_COACH_EXTENDS_DAYS,
  MAX_COACH_GIVES,
  MAX_EXPIRING_WITHIN_DAYS,
  MAX_FREEZE_DAYS,
  MAX_LOW_BALANCE,
  MAX_OWED_SESSIONS,
  MAX_STUDIO_NAME_LENGTH,
} from '../setting-rules.js';
import { type ChangedReasonDto, ReasonDto, ReasonsField } from './reason.dto.js';

const MAYBE = { optional: true, nullable: true } as const;
const NAME = 'In whose name mails speak; null for that of the sender. Everybody sees it.';
const COLOR =
  'The colour of the app and of mails, `#rrggbb`; its shades are as light as letters demand. ' +
  'null for the product’s own. Everybody sees it.';
const CURRENCY = 'In what the studio is paid, by ISO 4217; null: not said. Everybody sees it.';
const LOCALE =
  'The language of mails to people who have none, where nobody asked for one; null for English. ' +
  'Everybody sees it.';
const LOW_BALANCE =
  'Up to how many usable sessions a balance is low; 0: none is. Everybody sees it.';
const EXPIRING = 'How many days ahead the end of a package asks for attention. Everybody sees it.';
const SALES =
  'What becomes of a package that a coach sells to an assigned member: `sell`: it holds at once; ' +
  '`request`: it waits for the approval of the desk’s side; `off`: it is refused. Everybody ' +
  'sees it.';
const GIVES =
  'How many sessions a coach may give a member in a month of the studio without the desk: by ' +
  'corrections upwards, and by undoing what was written on an earlier day. null: no limit. ' +
  'Everybody sees it.';
const EXTENDS =
  'By how many days coaches may extend a package, all their extensions together; null: no limit. ' +
  'Everybody sees it.';
const CORRECTION =
  'By how many sessions one correction of a coach may move a balance without the desk, up or ' +
  'down; null: no limit. Everybody sees it.';
const OWED =
  'How many sessions a member may owe a coach, trained with nothing left; 0: none. ' +
  'Everybody sees it.';
const FREEZES = 'For how many days a package can be frozen, all its freezes together; 0: for none.';
const REASONS =
  'Why people change something, in the order in which they are offered, each in both languages. ' +
  'Everybody sees them.';
const REPLY_TO = 'Where answers to mails go; null for the sender of the mails.';

/** Mails would ask for answers that nobody gets. */
function NotNobodys(): PropertyDecorator {
  const message = '$property must be an address that somebody reads: this one is nobody’s.';
  const validate = (value: unknown) => typeof value !== 'string' || !isNobodys(value);
  return ValidateBy({ name: 'isSomebodys', validator: { validate } }, { message });
}

function ColorField(description: string): PropertyDecorator {
  const message = '$property must be a colour, as #0b6e69: six digits, the letters small.';
  return applyDecorators(
    TextField({ ...MAYBE, description, maxLength: 7, example: '#0b6e69' }),
    ValidateBy({ name: 'isColor', validator: { validate: isColor } }, { message }),
  );
}

export class ChangedSettingsDto {
  @NameField({
    ...MAYBE,
    maxLength: MAX_STUDIO_NAME_LENGTH,
    description: NAME,
    example: 'Studio South',
  })
  studioName?: string | null;

  @ColorField(COLOR)
  color?: string | null;

  @CurrencyField({ ...MAYBE, description: CURRENCY })
  currency?: string | null;

  @ChoiceField(LOCALES, { ...MAYBE, description: LOCALE })
  locale?: Locale | null;

  @EmailField({ ...MAYBE, description: REPLY_TO, example: 'desk@studio.com' })
  @NotNobodys()
  replyTo?: string | null;

  @IntegerField({
    ...{ optional: true, minimum: 0, maximum: MAX_LOW_BALANCE },
    ...{ description: LOW_BALANCE, example: 3 },
  })
  lowBalance?: number;

  @IntegerField({
    ...{ optional: true, minimum: 1, maximum: MAX_EXPIRING_WITHIN_DAYS },
    ...{ description: EXPIRING, example: 14 },
  })
  expiringWithinDays?: number;

  @ChoiceField(COACH_SALES, { optional: true, description: SALES, example: 'request' })
  coachSales?: CoachSales;

  @IntegerField({
    ...{ ...MAYBE, minimum: 0, maximum: MAX_COACH_GIVES },
    ...{ description: GIVES, example: 5 },
  })
  coachGivesPerMemberMonth?: number | null;

  @IntegerField({
    ...{ ...MAYBE, minimum: 0, maximum: MAX_COACH_EXTENDS_DAYS },
    ...{ description: EXTENDS, example: 30 },
  })
  coachExtendsDays?: number | null;

  @IntegerField({
    ...{ ...MAYBE, minimum: 1, maximum: MAX_COACH_CORRECTION },
    ...{ description: CORRECTION, example: 10 },
  })
  coachLargestCorrection?: number | null;

  @IntegerField({
    ...{ optional: true, minimum: 0, maximum: MAX_OWED_SESSIONS },
    ...{ description: OWED, example: 3 },
  })
  owedSessions?: number;

  @IntegerField({
    ...{ optional: true, minimum: 0, maximum: MAX_FREEZE_DAYS },
    ...{ description: FREEZES, example: 60 },
  })
  freezeDays?: number;

  @ReasonsField(
    `${REASONS} The whole list, with each that there was: one that is not to be offered any more ` +
      'is archived.',
  )
  reasons?: ChangedReasonDto[];
}

/** A list would otherwise pass as an object without settings. */
function ValuesField(): PropertyDecorator {
  const message = 'values must be an object.';
  return applyDecorators(
    IsObject({ message }),
    ValidateNested({ message }),
    Type(() => ChangedSettingsDto),
  );
}

export class ChangeSettingsDto {
  /** Those that change. */
  @ValuesField()
  values: ChangedSettingsDto;

  @IntegerField({
    minimum: 0,
    maximum: MAX_ID,
    description: 'The version that the change was decided on; refused where it is another by now.',
    example: 0,
  })
  expectedVersion: number;
}

export class SettingValuesDto {
  @ApiProperty({ type: 'string', nullable: true, description: NAME, example: 'Studio South' })
  studioName: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: COLOR, example: '#0b6e69' })
  color: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: CURRENCY, example: 'EUR' })
  currency: string | null;

  @ApiProperty({ type: 'string', enum: LOCALES, nullable: true, description: LOCALE })
  locale: Locale | null;

  @ApiProperty({ type: 'string', nullable: true, description: REPLY_TO, example: null })
  replyTo: string | null;

  @ApiProperty({ type: 'integer', description: LOW_BALANCE, example: 3 })
  lowBalance: number;

  @ApiProperty({ type: 'integer', description: EXPIRING, example: 14 })
  expiringWithinDays: number;

  @ApiProperty({ type: 'string', enum: COACH_SALES, description: SALES, example: 'off' })
  coachSales: CoachSales;

  @ApiProperty({ type: 'integer', nullable: true, description: GIVES, example: 5 })
  coachGivesPerMemberMonth: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: EXTENDS, example: 30 })
  coachExtendsDays: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: CORRECTION, example: 10 })
  coachLargestCorrection: number | null;

  @ApiProperty({ description: OWED, example: 3 })
  owedSessions: number;

  @ApiProperty({ type: 'integer', description: FREEZES, example: 60 })
  freezeDays: number;

  @ApiProperty({ type: [ReasonDto], description: REASONS })
  reasons: ReasonDto[];
}

export class SettingsDto {
  values: SettingValuesDto;

  /**
   * Of all settings together; each change raises it.
   * @example 0
   */
  version: number;

  /**
   * The IANA time zone of the studio. The operator sets it: with another one, days that are booked
   * would move.
   * @example Europe/Berlin
   */
  timeZone: string;
}
