import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiHeader,
  ApiProperty,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { ProblemDto } from './dto/problem.dto.js';
import { PROBLEM_CODES, type ProblemCode } from '../common/problem-codes.js';

/** The problems of every operation that reads, before its own. */
export const READING = [
  'validation_failed',
  'not_signed_in',
  'token_expired',
  'forbidden',
] as const satisfies ProblemCode[];

/** The problems of every operation that takes a body. */
export const BODY = [
  'validation_failed',
  'malformed_json',
  'malformed_request',
  'body_too_large',
  'unsupported_media_type',
] as const satisfies ProblemCode[];

/** The problems of every operation that changes something and whose answer is not kept. */
export const CHANGING_UNKEPT = [
  ...BODY,
  'not_signed_in',
  'token_expired',
  'forbidden',
] as const satisfies ProblemCode[];

/** The problems of every other operation that changes something, before its own. */
export const CHANGING = [
  ...CHANGING_UNKEPT,
  'idempotency_key_reused',
] as const satisfies ProblemCode[];

/** Documents the problems that an operation answers with, grouped by status, each as an example. */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator {
  // Whoever has to say who they are has a limit.
  const limited = codes.includes('not_signed_in') ? (['too_many_requests'] as const) : [];
  // Somebody else's member may be reached by standing in, for which not all is open.
  const standing = codes.includes('not_your_member') ? (['substitute_not_allowed'] as const) : [];
  const own: ProblemCode[] = [...codes, ...standing, ...limited];
  const all: ProblemCode[] = [...own, 'internal_error', 'unavailable'];
  const responses = [...groupByStatus(all)].map(([status, group]) =>
    ApiResponse({
      status,
      description: group.map((code) => `\`${code}\`: ${PROBLEM_CODES[code][1]}`).join(' · '),
      content: {
        'application/problem+json': {
          schema: { $ref: getSchemaPath(ProblemDto) },
          examples: Object.fromEntries(group.map((code) => [code, { value: exampleOf(code) }])),
        },
      },
    }),
  );
  return applyDecorators(ApiExtraModels(ProblemDto), ...responses);
}

function groupByStatus(codes: readonly ProblemCode[]): Map<number, ProblemCode[]> {
  const groups = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const [status] = PROBLEM_CODES[code];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}

function exampleOf(code: ProblemCode): object {
  const [status, title] = PROBLEM_CODES[code];
  const [type, detail] = [`urn:problem:${code}`, `${title}.`];
  const [instance, requestId] = ['/api/v1/…', '4bf92f3577b34da6a3ce929d0e0e4736'];
  return {
    type,
    title,
    status,
    detail,
    instance,
    code,
    requestId,
    success: false,
    message: detail,
  };
}

/** Documents the header that makes a mutation safe to repeat. */
export function ApiIdempotent(): MethodDecorator {
  return ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'Send the same key again to get the first answer again instead of a second change. ' +
      '1 to 128 printable characters, kept for 48 hours.',
    schema: { type: 'string', minLength: 1, maxLength: 128 },
  });
}

/** A page of rows of one kind, as a class that the OpenAPI document can describe. */
export function PageOf<Row>(row: Type<Row>): Type<{ data: Row[]; nextCursor: string | null }> {
  class PageDto {
    @ApiProperty({ type: [row] })
    data: Row[];

    @ApiProperty({
      type: 'string',
      nullable: true,
      description: 'Send it as `cursor` to get the next page; null on the last one.',
      example: null,
    })
    nextCursor: string | null;
  }
  Object.defineProperty(PageDto, 'name', { value: `${row.name.replace(/Dto$/, '')}PageDto` });
  return PageDto;
}
