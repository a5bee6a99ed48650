import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { isEmail, ValidateBy } from 'class-validator';
import { MAX_EMAIL_LENGTH, MAX_NAME_LENGTH } from '../../common/limits.js';
import { TextField } from '../../http/fields.js';

/**
 * With one sign for each letter that has one: an accent that is typed by itself looks the same, but
 * is found by nobody, and older databases cannot keep it.
 */
function Composed(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.normalize('NFC') : value,
  );
}

function NameField(options: { optional?: boolean; example: string }): PropertyDecorator {
  return applyDecorators(TextField({ ...options, maxLength: MAX_NAME_LENGTH }), Composed());
}

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
