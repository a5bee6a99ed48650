import { type Role, ROLES } from '../../common/actor.js';
import { type Locale, LOCALES } from '../../common/locales.js';
import { ChoiceField, CursorParam, FlagField, IdParam, LimitParam } from '../../http/fields.js';
import {
  EmailField,
  LastNameField,
  NameField,
  NoteField,
  PhoneField,
  SearchParam,
} from '../../http/person-fields.js';
import { PERSON_STATES, type PersonState } from '../person-rules.js';

const WHICH = 'What somebody is to the studio.';
const ALSO_COACH = 'Whether packages are sold with them, too. Only for `admin` and `staff`.';
const LANGUAGE = 'The language in which they are written to.';

export class PersonPathDto {
  @IdParam({ description: 'The person.', example: 6 })
  personId: number;
}

export class InvitePersonDto {
  @NameField({ example: 'Ana' })
  firstName: string;

  /** Empty where there is none: one name is enough. */
  @LastNameField({ example: 'Silva' })
  lastName?: string;

  /** Nobody else in the studio may have it. Only members can be without one. */
  @EmailField({ optional: true, nullable: true, example: 'ana@example.com' })
  email?: string | null;

  @PhoneField()
  phone?: string | null;

  @NoteField()
  note?: string | null;

  @ChoiceField(ROLES, { description: WHICH, example: 'coach' })
  role: Role;

  @FlagField({ optional: true, description: ALSO_COACH })
  alsoCoach?: boolean;

  @ChoiceField(LOCALES, { optional: true, description: LANGUAGE })
  locale?: Locale;
}

export class ChangePersonDto {
  @NameField({ optional: true, example: 'Ana' })
  firstName?: string;

  /** Empty to take it away. */
  @LastNameField({ example: 'Silva' })
  lastName?: string;

  /** Null to take a member's away: they are signed out everywhere. */
  @EmailField({ optional: true, nullable: true, example: 'ana@example.com' })
  email?: string | null;

  @PhoneField()
  phone?: string | null;

  @NoteField()
  note?: string | null;

  @ChoiceField(ROLES, { optional: true, description: WHICH, example: 'coach' })
  role?: Role;

  @FlagField({ optional: true, description: ALSO_COACH })
  alsoCoach?: boolean;

  @FlagField({ optional: true, description: 'Whether they are switched off.' })
  disabled?: boolean;

  @ChoiceField(LOCALES, { optional: true, description: LANGUAGE })
  locale?: Locale;
}

export class PeopleQueryDto {
  @ChoiceField(ROLES, {
    optional: true,
    description: '`coach` also lists who is one beside another role.',
  })
  role?: Role;

  @ChoiceField(PERSON_STATES, {
    optional: true,
    description:
      '`disabled`: switched off. `kept_out`: PHP lets them in no more, or not yet. ' +
      '`no_password`: they have set none yet. `active`: everybody else.',
  })
  state?: PersonState;

  @SearchParam()
  search?: string;

  @LimitParam()
  limit?: number;

  @CursorParam()
  cursor?: string;
}
