import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsInt,
  IsISO8601,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { MAX_ID } from '../common/limits.js';
import { isStudioDay } from '../common/studio-day.js';
import { MAX_REASON_CODE_LENGTH, REASON_CODE } from '../common/why.js';

/**
 * The kinds of fields that requests are made of. Each decorator validates and documents at once,
 * so that the OpenAPI document cannot disagree with what is accepted.
 */
interface FieldOptions {
  readonly optional?: boolean;
  /** Another field of the body: an optional one is needed where that one is not there either. */
  readonly neededWithout?: string;
  readonly nullable?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

function field(
  options: FieldOptions,
  schema: ApiPropertyOptions,
  ...rules: PropertyDecorator[]
): PropertyDecorator {
  const { optional, neededWithout, nullable, description, example } = options;
  const documented = {
    ...schema,
    ...(nullable ? { nullable } : {}),
    ...(description === undefined ? {} : { description }),
    ...(example === undefined ? {} : { example }),
  };
  return applyDecorators(
    ...(nullable ? [ValidateIf((_, value) => value !== null)] : []),
    ...(optional ? [absentOrValid(neededWithout)] : []),
    optional ? ApiPropertyOptional(documented) : ApiProperty(documented),
    ...rules,
  );
}

/** Like IsOptional, but null is a value, not an absence: `{"coachId": null}` is a mistake. */
function absentOrValid(neededWithout = ''): PropertyDecorator {
  return ValidateIf(
    (body: Record<string, unknown>, value) =>
      value !== undefined || (neededWithout !== '' && body[neededWithout] === undefined),
  );
}

/** Numbers in URLs arrive as text; anything but plain digits stays text and is refused. */
function digitsToNumber(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^(0|-?[1-9]\d{0,14})$/.test(value) ? Number(value) : value,
  );
}

/** A whole number in a body. */
export function IntegerField(
  options: FieldOptions & { minimum: number; maximum: number },
): PropertyDecorator {
  const { minimum, maximum } = options;
  const message = `$property must be a whole number from ${minimum} to ${maximum}.`;
  return field(
    options,
    { type: 'integer', minimum, maximum },
    IsInt({ message }),
    Min(minimum, { message }),
    Max(maximum, { message }),
  );
}

/** The id of a row, in a body. */
export function IdField(options: FieldOptions = {}): PropertyDecorator {
  return IntegerField({ ...options, minimum: 1, maximum: MAX_ID });
}

/** The id of a row, in a path or a query. */
export function IdParam(options: FieldOptions = {}): PropertyDecorator {
  return applyDecorators(digitsToNumber(), IdField(options));
}

/** In lower case, as we make them. */
export const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The id of a row whose ids nobody can count, in a path. */
export function UuidParam(options: FieldOptions = {}): PropertyDecorator {
  const message = '$property must be a UUID in lower case.';
  return field(options, { type: 'string', format: 'uuid' }, Matches(UUID, { message }));
}

/** A whole number in a query. */
export function IntegerParam(
  options: FieldOptions & { minimum: number; maximum: number },
): PropertyDecorator {
  return applyDecorators(digitsToNumber(), IntegerField(options));
}

/** The size of a page, in a query. */
export function LimitParam(): PropertyDecorator {
  const description = 'How many rows at most.';
  return IntegerParam({ optional: true, minimum: 1, maximum: 100, description, example: 20 });
}

/** Where the next page begins, in a query. */
export function CursorParam(): PropertyDecorator {
  const description = 'The `nextCursor` of the page before.';
  return field(
    { optional: true, description },
    { type: 'string', maxLength: 500 },
    IsString(),
    MaxLength(500),
  );
}

/** A calendar date that exists. */
export function DayField(options: FieldOptions = {}): PropertyDecorator {
  const message = '$property must be a calendar date, YYYY-MM-DD.';
  const rule = ValidateBy(
    { name: 'isStudioDay', validator: { validate: isStudioDay } },
    { message },
  );
  return field({ example: '2026-11-20', ...options }, { type: 'string', format: 'date' }, rule);
}

