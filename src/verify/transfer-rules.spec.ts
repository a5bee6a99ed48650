import { describe, expect, it } from 'vitest';
import { checkTransfers } from './transfer-rules.js';

const SUMS = { id: 7, said: 8, left: 8, traced: 8, arrived: 8 };

describe('checkTransfers', () => {
  it.each([
    [SUMS, []],
    [{ ...SUMS, said: null, left: 0, traced: 0, arrived: 0 }, []],
    [{ ...SUMS, traced: 3, arrived: 3 }, []],
    [
      { ...SUMS, said: null },
      ['package 7 says that 0 sessions went to others, its history says 8'],
    ],
    [
      { ...SUMS, arrived: 9 },
      ['package 7 gave 8 sessions to packages, those that name it were granted 9'],
    ],
    [
      { ...SUMS, said: 9, traced: 7 },
      [
        'package 7 says that 9 sessions went to others, its history says 8',
        'package 7 gave 7 sessions to packages, those that name it were granted 8',
      ],
    ],
  ])('compares what left with what arrived: %j', (sums, texts) => {
    const found = checkTransfers(sums);
    expect(found).toEqual(texts.map((what) => ({ law: 'links', what })));
  });
});
