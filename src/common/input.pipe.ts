import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldError, fieldError, validationProblem } from './problem.js';

const PARTS = { body: 'body', query: 'query', param: 'path' } as const;

/** Names that class-transformer drops without a word, so that no rule ever sees them. */
const DROPPED = new Set(['__proto__', 'constructor']);

class InvalidInput extends Error {
  constructor(readonly errors: ValidationError[]) {
    super('invalid input');
  }
}

/** Checks every body, query and path against its DTO; what the DTO does not name is refused. */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => new InvalidInput(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return value;
    const ignored = ignoredFields(value, '');
    if (ignored.length > 0) {
      const where = PARTS[metadata.type];
      throw validationProblem(ignored.map((f) => fieldError(where, f, unknownField(f))));
    }
    try {
      return (await super.transform(value ?? {}, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      throw validationProblem(fieldErrors(error.errors, PARTS[metadata.type], ''));
    }
  }
}

function fieldErrors(
  errors: readonly ValidationError[],
  where: FieldError['in'],
  parent: string,
): FieldError[] {
  return errors.flatMap((error) => {
    const field = parent === '' ? error.property : `${parent}.${error.property}`;
    const messages = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
      rule === 'whitelistValidation' ? unknownField(field) : message,
    );
    const own = [...new Set(messages)].map((message) => fieldError(where, field, message));
    return [...own, ...fieldErrors(error.children ?? [], where, field)];
  });
}

function unknownField(field: string): string {
  return `${field} is not a field of this request.`;
}

function ignoredFields(value: unknown, parent: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = parent === '' ? name : `${parent}.${name}`;
    return DROPPED.has(name) ? [field] : ignoredFields(inner, field);
  });
}
