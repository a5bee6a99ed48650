import { MAX_EMAIL_LENGTH } from '../../common/limits.js';
import { TextField } from '../../http/fields.js';
import { CodeField } from './sign-in-fields.js';

export class LoginDto {
  @TextField({ maxLength: MAX_EMAIL_LENGTH, example: 'ana@example.com' })
  email: string;

  @TextField({ maxLength: 200, verbatim: true, example: 'training-day' })
  password: string;

  @CodeField()
  code?: string;
}
