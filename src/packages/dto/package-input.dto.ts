import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsObject, ValidateIf, ValidateNested } from 'class-validator';
import {
  ChoiceField,
  DayField,
  FlagField,
  IdField,
  InstantField,
  IntegerField,
  ReasonCodeField,
  TextField,
} from '../../http/fields.js';
import { MAX_ID } from '../../common/limits.js';
import type { StudioDay } from '../../common/studio-day.js';
import type { RateType } from '../../config/config.js';
import { SalePaymentDto } from './payment-input.dto.js';
import { APPROVALS, type Approval } from '../package.entity.js';
import { MAX_PRICE_MINOR, MAX_SESSIONS_SOLD, SALE_TYPES } from '../../catalogue/catalogue-rules.js';
import { MAX_REASON_LENGTH } from '../package-rules.js';

export class ApprovalsInputDto {
  @ChoiceField(APPROVALS, { optional: true, example: 'approved' })
  coach?: Approval;

  @ChoiceField(APPROVALS, { optional: true, example: 'approved' })
  staff?: Approval;
}

/** Studios sell days, and the API takes instants. */
const END_OF_DAY =
  'From this instant on no session can be used. For a last day that counts, send the last second ' +
  'of that day in the studio, with its offset of that day.';

const REASON_CODE = 'Why: one of the reasons that `GET /studio` lists as not archived.';

/** Absent or an object: a list or null would otherwise pass as one without anything in it. */
function NestedField(type: () => Constructor): PropertyDecorator {
  const message = '$property must be an object.';
  return applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    IsObject({ message }),
    ValidateNested({ message }),
    Type(type),
  );
}

type Constructor = new () => object;

const ApprovalsField = () => NestedField(() => ApprovalsInputDto);

export class GrantPackageDto {
  @IdField({ description: 'The coach with whom the sessions are to be used.', example: 3 })
  coachId: number;

  @IdField({
    optional: true,
    description:
      'The item of the price list that is sold. It says the sessions, how it is paid and until ' +
      'when it is valid; these are not sent with it.',
  })
  catalogueItemId?: number;

  @IntegerField({
    optional: true,
    minimum: 0,
    maximum: MAX_PRICE_MINOR,
    description:
      'What is asked for the item, in the smallest unit of its currency: that of the list if ' +
      'absent. Another one needs a reason.',
  })
  priceMinor?: number;

  @FlagField({
    optional: true,
    description: 'The item is given: it costs nothing, is no revenue, and needs a reason.',
  })
  complimentary?: boolean;

  @ChoiceField(SALE_TYPES, {
    optional: true,
    description:
      '`package` (the default) counts sessions. Which of the others do is for the studio to ' +
      'say: `countedRateTypes` of `GET /studio`.',
  })
  rateType?: RateType;

  @IntegerField({
    optional: true,
    nullable: true,
    minimum: 1,
    maximum: MAX_SESSIONS_SOLD,
    description:
      'How many sessions were sold. Required for a `package`; required, or null for no limit, ' +
      'where the studio counts this rate type; absent or null otherwise.',
    example: 10,
  })
  sessions?: number | null;

  @InstantField({
    optional: true,
    nullable: true,
    description: `When it ends; null for never. ${END_OF_DAY}`,
    example: '2027-01-31T22:59:59Z',
  })
  expiresAt?: string | null;

  @DayField({
    optional: true,
    description:
      'The first day on which the item can be used, up to 90 days ahead: today if absent. Until ' +
      'then it is frozen, and its days are counted from there. Absent where they begin with the ' +
      'first session.',
    example: '2026-12-01',
  })
  startsOn?: StudioDay;

  /** Both sides have approved unless said otherwise. Staff and admins only. */
  @ApprovalsField()
  approvals?: ApprovalsInputDto;

  /** Money that is given for it at once: the sale and the payment are one act. */
  @NestedField(() => SalePaymentDto)
  payment?: SalePaymentDto;

  @TextField({
    optional: true,
    maxLength: MAX_REASON_LENGTH,
    description: 'A note for the history.',
  })
  reason?: string;

  @ReasonCodeField({ optional: true, description: REASON_CODE })
  reasonCode?: string;
}

export class ChangePackageDto {
  @InstantField({
    optional: true,
    nullable: true,
    description: `When it ends; null for never. Coaches may only extend. ${END_OF_DAY}`,
    example: '2027-03-31T21:59:59Z',
  })
  expiresAt?: string | null;

  /** Staff and admins only. */
  @ApprovalsField()
  approvals?: ApprovalsInputDto;

  @FlagField({
    optional: true,
    description: 'Ends the subscription, or takes that back. Staff and admins only.',
  })
  disconnected?: boolean;

  @TextField({ optional: true, maxLength: MAX_REASON_LENGTH, example: 'Was ill in March' })
  reason?: string;

  @ReasonCodeField({ optional: true, description: REASON_CODE, example: 'illness' })
  reasonCode?: string;

  @IntegerField({
    optional: true,
    minimum: 0,
    maximum: MAX_ID,
    description: 'The version that the change was decided on; refused where it is another by now.',
  })
  expectedVersion?: number;
}
