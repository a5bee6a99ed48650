import { TextField } from '../../http/fields.js';
import { NewPasswordField } from './sign-in-fields.js';

export class ChangePasswordDto {
  @TextField({ maxLength: 200, verbatim: true, example: 'training-day' })
  current: string;

  @NewPasswordField()
  next: string;
}
