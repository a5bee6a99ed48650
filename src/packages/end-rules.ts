import { fieldError, type Problem, validationProblem } from '../common/problem.js';

/** The end that a request names, if it is still to come. Throws `validation_failed`. */
export function futureOrNull(text: string | null | undefined, at: Date): Date | null {
  if (text === undefined || text === null) return null;
  const instant = wholeSecond(new Date(text));
  if (instant <= at) throw pastEnd();
  return instant;
}

/** The database keeps no fractions, so what is answered should have none either. */
export function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}

function pastEnd(): Problem {
  return validationProblem([fieldError('body', 'expiresAt', 'expiresAt must be in the future.')]);
}
