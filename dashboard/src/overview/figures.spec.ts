import { describe, expect, it } from 'vitest';
import { balanceBands, stacked, weekFigures } from './figures.js';

describe('weekFigures', () => {
  const week = (automatic: number, manual: number) => ({ automatic, manual });

  it('compares this week, which is not over, with those before it', () => {
    expect(weekFigures([week(10, 1), week(12, 2), week(3, 4)])).toEqual({ now: 7, average: 13 });
  });

  it('has the average 0 without earlier weeks', () => {
    expect(weekFigures([week(3, 1)])).toEqual({ now: 4, average: 0 });
    expect(weekFigures([])).toEqual({ now: 0, average: 0 });
  });
});

describe('balanceBands', () => {
  it('puts every number of sessions in one band', () => {
    const balances = [8, 5, 3, 2].map((members, remaining) => ({ remaining, members }));
    expect(balanceBands(balances, 2)).toEqual({
      empty: [8, 0, 0, 0],
      low: [0, 5, 3, 0],
      enough: [0, 0, 0, 2],
    });
  });
});

describe('stacked', () => {
  it('puts each series on top of the ones before it', () => {
    const series = [
      [3, 0, 5],
      [1, 2, 0],
    ];
    expect(stacked(series)).toEqual([
      [3, null, 5],
      [4, 2, null],
    ]);
  });
});
