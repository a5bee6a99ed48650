import {
  FlagField,
  FlagParam,
  IdField,
  IdParam,
  ReasonCodeField,
  TextField,
} from '../../http/fields.js';
import { MAX_REASON_LENGTH } from '../package-rules.js';

const INCLUDE_ENDED = 'Those that were ended with sessions left go, too.';

export class HandOverPathDto {
  @IdParam({ description: 'The coach who leaves, or has left.', example: 3 })
  personId: number;
}

export class HandOverQueryDto {
  @IdParam({ optional: true, description: 'To whom; asked whether that can be.', example: 4 })
  toCoachId?: number;

  @FlagParam({ optional: true, description: INCLUDE_ENDED })
  includeEnded?: boolean;
}

export class HandOverDto {
  @IdField({ description: 'The coach who takes them over.', example: 4 })
  toCoachId: number;

  @FlagField({ optional: true, description: INCLUDE_ENDED })
  includeEnded?: boolean;

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
}
