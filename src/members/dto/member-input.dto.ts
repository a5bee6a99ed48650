import { applyDecorators } from '@nestjs/common';
import { IsEmail } from 'class-validator';
import { TextField } from '../../common/fields.js';

function EmailField(options: { optional?: boolean }): PropertyDecorator {
  const message = 'email must be an e-mail address.';
  return applyDecorators(
    TextField({ ...options, maxLength: 191, example: 'tom.baker@example.com' }),
    IsEmail({}, { message }),
  );
}

export class CreateMemberDto {
  @TextField({ maxLength: 100, example: 'Tom' })
  firstName: string;

  @TextField({ maxLength: 100, example: 'Baker' })
  lastName: string;

  /** Nobody else in the studio may have it. */
  @EmailField({})
  email: string;

  /** Lets the member sign in; without one the account is only kept. */
  @TextField({ optional: true, minLength: 10, maxLength: 200, verbatim: true })
  password?: string;
}

export class ChangeMemberDto {
  @TextField({ optional: true, maxLength: 100, example: 'Tom' })
  firstName?: string;

  @TextField({ optional: true, maxLength: 100, example: 'Baker' })
  lastName?: string;

  @EmailField({ optional: true })
  email?: string;
}
