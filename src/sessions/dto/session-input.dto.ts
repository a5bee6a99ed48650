import { NotEquals } from 'class-validator';
import { OfCoachField } from '../../http/coach-fields.js';
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
import { MAX_ADJUSTMENT, MAX_BALANCE, MAX_REASON_LENGTH } from '../../packages/package-rules.js';
import { type Attendance, ATTENDANCES } from '../../packages/usage.entity.js';
import { MOST_A_DAY } from '../../packages/usage-rules.js';
import { MAX_DAYS_BACK } from '../session-rules.js';

const REASON_CODE = 'Why: one of the reasons that `GET /studio` lists as not archived.';

export class StartWorkoutDto {
  @OfCoachField()
  coachId?: number;

  @InstantField({
    optional: true,
    description: 'When it started, at most 24 hours ago; now without it.',
  })
  startedAt?: string;
}

export class AddUsageDto {
  @OfCoachField()
  coachId?: number;

  @IdField({ optional: true, description: 'The package to take it from, if not the next one.' })
  packageId?: number;

  @DayField({
    optional: true,
    description: `The studio day, at most ${MAX_DAYS_BACK} days back; today without it.`,
  })
  usageDate?: string;

  @FlagField({
    optional: true,
    description:
      `One more session of a day that has one already, on purpose: at most ${MOST_A_DAY} in all. ` +
      'Says why by `reason` or `reasonCode`. Where nothing is used yet, it is the first as usual.',
    example: false,
  })
  again?: boolean;

  @ChoiceField(ATTENDANCES, {
    optional: true,
    description: 'Whether the member came; `attended` without it.',
    example: 'attended',
  })
  attendance?: Attendance;

  @TextField({ optional: true, maxLength: MAX_REASON_LENGTH, example: 'Forgot the phone' })
  reason?: string;

  @ReasonCodeField({ optional: true, description: REASON_CODE, example: 'technical' })
  reasonCode?: string;
}

export class UndoDto {
  @OfCoachField()
  coachId?: number;

  @TextField({ optional: true, maxLength: MAX_REASON_LENGTH, example: 'Did not train today' })
  reason?: string;

  @ReasonCodeField({ optional: true, description: REASON_CODE, example: 'not_trained' })
  reasonCode?: string;
}

export class RedoDto {
  @OfCoachField()
  coachId?: number;

  @TextField({ optional: true, maxLength: MAX_REASON_LENGTH, example: 'Trained after all' })
  reason?: string;

  @ReasonCodeField({ optional: true, description: REASON_CODE, example: 'mistake' })
  reasonCode?: string;
}

export class MoveDto {
  @OfCoachField()
  coachId?: number;

  @IdField({ description: 'The package of the member that it is to be taken from.', example: 2 })
  packageId: number;

  @TextField({
    optional: true,
    neededWithout: 'reasonCode',
    maxLength: MAX_REASON_LENGTH,
    description: 'Why, in own words; needed where there is no `reasonCode`.',
    example: 'Wrong package',
  })
  reason?: string;

  @ReasonCodeField({ optional: true, description: REASON_CODE, example: 'mistake' })
  reasonCode?: string;
}

export class ChangeUsageDto {
  @OfCoachField()
  coachId?: number;

  @ChoiceField(ATTENDANCES, { description: 'Whether the member came.', example: 'no_show' })
  attendance: Attendance;

  @TextField({ optional: true, maxLength: MAX_REASON_LENGTH, example: 'Called at nine' })
  reason?: string;

  @ReasonCodeField({ optional: true, description: REASON_CODE, example: 'technical' })
  reasonCode?: string;
}

export class AdjustDto {
  @OfCoachField()
  coachId?: number;

  @IntegerField({
    minimum: -MAX_ADJUSTMENT,
    maximum: MAX_ADJUSTMENT,
    description: 'Sessions to add, or to take away when negative; not 0.',
    example: 2,
  })
  @NotEquals(0, { message: 'adjustment must not be 0.' })
  adjustment: number;

  @TextField({
    optional: true,
    neededWithout: 'reasonCode',
    maxLength: MAX_REASON_LENGTH,
    description: 'Why, in own words; needed where there is no `reasonCode`.',
    example: 'Two sessions as a present',
  })
  reason?: string;

  @ReasonCodeField({ optional: true, description: REASON_CODE })
  reasonCode?: string;

  @IdField({
    optional: true,
    description:
      'The package to correct; without it the one that the next workout would use, else the ' +
      'newest drained one that is not past its date.',
    example: 1,
  })
  packageId?: number;

  @IntegerField({
    optional: true,
    minimum: 0,
    maximum: MAX_BALANCE,
    description: 'The balance that the correction was decided on; refused where it is another.',
    example: 6,
  })
  expectedBalance?: number;
}
