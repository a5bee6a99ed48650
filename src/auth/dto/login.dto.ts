import { TextField } from '../../common/fields.js';

export class LoginDto {
  @TextField({ maxLength: 191, example: 'ana@example.com' })
  email: string;

  @TextField({ maxLength: 200, verbatim: true, example: 'training-day' })
  password: string;
}
