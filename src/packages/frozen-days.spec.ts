import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import { type Chance, chance, seedFor } from '../../test/support/seed.js';
import { lastDayOf } from '../common/last-day.js';
import { Problem } from '../common/problem.js';
import { addDays, startOfStudioDay, type StudioDay } from '../common/studio-day.js';
import { daysIn } from './freeze-rules.js';
import {
  daysAddedBy,
  requireEnd,
  requireFreezable,
  requireReached,
  requireSpan,
  requireUnfrozen,
  requireUnused,
  requireWithin,
  withFreezes,
} from './freezing-rules.js';
import { legacyStatusOf, type Package, stateOf } from './package-rules.js';

const zone = 'Europe/Berlin';

/**
 * A package that is told day by day, by nothing but these days: on each it is frozen, over, or one
 * of its days passes. The rules must say the same at each noon.
 */
describe('a thousand lives of a package, told day by day', () => {
  const first = '2026-03-01';
  const noonOf = (day: StudioDay) =>
    new Date(startOfStudioDay(day, zone).getTime() + 12 * 3_600_000);

  it('are as the rules say', () => {
    const dice = chance(seedFor('frozen-days'));
    for (let life = 0; life < 1_000; life += 1) live(dice);
  });

  function live(dice: Chance): void {
    const days = dice.between(3, 20);
    const end = new Date(startOfStudioDay(addDays(first, days), zone).getTime() - 1000);
    let tom = aPackage({ expiresAt: end, requestedAt: noonOf(first), remaining: 1 });
    const used = new Set<StudioDay>();
    let [passed, ids] = [0, 0];
    for (let day = first; passed < days && day < '2026-07-01'; day = addDays(day, 1)) {
      const here = { at: noonOf(day), zone };
      for (let n = dice.between(0, 2); n > 0; n -= 1) {
        ids += 1;
        tom = randomStep(dice, tom, { day, here, id: ids, used }) ?? tom;
      }
      const spans = tom.frozen?.spans ?? [];
      const isOpen = spans.some(({ from, to }) => to === null && from <= day);
      const isFrozen = isOpen || daysOf(tom).includes(day);
      expect(stateOf(tom, here.at)).toBe(isFrozen ? 'frozen' : 'active');
      expect(legacyStatusOf(tom, here.at)).toBe(isFrozen ? 'expired' : 'active');
      expect(isFrozen && used.has(day)).toBe(false);
      if (!isFrozen) passed += 1;
      if (!isFrozen && dice.between(1, 3) === 1) used.add(day);
    }
    expectLastDay(tom, days);
  }

  /** Each day was frozen or has passed: so many after the first, its last one is over. */
  function expectLastDay(tom: Package, days: number): void {
    const isOpen = tom.frozen?.spans.some(({ to }) => to === null) ?? false;
    if (isOpen || tom.expiresAt === null) return;
    const last = addDays(first, days + daysOf(tom).length - 1);
    expect(lastDayOf(tom.expiresAt, zone).day).toBe(last);
    const noon = noonOf(addDays(last, 1));
    expect(stateOf(tom, noon)).toBe('expired');
  }

  const daysOf = (tom: Package): StudioDay[] =>
    (tom.frozen?.spans ?? []).flatMap((one) =>
      Array.from({ length: daysIn(one) }, (_, n) => addDays(one.from, n)),
    );

  interface Step {
    readonly day: StudioDay;
    readonly here: { readonly at: Date; readonly zone: string };
    readonly id: number;
    readonly used: ReadonlySet<StudioDay>;
  }

  /** A freeze, or another end of one, as the service decides; undefined where that is refused. */
  function randomStep(
    dice: Chance,
    tom: Package,
    { day, here, id, used }: Step,
  ): Package | undefined {
    const spans = tom.frozen?.spans ?? [];
    const usedIn = ({ from, to }: { from: string; to: string | null }) =>
      [...used].filter((one) => one >= from && (to === null || one <= to));
    const some = spans.length > 0 && dice.between(0, 2) > 0 ? dice.oneOf(spans) : undefined;
    try {
      if (!some) {
        const from = addDays(day, dice.between(-4, 4));
        const to = dice.oneOf([null, addDays(from, dice.between(0, 5))]);
        requireSpan(tom, { from, to }, here);
        requireFreezable(tom, from, here);
        requireUnfrozen(spans, { from, to });
        requireWithin(60, spans, { from, to }, here);
        requireUnused(usedIn({ from, to }));
        return withFreezes(tom, [...spans, { id, from, to }], daysIn({ from, to }), here);
      }
      // Days that have passed stay as they were, or the life would be told anew.
      const to = dice.oneOf([null, addDays(day, dice.between(-1, 5))]);
      if (to === some.to || (some.to !== null && some.to < day)) return undefined;
      requireEnd(some, to, here);
      const others = spans.filter((one) => one !== some);
      const added = daysAddedBy(some, to);
      if (added) {
        requireFreezable(tom, some.from, here);
        requireUnfrozen(others, { from: some.from, to });
        requireUnused(usedIn(added));
      }
      const changed = { ...some, to };
      const after = withFreezes(tom, [...others, changed], daysIn(changed) - daysIn(some), here);
      requireReached(after, here);
      return after;
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }
});