// ISO 8601 knows weeks, decimal commas and more that JavaScript does not read.
const INSTANT = /^(19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** An instant with its offset. */
export function InstantField(options: FieldOptions = {}): PropertyDecorator {
  const message =
    '$property must be an instant in ISO 8601 with a time zone, such as 2026-11-20T09:30:00Z.';
  return field(
    options,
    { type: 'string', format: 'date-time' },
    IsISO8601({ strict: true, strictSeparator: true }, { message }),
    Matches(INSTANT, { message }),
  );
}

/**
 * Text that people wrote: well-formed, without control characters but line breaks, and trimmed
 * unless it is to be taken `verbatim`, as passwords are.
 */
export function TextField(
  options: FieldOptions & { minLength?: number; maxLength: number; verbatim?: true },
): PropertyDecorator {
  const { minLength = 1, maxLength, verbatim = false } = options;
  const message = `$property must be text of ${minLength} to ${maxLength} characters.`;
  return field(
    options,
    { type: 'string', minLength, maxLength },
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && !verbatim ? value.trim() : value,
    ),
    IsString({ message }),
    MinLength(minLength, { message }),
    MaxLength(maxLength, { message }),
    ValidateBy(
      { name: 'isCleanText', validator: { validate: isCleanText } },
      { message: '$property must not contain control characters or broken characters.' },
    ),
    ...(verbatim ? [] : [readable()]),
  );
}

/** Refuses what nobody can read, or what shows other than it is. */
function readable(): PropertyDecorator {
  return ValidateBy(
    { name: 'isReadableText', validator: { validate: isReadableText } },
    { message: '$property must be readable text.' },
  );
}

const VISIBLE = /[^\p{C}\p{Z}\u115f\u1160\u2800\u3164\uffa0]/u;
// These turn the direction of what follows, far beyond the text that holds them.
const TURNING = /[\u202a-\u202e\u2066-\u2069]/;

/** Whether a value, if it is text and not empty, has something to be seen, and shows as it is. */
export function isReadableText(value: unknown): boolean {
  if (typeof value !== 'string' || value === '') return true;
  return VISIBLE.test(value) && !TURNING.test(value);
}

// Tab and line breaks are welcome in a reason; NUL and its kind are not, anywhere.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Whether a value, if it is text, is well-formed and without control characters. */
export function isCleanText(value: unknown): boolean {
  // Anything but text is refused by another rule.
  return typeof value !== 'string' || (value.isWellFormed() && !CONTROL.test(value));
}

/** The code of a reason; whether the studio has it is another question. */
export function ReasonCodeField(options: FieldOptions = {}): PropertyDecorator {
  const message =
    '$property must be 2 to 32 small letters, digits and underscores, and begin with a letter.';
  return field(
    { example: 'goodwill', ...options },
    {
      type: 'string',
      pattern: REASON_CODE.source,
      minLength: 2,
      maxLength: MAX_REASON_CODE_LENGTH,
    },
    Matches(REASON_CODE, { message }),
  );
}

/** One of a few words. */
export function ChoiceField(
  choices: readonly string[],
  options: FieldOptions = {},
): PropertyDecorator {
  const message = `$property must be one of ${choices.join(', ')}.`;
  const rule = ValidateBy(
    { name: 'isChoice', validator: { validate: (value) => choices.includes(value as string) } },
    { message },
  );
  return field(options, { type: 'string', enum: [...choices] }, rule);
}

/** A yes or no in a body. */
export function FlagField(options: FieldOptions = {}): PropertyDecorator {
  const message = '$property must be true or false.';
  const rule = ValidateBy(
    { name: 'isFlag', validator: { validate: (value) => typeof value === 'boolean' } },
    { message },
  );
  return field(options, { type: 'boolean' }, rule);
}

/** A yes or no in a query: `true` or `false`. */
export function FlagParam(options: FieldOptions = {}): PropertyDecorator {
  const toFlag = Transform(({ value }: { value: unknown }) =>
    value === 'true' ? true : value === 'false' ? false : value,
  );
  return applyDecorators(toFlag, FlagField(options));
}
