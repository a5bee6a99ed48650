import { OfCoachParam } from '../../http/coach-fields.js';
import {
  ChoiceField,
  CursorParam,
  DayField,
  FlagParam,
  IdParam,
  LimitParam,
} from '../../http/fields.js';
import {
  type Attendance,
  ATTENDANCES,
  USAGE_KINDS,
  type UsageKind,
} from '../../packages/usage.entity.js';

export class MemberSessionsPathDto {
  @IdParam({ description: 'The member.', example: 6 })
  memberId: number;
}

export class UsagePathDto extends MemberSessionsPathDto {
  @IdParam({ description: "A usage of the member's history.", example: 12 })
  usageId: number;
}

export class HistoryQueryDto {
  @DayField({ optional: true, description: 'From this studio day on.' })
  from?: string;

  @DayField({ optional: true, description: 'Up to this studio day, the day included.' })
  to?: string;

  @ChoiceField(USAGE_KINDS, { optional: true, description: 'Only rows of this kind.' })
  kind?: UsageKind;

  @ChoiceField(ATTENDANCES, { optional: true, description: 'Only sessions of this attendance.' })
  attendance?: Attendance;

  @FlagParam({ optional: true, description: '`false` leaves out what was undone.', example: true })
  includeUndone?: boolean;

  @OfCoachParam()
  coachId?: number;

  @LimitParam()
  limit?: number;

  @CursorParam()
  cursor?: string;
}
