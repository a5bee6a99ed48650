import { describe, expect, it } from 'vitest';
import { doublesToLookAt } from './double-rules.js';

/** Entries of packages in the order of their ids: `D-1` is a likely double, `+2` was added. */
function listed(...entries: [packageId: number, ...texts: string[]][]): number[] {
  const rows = entries.flatMap(([packageId, ...texts]) =>
    texts.map((text, index) => ({
      usageId: packageId * 10 + index,
      packageId,
      memberId: 6,
      coachId: 3,
      amount: Number(text.replace('D', '')),
      day: null,
      isDouble: text.startsWith('D'),
    })),
  );
  return doublesToLookAt(rows).map(({ usageId }) => usageId);
}

describe('double deductions to look at', () => {
  it('are those that nothing was added after', () => {
    expect(listed([1, '+3', 'D-1'])).toEqual([11]);
    expect(listed([1, 'D-1', '+1'])).toEqual([]);
  });

  it('are given back one by one, the latest first', () => {
    expect(listed([1, 'D-1', 'D-1', '+1'])).toEqual([10]);
    expect(listed([1, 'D-1', '+1', 'D-1'])).toEqual([12]);
    expect(listed([1, 'D-1', 'D-1', '+2'])).toEqual([]);
    expect(listed([1, 'D-2', '+1'])).toEqual([10]);
  });

  it('belong to their package', () => {
    expect(listed([1, 'D-1'], [2, '+1'])).toEqual([10]);
  });
});
