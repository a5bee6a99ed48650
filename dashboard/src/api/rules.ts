import {
  ActivityDtoSchema,
  AddUsageDtoSchema,
  ChangedReasonDtoSchema,
  ChangedSettingsDtoSchema,
  CreateMemberDtoSchema,
  GrantPackageDtoSchema,
  InvitePersonDtoSchema,
  ListCoachesQuerySchema,
  ListMembersQuerySchema,
  ListPeopleQuerySchema,
  UsageDtoSchema,
} from './generated/schemas.gen.js';

/*
 * Lists and limits of the API that pages need at run time, as openapi.json has them. Limits that
 * forms show, such as the longest reason, come from `GET /studio`: `useStudio().rules`.
 */

/** What a member may need, the most urgent first. */
export const ATTENTIONS = ListMembersQuerySchema.properties.attention.enum;

/** The longest text that members are searched by. */
export const LONGEST_SEARCH = ListMembersQuerySchema.properties.search.maxLength;

/** The longest note about somebody. */
export const LONGEST_NOTE = CreateMemberDtoSchema.properties.note.maxLength;

/** As many coaches as one answer holds. */
export const MOST_COACHES = ListCoachesQuerySchema.properties.limit.maximum;

/** What the rows of a history are. */
export const USAGE_KINDS = UsageDtoSchema.properties.kind.enum;

/** Whether somebody came to a session. */
export const ATTENDANCES = AddUsageDtoSchema.properties.attendance.enum;

/** How a package that can be sold is paid. */
export const SALE_KINDS = GrantPackageDtoSchema.properties.rateType.enum;

/** The fewest sessions of a package. */
export const FEWEST_SESSIONS = GrantPackageDtoSchema.properties.sessions.minimum;

/** What is noted in the activity log. */
export const ACTIONS = ActivityDtoSchema.properties.action.enum;

/** How what is noted in the activity log ended. */
export const OUTCOMES = ActivityDtoSchema.properties.outcome.enum;

/** What somebody may be to the studio. */
export const ROLES = ListPeopleQuerySchema.properties.role.enum;

/** Whether somebody can sign in, or why not. */
export const PERSON_STATES = ListPeopleQuerySchema.properties.state.enum;

/** The languages in which people can be written to. */
export const WRITTEN_LANGUAGES = InvitePersonDtoSchema.properties.locale.enum;

/** As many reasons as a studio has. */
export const MOST_REASONS = ChangedSettingsDtoSchema.properties.reasons.maxItems;

/** The longest text of a reason. */
export const LONGEST_REASON_TEXT = ChangedReasonDtoSchema.properties.en.maxLength;

/** What the code of a reason looks like. */
export const REASON_CODE = new RegExp(ChangedReasonDtoSchema.properties.code.pattern);
