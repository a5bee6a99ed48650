import type { Problem } from '../common/problem.js';

/**
 * What the log says of a request that failed by no fault of its sender: of what is unavailable the
 * cause in one line, because each request meets the same; of a defect all that there is.
 */
export function loggedFailure(problem: Problem, error: unknown, requestId: string): object {
  const { code, detail, cause } = problem;
  const about = { msg: code, requestId };
  if (code !== 'unavailable' && code !== 'sign_in_busy') return { ...about, err: cause ?? error };
  const lines = chainOf(cause).map(lineOf);
  return { ...about, detail, ...(lines.length > 0 ? { cause: lines.join(', because of ') } : {}) };
}

/** An error and what it came from: the first one may say what to do. */
function chainOf(error: unknown): unknown[] {
  if (error === undefined) return [];
  return [error, ...(error instanceof Error ? chainOf(error.cause) : [])];
}

/** `SQLITE_FULL: database or disk is full`; a server's errors also have a number. */
function lineOf(error: unknown): string {
  const { code, errno, message } = (error ?? {}) as Record<string, unknown>;
  const words = [code, errno].filter((word) => word !== undefined && word !== '');
  const text = typeof message === 'string' ? message : String(error);
  return [words.join(' '), text].filter(Boolean).join(': ');
}
