import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldError, fieldError, validationProblem } from '../common/problem.js';

const PARTS = { body: 'body', query: 'query', param: 'path' } as const;

/** Names that the libraries drop without a word, so that no rule ever sees them. */
const DROPPED = new Set(['prototype', ...Object.getOwnPropertyNames(Object.prototype)]);

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
    const ignored = ignoredFields(value, []);
    if (ignored.length > 0) {
      const where = PARTS[metadata.type];
      throw validationProblem(ignored.map((path) => unknownField(where, path)));
    }
    try {
      return (await super.transform(value ?? {}, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      throw validationProblem(fieldErrors(error.errors, PARTS[metadata.type], []));
    }
  }
}

function fieldErrors(
  errors: readonly ValidationError[],
  where: FieldError['in'],
  parents: readonly string[],
): FieldError[] {
  return errors.flatMap((error) => {
    const path = [...parents, error.property];
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
      rule === 'whitelistValidation'
        ? unknownField(where, path)
        : // The rules know their field by its last name only.
          fieldError(where, path, message.replace(error.property, path.join('.'))),
    );
    const distinct = own.filter(
      ({ message }, i) => own.findIndex((other) => other.message === message) === i,
    );
    return [...distinct, ...fieldErrors(error.children ?? [], where, path)];
  });
}

/** The error for a field that a request has and should not have. */
export function unknownField(where: FieldError['in'], path: readonly string[]): FieldError {
  return fieldError(where, path, `${path.join('.')} is not a field of this request.`);
}

function ignoredFields(value: unknown, parents: readonly string[]): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = [...parents, name];
    return DROPPED.has(name) ? [path] : ignoredFields(inner, path);
  });
}
