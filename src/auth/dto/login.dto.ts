import { MAX_EMAIL_LENGTH } from '../../common/limits.js';
import { TextField } from '../../http/fields.js';
import { MAX_CODE_LENGTH } from '../second-factor-rules.js';

export class LoginDto {
  @TextField({ maxLength: MAX_EMAIL_LENGTH, example: 'ana@example.com' })
  email: string;

  @TextField({ maxLength: 200, verbatim: true, example: 'training-day' })
  password: string;

  @TextField({
    optional: true,
    maxLength: MAX_CODE_LENGTH,
    description: 'Where the account asks for one: six digits, or a recovery code.',
    example: '492039',
  })
  code?: string;
}
