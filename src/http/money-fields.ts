import { applyDecorators } from '@nestjs/common';
import { ValidateBy } from 'class-validator';
import { isCurrency } from '../common/currencies.js';
import { TextField } from './fields.js';

/* The fields by which requests name money. */

interface Options {
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly description?: string;
}

/** A currency by ISO 4217. */
export function CurrencyField(options: Options): PropertyDecorator {
  const message = '$property must be a currency by ISO 4217, as EUR: three capital letters.';
  return applyDecorators(
    TextField({ ...options, maxLength: 3, example: 'EUR' }),
    ValidateBy({ name: 'isCurrency', validator: { validate: isCurrency } }, { message }),
  );
}
