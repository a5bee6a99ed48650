import { BadRequestException, ServiceUnavailableException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { problemBody, problemOf } from './problem-answer.js';

const WORDS = "ER_DUP_ENTRY: Duplicate entry 'tom@example.com' for key 'user.email'";

describe('the answer to an error of any kind', () => {
  it.each<[string, unknown, number]>([
    ['a defect', new TypeError(WORDS), 500],
    ['a database', Object.assign(new Error(WORDS), { errno: 1062, sql: WORDS }), 500],
    ['a text', WORDS, 500],
    ['nothing', undefined, 500],
    ['a server', Object.assign(new Error(WORDS), { statusCode: 413 }), 413],
    ['a client', new BadRequestException(WORDS), 400],
    ['a stop', new ServiceUnavailableException(WORDS), 503],
  ])('has no words and no stack of it: %s', (_, error, status) => {
    const problem = problemOf(error);
    const body = problemBody(problem, { id: 'r1', url: '/api/v1/members?search=Tom' });
    expect(body).toMatchObject({ status, requestId: 'r1', instance: '/api/v1/members' });
    expect(JSON.stringify(body)).not.toMatch(/ER_DUP|tom@|Tom|\bat |\.ts/);
    // They are for the log.
    if (status >= 500) expect(problem.cause).toBe(error);
  });
});
