import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import { frozenOf } from './freeze-rules.js';
import { handOverOf, sumOf } from './hand-over-rules.js';

const AT = new Date('2026-03-10T12:00:00Z');
const MONTHLY = { rateType: 'monthly', remaining: null, booked: null } as const;
const SINCE_MARCH = frozenOf('1:2026-03-01/', 'Europe/Berlin');
const FROM_MAY = frozenOf('1:2026-05-01/2026-05-03', 'Europe/Berlin');
const ENDED = { status: 'disconnected' } as const;

describe('what of a coach goes to another one', () => {
  it.each([
    [{}, 'goes'],
    [MONTHLY, 'goes'],
    [{ remaining: 0, booked: 0 }, 'has nothing'],
    [{ expiresAt: AT }, 'has nothing'],
    [{ voidedStatus: 'active' }, 'has nothing'],
    [{ coachApproval: 'rejected' }, 'has nothing'],
    [{ ...MONTHLY, status: 'expired' }, 'has nothing'],
    [{ ...MONTHLY, ...ENDED }, 'has nothing'],
    [{ staffApproval: 'pending' }, 'waiting'],
    [{ staffApproval: 'pending', expiresAt: AT }, 'has nothing'],
    [{ frozen: SINCE_MARCH }, 'frozen'],
    [{ frozen: SINCE_MARCH, expiresAt: AT }, 'frozen'],
    [{ frozen: FROM_MAY }, 'frozen'],
    [ENDED, 'ended'],
    [{ ...ENDED, remaining: 0, booked: 0 }, 'has nothing'],
    [{ ...ENDED, staffApproval: 'rejected' }, 'has nothing'],
    [{ ...ENDED, expiresAt: AT }, 'has nothing'],
  ] as const)('%j: %s', (facts, what) => {
    const { going, staying } = handOverOf([aPackage(facts)], AT, { includeEnded: false });
    const found = going.length > 0 ? 'goes' : (staying[0]?.reason ?? 'has nothing');
    expect(found).toBe(what);
  });

  it('is what was ended, too, where that is asked for', () => {
    const some = [
      aPackage(),
      aPackage({ id: 2, ...ENDED }),
      aPackage({ id: 3, coachApproval: 'pending' }),
    ];
    const { going, staying } = handOverOf(some, AT, { includeEnded: true });
    expect(going.map(({ id }) => id)).toEqual([1, 2]);
    expect(staying).toMatchObject([{ one: { id: 3 }, reason: 'waiting' }]);
  });

  it('is added up by members', () => {
    const some = [
      aPackage({ remaining: 4 }),
      aPackage({ id: 2 }),
      aPackage({ id: 3, memberId: 7, ...MONTHLY }),
    ];
    expect(sumOf(some)).toEqual({ members: 2, packages: 3, sessions: 14 });
  });
});
