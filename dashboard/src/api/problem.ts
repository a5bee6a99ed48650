import type { FieldErrorDto, ProblemDto } from './generated/types.gen.js';

/** The codes of all problems that the API answers with. */
export type ProblemCode = ProblemDto['code'];

/** The API refused. Code decides by the stable `code`; texts/ has the text for each code. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  /** What is wrong first, by the field's own name, where fields are invalid. */
  readonly fields: ReadonlyMap<string, FieldErrorDto>;

  constructor(
    readonly status: number,
    readonly body: ProblemDto,
    /** How long the server asks to be left alone; 0 where it does not. */
    readonly retryAfterMs = 0,
  ) {
    super(body.detail);
    this.code = body.code;
    // Of two entries with one key a map keeps the last.
    const errors = (body.errors ?? []).toReversed();
    this.fields = new Map(errors.map((error) => [ownName(error.field), error]));
  }

  /**
   * Whether the server is busy, was asked too much, or does not know the name by which it was asked
   * (421), which the studio can mend: the same may be sent again later.
   */
  get isTemporary(): boolean {
    return [408, 421, 429].includes(this.status) || this.status >= 500;
  }
}

/** A field of an object in the body is named with its path: `values.replyTo`. */
function ownName(field: string): string {
  return field.slice(field.lastIndexOf('.') + 1);
}

/** The code of what was refused; null for no error, and where there was no answer. */
export function codeOf(error: Error | null): ProblemCode | null {
  return error instanceof ApiProblem ? error.code : null;
}

/** There was no answer, or not one of the API: the request may have been executed or not. */
export class Unreachable extends Error {}

/** What the generated client answers, whatever the operation. */
interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response?: Response;
}

/** The data of an answer. Throws `ApiProblem` where the API refused, `Unreachable` without one. */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer.catch(connectionLost);
  // Without a response the client hands on what fetch threw, or what renewing the tokens did.
  if (!response) throw error instanceof ApiProblem ? error : new Unreachable();
  if (response.ok) return data as T;
  if (!isProblem(error)) throw new Unreachable();
  throw new ApiProblem(response.status, error, retryAfterMsOf(response));
}

/** In seconds, as our server says it; a proxy may say it by a date, which is as good as nothing. */
function retryAfterMsOf({ headers }: Response): number {
  const seconds = Number(headers.get('Retry-After') ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 0;
}

/** The connection broke while the answer arrived. */
function connectionLost(): Answer<never> {
  return {};
}

/** Whether a body is a problem of the API, and not the error page of a proxy. */
function isProblem(body: unknown): body is ProblemDto {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}
