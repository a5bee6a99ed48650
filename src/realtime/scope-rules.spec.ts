import { describe, expect, it } from 'vitest';
import { coachesOf, concerns, isOutdated, keyOf } from './scope-rules.js';

const DAYS = { from: '2026-03-10', to: '2026-03-14' };
const all = { coachId: 2, memberId: null, ...DAYS };
const tom = { coachId: 2, memberId: 6, ...DAYS };
const uma = { coachId: 2, memberId: 7, ...DAYS };

describe('the packages that a stream is about', () => {
  it('have a text by which two are the same, whatever their order and days', () => {
    const ends = { ...tom, to: '2026-03-20' };
    expect(keyOf({ coachId: 1, covers: [tom, uma] })).toBe(
      keyOf({ coachId: 1, covers: [uma, ends] }),
    );
    const keys = [
      ...[{}, { memberId: 1 }, { coachId: 1 }, { coachId: 1, covers: [all] }],
      { coachId: 1, covers: [tom] },
    ].map(keyOf);
    expect(new Set(keys).size).toBe(5);
  });

  it('are of the coach, and of those for whom the coach stands in', () => {
    expect(coachesOf({})).toEqual([]);
    expect(coachesOf({ coachId: 1, covers: [tom, uma] })).toEqual([
      { coachId: 1 },
      { coachId: 2, memberIds: [6, 7] },
    ]);
    expect(coachesOf({ coachId: 1, covers: [tom, all] })).toEqual([{ coachId: 1 }, { coachId: 2 }]);
  });

  it('are others once the coach stands in for others', () => {
    const scope = { coachId: 1, covers: [tom] };
    const by = (substituteId: number, ...covers: (typeof tom)[]) =>
      covers.map((one) => ({ ...one, substituteId }));
    expect(isOutdated(scope, by(1, { ...tom, to: '2026-03-20' }))).toBe(false);
    expect(isOutdated(scope, by(1, tom, uma))).toBe(true);
    expect(isOutdated(scope, by(3, tom))).toBe(true);
    expect(isOutdated({ coachId: 1 }, by(3, tom))).toBe(false);
    expect(isOutdated({ memberId: 6 }, by(6, tom))).toBe(false);
  });

  it.each([
    [{}, true, true],
    [{ memberId: 6 }, true, false],
    [{ coachId: 1 }, false, false],
    [{ coachId: 1, covers: [all] }, true, true],
    [{ coachId: 1, covers: [tom] }, true, false],
  ])('of %j', (scope, isToms, isUmas) => {
    expect(concerns(scope, { coachId: 2, memberId: 6 })).toBe(isToms);
    expect(concerns(scope, { coachId: 2, memberId: 7 })).toBe(isUmas);
  });
});
