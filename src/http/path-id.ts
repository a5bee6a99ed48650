import { MAX_ID } from '../common/limits.js';
import { fieldError, validationProblem } from '../common/problem.js';

/** Reads an id out of a path, as guards must before pipes run. Throws `validation_failed`. */
export function readPathId(name: string, text: unknown): number {
  const id = typeof text === 'string' && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  if (id >= 1 && id <= MAX_ID) return id;
  const message = `${name} must be a whole number from 1 to ${MAX_ID}.`;
  throw validationProblem([fieldError('path', name, message)]);
}
