import { MAX_ID } from '../../common/limits.js';
import { FlagField, IntegerField, ReasonCodeField, TextField } from '../../http/fields.js';
import { MAX_REASON_LENGTH } from '../package-rules.js';

const WHY = 'Why, in own words; needed where there is no `reasonCode`.';
const REASON_CODE = 'Why: one of the reasons that `GET /studio` lists as not archived.';
const VERSION = 'The version that the change was decided on; refused where it is another by now.';

export class ReopenPackageDto {
  @TextField({
    optional: true,
    neededWithout: 'reasonCode',
    maxLength: MAX_REASON_LENGTH,
    description: WHY,
    example: 'Sold to the wrong member',
  })
  reason?: string;

  @ReasonCodeField({ optional: true, description: REASON_CODE })
  reasonCode?: string;

  @IntegerField({ optional: true, minimum: 0, maximum: MAX_ID, description: VERSION })
  expectedVersion?: number;
}

export class VoidPackageDto extends ReopenPackageDto {
  @FlagField({
    optional: true,
    description: 'Sessions that were used of it stay used. Without it, one with such is refused.',
  })
  keepUsages?: boolean;
}
