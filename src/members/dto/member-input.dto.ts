import { EmailField, NameField } from '../../http/person-fields.js';

export class CreateMemberDto {
  @NameField({ example: 'Tom' })
  firstName: string;

  @NameField({ example: 'Baker' })
  lastName: string;

  /** Nobody else in the studio may have it. */
  @EmailField({})
  email: string;
}

export class ChangeMemberDto {
  @NameField({ optional: true, example: 'Tom' })
  firstName?: string;

  @NameField({ optional: true, example: 'Baker' })
  lastName?: string;

  @EmailField({ optional: true })
  email?: string;
}
