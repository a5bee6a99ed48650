import type { OverviewDto } from '../api/generated/types.gen.js';

type Week = OverviewDto['weeks'][number];

/** The sessions of this week, and of an average one of the weeks before it. */
export function weekFigures(weeks: readonly Pick<Week, 'automatic' | 'manual'>[]): {
  readonly now: number;
  readonly average: number;
} {
  const totals = weeks.map(({ automatic, manual }) => automatic + manual);
  const earlier = totals.slice(0, -1);
  const average = earlier.length === 0 ? 0 : Math.round(sum(earlier) / earlier.length);
  return { now: totals.at(-1) ?? 0, average };
}

/** Members by sessions left, split into none, few and enough. */
export function balanceBands(
  balances: OverviewDto['balances'],
  lowBalance: number,
): Record<'empty' | 'low' | 'enough', number[]> {
  const where = (isMeant: (remaining: number) => boolean) =>
    balances.map(({ remaining, members }) => (isMeant(remaining) ? members : 0));
  return {
    empty: where((remaining) => remaining === 0),
    low: where((remaining) => remaining > 0 && remaining <= lowBalance),
    enough: where((remaining) => remaining > lowBalance),
  };
}

/**
 * The upper ends of the bars of each series when they are stacked, the first one lowest. A series
 * without a value at a place has no bar there.
 */
export function stacked(series: readonly (readonly number[])[]): (number | null)[][] {
  const tops: number[] = [];
  return series.map((values) =>
    values.map((value, place) => {
      tops[place] = (tops[place] ?? 0) + value;
      return value === 0 ? null : tops[place];
    }),
  );
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
