import type { ProblemDto } from './generated/types.gen.js';

/** Everything that the API refuses with. */
export type ProblemCode = ProblemDto['code'];

/** The API refused. `code` is stable and decides; texts/ has the words for people. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  /** What is wrong with which field, where fields are what is wrong. */
  readonly fields: ReadonlyMap<string, string>;

  constructor(
    readonly status: number,
    readonly body: ProblemDto,
  ) {
    super(body.detail);
    this.code = body.code;
    this.fields = new Map((body.errors ?? []).map(({ field, message }) => [field, message]));
  }
}

/** No answer came, or none of ours: what was asked for may have happened or not. */
export class Unreachable extends Error {}

/** What the generated client answers, whatever the operation. */
interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response?: Response;
}

/** The data of an answer. Throws `ApiProblem` where the API refused, `Unreachable` without one. */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer.catch(lost);
  // Without a response the client hands on what fetch threw, or what renewing the tokens did.
  if (!response) throw error instanceof ApiProblem ? error : new Unreachable();
  if (response.ok) return data as T;
  throw isProblem(error) ? new ApiProblem(response.status, error) : new Unreachable();
}

/** The connection broke while the answer arrived. */
function lost(): Answer<never> {
  return {};
}

/** A proxy's error page is none. */
function isProblem(body: unknown): body is ProblemDto {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}
