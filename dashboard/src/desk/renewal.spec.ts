import { describe, expect, it } from 'vitest';
import type { PackageDto } from '../api/generated/types.gen.js';
import { renewable } from './renewal.js';

const LOW = 3;

const one = (part: Partial<PackageDto>) =>
  ({
    ...{ id: 1, coachId: 7, rateType: 'package', state: 'active', granted: 10, remaining: 10 },
    ...{ requestedAt: '2026-03-01T10:00:00Z', expiresAt: null },
    ...part,
  }) as PackageDto;

const idsOf = (packages: PackageDto[], lastPackage: PackageDto | null = null) =>
  renewable({ packages, lastPackage }, LOW).map(({ id }) => id);

describe('what is sold again', () => {
  it.each([
    ['nothing while enough is left', one({ remaining: 4 }), []],
    ['what has few left', one({ remaining: 3 }), [1]],
    ['what is used up', one({ remaining: 0, state: 'exhausted' }), [1]],
    ['what is over, with sessions that lapsed', one({ remaining: 8, state: 'expired' }), [1]],
    ['a month that is over', one({ remaining: null, rateType: 'monthly', state: 'expired' }), [1]],
    ['not what is not counted', one({ remaining: null, rateType: 'monthly' }), []],
    ['not what waits for an approval', one({ remaining: 0, state: 'pending' }), []],
    ['not what was given back', one({ remaining: 0, state: 'disconnected' }), []],
  ])('%s', (_, given, ids) => {
    expect(idsOf([given])).toEqual(ids);
    // A list has only what can be used, and what somebody had last.
    if (given.state !== 'active') expect(idsOf([], given)).toEqual(ids);
  });

  it('not what another one of the coach goes on from', () => {
    const low = one({ remaining: 1 });
    expect(idsOf([low, one({ id: 2 })])).toEqual([]);
    expect(idsOf([low, one({ id: 2, state: 'pending' })])).toEqual([]);
    expect(idsOf([low, one({ id: 2, coachId: 8 })])).toEqual([1]);
  });

  it('the newer one of two that are both low', () => {
    expect(idsOf([one({ remaining: 1 }), one({ id: 2, remaining: 2 })])).toEqual([2]);
  });
});
