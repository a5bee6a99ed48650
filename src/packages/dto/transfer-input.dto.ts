import { MAX_ID } from '../../common/limits.js';
import { IdField, IntegerField, ReasonCodeField, TextField } from '../../http/fields.js';
import { MAX_BALANCE, MAX_REASON_LENGTH } from '../package-rules.js';

export class TransferPackageDto {
  @IdField({ optional: true, description: 'Whose they become; without it they stay the member’s.' })
  toMemberId?: number;

  @IdField({
    optional: true,
    description: 'With whom they are; without it they stay where they are.',
  })
  toCoachId?: number;

  @IntegerField({
    optional: true,
    minimum: 1,
    maximum: MAX_BALANCE,
    description: 'How many; without it, all that are left.',
    example: 8,
  })
  sessions?: number;

  @TextField({
    optional: true,
    neededWithout: 'reasonCode',
    maxLength: MAX_REASON_LENGTH,
    description: 'Why, in own words; needed where there is no `reasonCode`.',
    example: 'Ana is leaving',
  })
  reason?: string;

  @ReasonCodeField({
    optional: true,
    description: 'Why: one of the reasons that `GET /studio` lists as not archived.',
  })
  reasonCode?: string;

  @IntegerField({
    optional: true,
    minimum: 0,
    maximum: MAX_ID,
    description: 'The version that it was decided on; refused where it is another by now.',
  })
  expectedVersion?: number;
}
