import { FlagField } from '../../http/fields.js';
import {
  EmailField,
  LastNameField,
  NameField,
  NoteField,
  PhoneField,
} from '../../http/person-fields.js';

export class CreateMemberDto {
  @NameField({ example: 'Tom' })
  firstName: string;

  /** Empty where there is none: one name is enough. */
  @LastNameField({ example: 'Baker' })
  lastName?: string;

  /** Nobody else in the studio may have it; who has none cannot sign in. */
  @EmailField({ optional: true, nullable: true })
  email?: string | null;

  @PhoneField()
  phone?: string | null;

  @NoteField()
  note?: string | null;

  @FlagField({
    optional: true,
    description: 'Whether they get a link by which they set a password, as invited people do.',
  })
  invite?: boolean;
}

export class ChangeMemberDto {
  @NameField({ optional: true, example: 'Tom' })
  firstName?: string;

  /** Empty to take it away. */
  @LastNameField({ example: 'Baker' })
  lastName?: string;

  /** Null to take it away: they are signed out everywhere. */
  @EmailField({ optional: true, nullable: true })
  email?: string | null;

  @PhoneField()
  phone?: string | null;

  @NoteField()
  note?: string | null;
}
