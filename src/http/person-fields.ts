import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { isEmail, ValidateBy } from 'class-validator';
import {
  MAX_EMAIL_LENGTH,
  MAX_NAME_LENGTH,
  MAX_NOTE_LENGTH,
  MAX_SEARCH_LENGTH,
} from '../common/limits.js';
import { emailOf } from '../common/no-mail.js';
import { isPhone, MAX_PHONE_LENGTH, MIN_PHONE_DIGITS, tidyPhone } from '../common/phones.js';
import { TextField } from './fields.js';

/* The fields by which people are named in requests. */

/**
 * With one sign for each letter that has one: an accent that is typed by itself looks the same, but
 * is found by nobody, and older databases cannot keep it.
 */
function Composed(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.normalize('NFC') : value,
  );
}

interface Options {
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly description?: string;
  readonly example?: string;
}

/** A last name, which is empty where one name is enough. */
export function LastNameField(options: { example: string }): PropertyDecorator {
  return NameField({ ...options, optional: true, minLength: 0 });
}

/** A first name, a last name that is demanded, or the name of a studio. */
export function NameField(
  options: Options & { minLength?: number; maxLength?: number },
): PropertyDecorator {
  const message = '$property must be one line.';
  return applyDecorators(
    TextField({ maxLength: MAX_NAME_LENGTH, ...options }),
    ValidateBy({ name: 'isOneLine', validator: { validate: isOneLine } }, { message }),
    Composed(),
  );
}

/** What to search people for. */
export function SearchParam(): PropertyDecorator {
  return TextField({
    optional: true,
    minLength: 0,
    maxLength: MAX_SEARCH_LENGTH,
    description:
      'Words with which a word of the name, or the e-mail address, begins; all of them. Case, ' +
      'marks, apostrophes and hyphens make no difference, and ue finds ü. Three digits or more, ' +
      'with no letter among them, also find a phone number that begins or ends with them.',
  });
}

/** An e-mail address, such as somebody signs in by. */
export function EmailField(options: Options): PropertyDecorator {
  const message = '$property must be an e-mail address.';
  return applyDecorators(
    TextField({ example: 'tom.baker@example.com', ...options, maxLength: MAX_EMAIL_LENGTH }),
    ValidateBy({ name: 'isEmailAddress', validator: { validate: isEmailAddress } }, { message }),
  );
}

/** A phone number, or null for none. */
export function PhoneField(): PropertyDecorator {
  const message =
    `$property must be a phone number: at least ${MIN_PHONE_DIGITS} digits, ` +
    'spaces, + - ( ) . / and perhaps an extension, such as x12.';
  const validate = (value: unknown) => typeof value === 'string' && isPhone(value);
  return applyDecorators(
    TextField({
      optional: true,
      nullable: true,
      maxLength: MAX_PHONE_LENGTH,
      description: 'Null to take it away.',
      example: '+49 170 1234567',
    }),
    ValidateBy({ name: 'isPhone', validator: { validate } }, { message }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && value.isWellFormed() ? tidyPhone(value) : value,
    ),
  );
}

/** What the studio should know of somebody, or null for nothing. */
export function NoteField(): PropertyDecorator {
  return applyDecorators(
    TextField({
      optional: true,
      nullable: true,
      maxLength: MAX_NOTE_LENGTH,
      description:
        'Null to take it away. The front desk and admins read it, and of a member the coaches; ' +
        'the member does not.',
      example: 'Left knee: no jumps.',
    }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : value,
    ),
  );
}

/** A name stands in the head of a mail, where a line break begins another field. */
function isOneLine(value: unknown): boolean {
  return typeof value !== 'string' || !/[\t\r\n\u0085\u2028\u2029]/.test(value);
}

/**
 * The library's check throws on half of a surrogate pair. What is kept for who has no address would
 * be taken for none.
 */
function isEmailAddress(value: unknown): boolean {
  if (typeof value !== 'string' || !value.isWellFormed()) return false;
  return isEmail(value) && emailOf(value) !== null;
}
