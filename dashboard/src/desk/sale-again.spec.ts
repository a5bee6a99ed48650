import { describe, expect, it } from 'vitest';
import type { PackageDto } from '../api/generated/types.gen.js';
import { saleAgain } from './sale-again.js';

const STUDIO = { timeZone: 'Europe/Berlin' };
const TODAY = '2026-03-28';

const sold = (part: Partial<PackageDto>) =>
  ({
    ...{ rateType: 'package', granted: 12, remaining: 0 },
    ...{ requestedAt: '2026-01-10T23:30:00Z', expiresAt: '2026-04-10T21:59:59Z' },
    ...part,
  }) as PackageDto;

describe('a sale that repeats another one', () => {
  it('has its sessions, and as many days from today over a change of the clock', () => {
    const again = saleAgain(sold({}), STUDIO, TODAY);
    expect(again).toMatchObject({ kind: 'package', sessions: 12, isUnlimited: false });
    // 11 January to 10 April are 89 days.
    expect(again.until).toBe('2026-06-25');
  });

  it('has no end where that one had none', () => {
    expect(saleAgain(sold({ expiresAt: null }), STUDIO, TODAY).until).toBeNull();
  });

  it('asks for the end where somebody has cut that one off', () => {
    const cut = sold({ expiresAt: '2026-01-10T23:40:00Z' });
    expect(saleAgain(cut, STUDIO, TODAY).until).toBe('');
  });

  it('is without a count where that one was', () => {
    const month = sold({ rateType: 'monthly', granted: null, remaining: null });
    expect(saleAgain(month, STUDIO, TODAY)).toMatchObject({ kind: 'monthly', isUnlimited: true });
  });

  it('begins as any other where nobody sells such any more, or nothing is repeated', () => {
    const first = { kind: 'package', sessions: 10, until: null };
    expect(saleAgain(sold({ rateType: 'hourly' }), STUDIO, TODAY)).toMatchObject(first);
    expect(saleAgain(undefined, STUDIO, TODAY)).toMatchObject(first);
    expect(saleAgain(sold({ granted: 0 }), STUDIO, TODAY).sessions).toBe(10);
  });
});
