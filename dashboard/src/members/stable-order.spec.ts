import { describe, expect, it } from 'vitest';
import { type ListPlace, keepOrder } from './stable-order.js';

const places = (text: string): ListPlace[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((one) => ({ id: Number.parseInt(one, 10), isUrgent: one.endsWith('!') }));

const textOf = (list: readonly ListPlace[]) =>
  list.map(({ id, isUrgent }) => `${id}${isUrgent ? '!' : ''}`).join(' ');

describe('keepOrder', () => {
  it.each([
    ['the first time, as the studio has them', '', '1! 2 3', '1! 2 3'],
    ['the same again', '1! 2 3', '1! 2 3', '1! 2 3'],
    ['who became urgent stays', '1! 2 3', '3! 1! 2', '1! 2 3'],
    ['who is not urgent any more stays', '1! 2! 3', '2! 3 1', '1! 2! 3'],
    ['who is gone leaves', '1! 2 3', '1! 3', '1! 3'],
    ['a new one comes after whom it follows', '1! 2 3', '1! 4! 2 3', '1! 4! 2 3'],
    ['a new one at the top comes first', '1! 2', '4! 1! 2', '4! 1! 2'],
    ['the next page comes at the end', '1! 2', '1! 2 3 4', '1! 2 3 4'],
    ['several new ones keep their order', '1! 2', '3! 4! 2 5 1!', '3! 4! 1! 2 5'],
    ['all at once', '1! 2 3', '5! 3! 6 2', '5! 2 3 6'],
  ])('%s', (_, previous, now, expected) => {
    const result = keepOrder(places(previous), places(now));
    expect(result.map(({ id }) => id).toSorted()).toEqual(
      places(now)
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(textOf(result)).toBe(expected);
  });

  it('returns the same array without additions and removals', () => {
    const previous = places('1! 2 3');
    expect(keepOrder(previous, places('3! 2 1'))).toBe(previous);
    expect(keepOrder(previous, places('1! 2'))).not.toBe(previous);
    expect(keepOrder(previous, places('1! 2 4 3'))).not.toBe(previous);
  });
});
