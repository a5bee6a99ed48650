import { describe, expect, it } from 'vitest';
import {
  endsByWeek,
  membersByBalance,
  mondayOf,
  mondaysFrom,
  sessionsByWeek,
} from './overview-rules.js';

describe('a week', () => {
  it.each([
    ['2026-03-09', '2026-03-09'],
    ['2026-03-10', '2026-03-09'],
    ['2026-03-15', '2026-03-09'],
    ['2026-03-16', '2026-03-16'],
    ['2026-01-01', '2025-12-29'],
    ['2024-03-03', '2024-02-26'],
    ['2026-03-29', '2026-03-23'],
  ])('of %s begins on %s', (day, monday) => {
    expect(mondayOf(day)).toBe(monday);
  });

  it('follows the one before, over the ends of months and years', () => {
    expect(mondaysFrom('2025-12-22', 3)).toEqual(['2025-12-22', '2025-12-29', '2026-01-05']);
    expect(mondaysFrom('2026-03-23', 1)).toEqual(['2026-03-23']);
  });
});

describe('sessions by week', () => {
  const mondays = mondaysFrom('2026-03-02', 2);

  it('are there for every week, and all 0 where nothing happened', () => {
    expect(sessionsByWeek(mondays, [])).toEqual([
      { from: '2026-03-02', automatic: 0, manual: 0, undone: 0 },
      { from: '2026-03-09', automatic: 0, manual: 0, undone: 0 },
    ]);
  });

  it('are added up from Monday to Sunday, by kind', () => {
    const days = [
      { day: '2026-03-01', kind: 'automatic', sessions: 100 },
      { day: '2026-03-02', kind: 'automatic', sessions: 1 },
      { day: '2026-03-08', kind: 'automatic', sessions: 2 },
      { day: '2026-03-08', kind: 'undone', sessions: 4 },
      { day: '2026-03-09', kind: 'manual', sessions: 8 },
      { day: '2026-03-16', kind: 'manual', sessions: 100 },
    ] as const;
    expect(sessionsByWeek(mondays, days)).toEqual([
      { from: '2026-03-02', automatic: 3, manual: 0, undone: 4 },
      { from: '2026-03-09', automatic: 0, manual: 8, undone: 0 },
    ]);
  });
});

it('packages that end are added up by week, with what is left of them', () => {
  const days = [
    { day: '2026-03-03', packages: 1, sessions: 0 },
    { day: '2026-03-08', packages: 2, sessions: 9 },
    { day: '2026-03-16', packages: 5, sessions: 5 },
  ];
  expect(endsByWeek(mondaysFrom('2026-03-02', 2), days)).toEqual([
    { from: '2026-03-02', packages: 3, sessions: 9 },
    { from: '2026-03-09', packages: 0, sessions: 0 },
  ]);
});

it('balances have a place for every number, the largest included', () => {
  const found = [
    { remaining: 2, members: 5 },
    { remaining: 0, members: 1 },
  ];
  expect(membersByBalance(3, found).map(({ members }) => members)).toEqual([1, 0, 5, 0]);
});
