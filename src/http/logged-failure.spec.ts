import { describe, expect, it } from 'vitest';
import { Problem } from '../common/problem.js';
import { loggedFailure } from './logged-failure.js';

const driverError = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });

describe('what the log says of a failure', () => {
  it('is one line with the cause, where something is not available', () => {
    const cause = new Error('Make room', { cause: driverError });
    const problem = new Problem('unavailable', 'No room.', { retryAfter: 5 }, { cause });
    expect(loggedFailure(problem, problem, 'r1')).toEqual({
      msg: 'unavailable',
      requestId: 'r1',
      detail: 'No room.',
      cause: 'Make room, because of SQLITE_FULL: database or disk is full',
    });
  });

  it('has the number that a server gives, and only words where there is no code', () => {
    const logged = (cause: unknown) =>
      loggedFailure(new Problem('unavailable', 'x', {}, { cause }), undefined, 'r1');
    const full = Object.assign(new Error('The table is full'), { code: 'ER_FULL', errno: 1114 });
    expect(logged(full)).toMatchObject({ cause: 'ER_FULL 1114: The table is full' });
    expect(logged(new Error('gone'))).toMatchObject({ cause: 'gone' });
    expect(logged(undefined)).not.toHaveProperty('cause');
  });

  it('is everything, where it is a defect', () => {
    const problem = new Problem('internal_error', 'x', {}, { cause: driverError });
    expect(loggedFailure(problem, problem, 'r1')).toMatchObject({ err: driverError });
    const own = new Problem('internal_error', 'x');
    expect(loggedFailure(own, own, 'r1')).toMatchObject({ err: own });
  });
});
