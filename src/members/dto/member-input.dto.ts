import { applyDecorators } from '@nestjs/common';
import { isEmail, ValidateBy } from 'class-validator';
import { TextField } from '../../common/fields.js';

function EmailField(options: { optional?: boolean }): PropertyDecorator {
  const message = 'email must be an e-mail address.';
  return applyDecorators(
    TextField({ ...options, maxLength: 191, example: 'tom.baker@example.com' }),
    ValidateBy({ name: 'isAddress', validator: { validate: isAddress } }, { message }),
  );
}

/** The library's check throws on half of a surrogate pair. */
function isAddress(value: unknown): boolean {
  return typeof value === 'string' && value.isWellFormed() && isEmail(value);
}

export class CreateMemberDto {
  @TextField({ maxLength: 100, example: 'Tom' })
  firstName: string;

  @TextField({ maxLength: 100, example: 'Baker' })
  lastName: string;

  /** Nobody else in the studio may have it. */
  @EmailField({})
  email: string;
}

export class ChangeMemberDto {
  @TextField({ optional: true, maxLength: 100, example: 'Tom' })
  firstName?: string;

  @TextField({ optional: true, maxLength: 100, example: 'Baker' })
  lastName?: string;

  @EmailField({ optional: true })
  email?: string;
}
