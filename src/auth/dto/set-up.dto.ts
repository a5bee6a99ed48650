import { FlagField, TextField } from '../../http/fields.js';
import { EmailField, NameField } from '../../http/person-fields.js';
import { NewPasswordField } from './sign-in-fields.js';

/** A person as the operator names one, or as the first admin names themselves. */
export class NewAdminDto {
  @EmailField({ example: 'ada@example.com' })
  email: string;

  @NameField({ example: 'Ada' })
  firstName: string;

  @NameField({ example: 'Moreau' })
  lastName: string;

  @FlagField({
    optional: true,
    description: 'Whether packages are sold with them, too: a trainer who works alone.',
  })
  alsoCoach?: boolean;
}

export class SetUpDto extends NewAdminDto {
  @TextField({
    maxLength: 40,
    description: 'The eight letters that the product has printed at its start.',
    example: 'QXHTBWRM',
  })
  code: string;

  @NewPasswordField()
  password: string;
}
