import { describe, expect, it } from 'vitest';
import { coveredOn } from './covered-days.js';

const NAMES = { coachName: 'Ben Adams', substituteName: 'Ana Silva', memberName: null };
const one = (about: object) => ({
  ...{ id: 1, coachId: 2, substituteId: 4, memberId: null, ...NAMES },
  ...{ from: '2026-03-10', to: '2026-03-14', reason: null, reasonCode: null, createdAt: '' },
  ...about,
});

describe('for whom a coach stands in on a day', () => {
  it.each([
    ['2026-03-09', 0],
    ['2026-03-10', 1],
    ['2026-03-14', 1],
    ['2026-03-15', 0],
  ])('on %s it is %i', (day, count) => {
    expect(coveredOn([one({})], 4, day)).toHaveLength(count);
  });

  it('is not who stands in for them', () => {
    expect(coveredOn([one({})], 2, '2026-03-10')).toEqual([]);
  });

  it('is each coach once, until the last day of all', () => {
    const two = [one({ memberId: 6 }), one({ id: 2, memberId: 7, to: '2026-03-12' })];
    expect(coveredOn(two, 4, '2026-03-10')).toEqual([
      { coachId: 2, coachName: 'Ben Adams', to: '2026-03-14' },
    ]);
    expect(coveredOn([...two].toReversed(), 4, '2026-03-10')[0]?.to).toBe('2026-03-14');
  });
});
