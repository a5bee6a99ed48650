import { describe, expect, it } from 'vitest';
import { Problem } from '../common/problem.js';
import { JobFailure, MOST_ATTEMPTS, pauseAfter, reasonOf } from './job-rules.js';

const WRONG = new Error('wrong');

describe('pauseAfter', () => {
  it('is a minute, five, thirty, two hours and twelve, and then there is none', () => {
    const minutes = [1, 2, 3, 4, 5, 6].map((attempts) => {
      const pauseMs = pauseAfter(attempts, WRONG, 0.5);
      return pauseMs === undefined ? undefined : pauseMs / 60_000;
    });
    expect(minutes).toEqual([1, 5, 30, 120, 720, undefined]);
    expect(MOST_ATTEMPTS).toBe(6);
  });

  it('is up to a fifth shorter or longer', () => {
    expect(pauseAfter(1, WRONG, 0)).toBe(48_000);
    expect(pauseAfter(1, WRONG, 1)).toBe(72_000);
  });

  it.each([
    ['refused by a rule', new Problem('member_not_found', 'There is no such member.')],
    ['known to be of no use', new JobFailure('550 no such mailbox', true)],
  ])('is none where the job was %s', (_, failure) => {
    expect(pauseAfter(1, failure, 0.5)).toBeUndefined();
  });

  it.each([
    ['for the database', new Problem('unavailable', 'The database is busy.')],
    ['for somebody else', new JobFailure('451 try again later')],
  ])('is there where it failed %s', (_, failure) => {
    expect(pauseAfter(1, failure, 0.5)).toBe(60_000);
  });
});

describe('reasonOf', () => {
  it('tells what may be shown, and of all else that it failed', () => {
    expect(reasonOf(new JobFailure('451 try again later'))).toBe('451 try again later');
    expect(reasonOf(new Problem('unavailable', 'It is busy.'))).toBe('unavailable: It is busy.');
    expect(reasonOf(new Error('Duplicate entry secret@example.com'))).toBe('internal_error');
  });

  it('is as long as its column at most, in whole characters', () => {
    const reason = reasonOf(new JobFailure('🚲'.repeat(501)));
    expect(reason).toBe('🚲'.repeat(500));
    expect(reasonOf(new JobFailure('a\ud800b'))).toBe('a\ufffdb');
  });
});
