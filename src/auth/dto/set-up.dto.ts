import { TextField } from '../../http/fields.js';
import { EmailField, NameField } from '../../http/person-fields.js';
import { MAX_PASSWORD_SENT, MIN_PASSWORD_LENGTH } from '../password-rules.js';

/** A person as the operator names one, or as the first admin names themselves. */
export class NewAdminDto {
  @EmailField({ example: 'ada@example.com' })
  email: string;

  @NameField({ example: 'Ada' })
  firstName: string;

  @NameField({ example: 'Moreau' })
  lastName: string;
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

/** A password that somebody wants to have; which are good enough, the rules for passwords say. */
export function NewPasswordField(): PropertyDecorator {
  return TextField({
    maxLength: MAX_PASSWORD_SENT,
    verbatim: true,
    description: `Of ${MIN_PASSWORD_LENGTH} characters at least, and not one that many have.`,
    example: 'nine blue kettles',
  });
}
