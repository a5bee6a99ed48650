import type { Actor } from './actor.js';
import { PROBLEM_CODES, type ProblemCode } from './problem-codes.js';

/** One thing wrong with a request: where it stands and what is expected there. */
export interface FieldError {
  readonly in: 'body' | 'query' | 'path' | 'header';
  /** Dotted name of the field, `''` for the whole part. */
  readonly field: string;
  /** JSON pointer (RFC 6901) to the field within its part. */
  readonly pointer: string;
  readonly message: string;
  /** The letters that the database cannot keep, where that is what is wrong. */
  readonly letters?: readonly string[];
  /** How many characters the database can keep, where the text is longer. */
  readonly maxLength?: number;
}

/** What a limit of coaches counts. */
export type LimitUnit = 'sessions' | 'days';

/** Further members of a problem answer, such as the balance that stood in the way. */
export interface ProblemExtras {
  readonly errors?: readonly FieldError[];
  readonly balance?: number;
  readonly version?: number;
  /** What is still to be paid, in the smallest unit, and in which currency a package is paid. */
  readonly openMinor?: number;
  /** What of a payment was not paid back yet. */
  readonly refundableMinor?: number;
  readonly currency?: string;
  /** Of what coaches may give alone: how much the studio has set, and what is left of it. */
  readonly limit?: number;
  readonly left?: number;
  readonly unit?: LimitUnit;
  /** Of a package: how many of its sessions count as used. */
  readonly used?: number;
  /** Of a coach: how many still train with them. */
  readonly members?: number;
  /** Of a freeze: its last studio day, null until further notice; days that stand in its way. */
  readonly until?: string | null;
  readonly days?: readonly string[];
  /** How the subscription in question is paid. No answer shows it; the old app's words need it. */
  readonly rateType?: string;
  /** Seconds after which another try makes sense; sent as `Retry-After`. */
  readonly retryAfter?: number;
}

/** What a problem carries beside its answer. */
interface ProblemContext {
  readonly cause?: unknown;
  /**
   * Who it is about, where nobody is signed in yet: a wrong password names its account. Logged
   * even where that is `ANONYMOUS`.
   */
  readonly actor?: Actor;
}

/**
 * A refusal or failure with a stable code. Thrown anywhere, answered as RFC 9457
 * `application/problem+json` by the problem filter; `detail` is shown to people as it stands.
 */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly actor?: Actor;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
    context: ProblemContext = {},
  ) {
    super(detail, { cause: context.cause });
    this.name = 'Problem';
    [this.status, this.title] = PROBLEM_CODES[code];
    if (context.actor) this.actor = context.actor;
  }
}

/** Errors that one answer lists at most. */
const MAX_ERRORS = 20;

/** Builds the field error for a field, or for the field at the end of a path of names. */
export function fieldError(
  where: FieldError['in'],
  path: string | readonly string[],
  message: string,
): FieldError {
  const names = typeof path === 'string' ? [path].filter(Boolean) : path;
  const escaped = names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return { in: where, field: names.join('.'), pointer: escaped.join(''), message };
}

/** The 400 for requests whose fields are wrong; the first message becomes the detail. */
export function validationProblem(errors: readonly FieldError[]): Problem {
  const detail = errors[0]?.message ?? 'The request is not valid.';
  return new Problem('validation_failed', detail, { errors: errors.slice(0, MAX_ERRORS) });
}
