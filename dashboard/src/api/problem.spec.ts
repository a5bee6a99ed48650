import { describe, expect, it } from 'vitest';
import type { ProblemDto } from './generated/types.gen.js';
import { ApiProblem } from './problem.js';

const isTemporary = (status: number) => new ApiProblem(status, {} as ProblemDto).isTemporary;

describe('a refusal', () => {
  it.each([408, 421, 429, 500, 502, 503])('by %i is none for ever', (status) => {
    expect(isTemporary(status)).toBe(true);
  });

  it.each([400, 401, 403, 404, 409, 413, 415])('by %i is an answer', (status) => {
    expect(isTemporary(status)).toBe(false);
  });
});
