import { SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { ExecutionContext } from '@nestjs/common';
import type { ApiRequest } from './api-request.js';
import { MAX_ID } from '../common/limits.js';
import { fieldError, validationProblem } from '../common/problem.js';

/** The fields of a request by name, of any type. */
export type Fields = Readonly<Record<string, unknown>>;

const MEMBER_FIELD = 'memberField';

/** The field that says which member a route is about. */
export interface MemberFieldRule {
  readonly name: string;
  /** Who reaches everybody may ask for anybody, also for whom there is not. */
  readonly mayBeNobody?: boolean;
}

/** Names the field of query or body that says which member a route is about. */
export const MemberField = (
  name: string,
  more: Omit<MemberFieldRule, 'name'> = {},
): MethodDecorator => SetMetadata(MEMBER_FIELD, { name, ...more });

/** What a route has declared by `@MemberField`. */
export function memberFieldOf(
  reflector: Reflector,
  context: ExecutionContext,
): MemberFieldRule | undefined {
  return reflector.get<MemberFieldRule | undefined>(MEMBER_FIELD, context.getHandler());
}

/**
 * Query and body as one set of fields; the body wins. Guards and handlers must both read a member
 * from here, so that nobody is let through for one member and served another.
 */
export function fieldsOf({ query, body }: Pick<ApiRequest, 'query' | 'body'>): Fields {
  const fields = Object.create(null) as Record<string, unknown>;
  for (const part of [query, body]) {
    for (const [name, value] of Object.entries(part ?? {})) {
      if (value !== null) fields[name] = value;
    }
  }
  return fields;
}

/** A whole number, also where it is written as text; undefined for everything else. */
export function wholeNumberOf(value: unknown): number | undefined {
  const isText = typeof value === 'string' && /^\s*[+-]?\d{1,15}\s*$/.test(value);
  const number = isText ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** The id of a row. Throws `validation_failed` where it is missing or none. */
export function readIdField(fields: Fields, name: string): number {
  const id = wholeNumberOf(fields[name]) ?? 0;
  if (id >= 1 && id <= MAX_ID) return id;
  const message = `${name} must be a whole number from 1 to ${MAX_ID}.`;
  throw validationProblem([fieldError('body', name, message)]);
}
