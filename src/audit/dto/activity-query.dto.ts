import {
  ChoiceField,
  CursorParam,
  DayField,
  IdParam,
  LimitParam,
  ReasonCodeField,
} from '../../http/fields.js';
import { ACTIONS, OUTCOMES, type Action, type Outcome } from '../actions.js';

export class ActivityQueryDto {
  @IdParam({ optional: true, description: 'Only what concerns this member.' })
  memberId?: number;

  @IdParam({ optional: true, description: 'Only what concerns this package.' })
  packageId?: number;

  @IdParam({ optional: true, description: 'Only what this person did or tried.' })
  actorId?: number;

  @ChoiceField(ACTIONS, { optional: true, description: 'Only this action.' })
  action?: Action;

  @ChoiceField(OUTCOMES, { optional: true, description: 'Only attempts that ended so.' })
  outcome?: Outcome;

  @ReasonCodeField({ optional: true, description: 'Only what was done for this reason.' })
  reasonCode?: string;

  @DayField({ optional: true, description: 'From this studio day on.' })
  from?: string;

  @DayField({ optional: true, description: 'Up to this studio day, the day included.' })
  to?: string;

  @LimitParam()
  limit?: number;

  @CursorParam()
  cursor?: string;
}
