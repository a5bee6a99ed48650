import { TextField } from '../../http/fields.js';
import { MAX_PASSWORD_SENT, MIN_PASSWORD_LENGTH } from '../password-rules.js';
import { MAX_CODE_LENGTH } from '../second-factor-rules.js';

/** A password that somebody wants to have; which are good enough, the rules for passwords say. */
export function NewPasswordField(): PropertyDecorator {
  return TextField({
    maxLength: MAX_PASSWORD_SENT,
    verbatim: true,
    description: `Of ${MIN_PASSWORD_LENGTH} characters at least, and not one that many have.`,
    example: 'nine blue kettles',
  });
}

/** A code of the second factor, of whoever has one. */
export function CodeField(): PropertyDecorator {
  return TextField({
    optional: true,
    maxLength: MAX_CODE_LENGTH,
    description: 'Where the account asks for one: six digits, or a recovery code.',
    example: '492039',
  });
}
