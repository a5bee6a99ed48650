import { applyDecorators } from '@nestjs/common';
import { isEmail, ValidateBy } from 'class-validator';
import { MAX_EMAIL_LENGTH, MAX_NAME_LENGTH } from '../../common/limits.js';
import { TextField } from '../../http/fields.js';

function EmailField(options: { optional?: boolean }): PropertyDecorator {
  const message = 'email must be an e-mail address.';
  return applyDecorators(
    TextField({ ...options, maxLength: MAX_EMAIL_LENGTH, example: 'tom.baker@example.com' }),
    ValidateBy({ name: 'isEmailAddress', validator: { validate: isEmailAddress } }, { message }),
  );
}

/** The library's check throws on half of a surrogate pair. */
function isEmailAddress(value: unknown): boolean {
  return typeof value === 'string' && value.isWellFormed() && isEmail(value);
}

export class CreateMemberDto {
  @TextField({ maxLength: MAX_NAME_LENGTH, example: 'Tom' })
  firstName: string;

  @TextField({ maxLength: MAX_NAME_LENGTH, example: 'Baker' })
  lastName: string;

  /** Nobody else in the studio may have it. */
  @EmailField({})
  email: string;
}

export class ChangeMemberDto {
  @TextField({ optional: true, maxLength: MAX_NAME_LENGTH, example: 'Tom' })
  firstName?: string;

  @TextField({ optional: true, maxLength: MAX_NAME_LENGTH, example: 'Baker' })
  lastName?: string;

  @EmailField({ optional: true })
  email?: string;
}
