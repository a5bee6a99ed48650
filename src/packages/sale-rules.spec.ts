import { describe, expect, it } from 'vitest';
import { approvalsByCoach, approvalsByDesk } from './sale-rules.js';

describe('what is sold is approved', () => {
  it('by both sides where the desk sells, unless it says otherwise', () => {
    expect(approvalsByDesk()).toEqual({ coach: 'approved', staff: 'approved' });
    expect(approvalsByDesk({ coach: 'pending' })).toEqual({ coach: 'pending', staff: 'approved' });
    expect(approvalsByDesk({ staff: 'rejected' })).toEqual({
      coach: 'approved',
      staff: 'rejected',
    });
  });

  it('by the coach who sells, and by the desk where the studio has said so', () => {
    expect(approvalsByCoach('sell', undefined)).toEqual({ coach: 'approved', staff: 'approved' });
    expect(approvalsByCoach('request', undefined)).toEqual({ coach: 'approved', staff: 'pending' });
  });

  it('by nobody where coaches do not sell, whatever they ask for', () => {
    for (const wanted of [undefined, {}, { staff: 'approved' } as const]) {
      expect(() => approvalsByCoach('off', wanted)).toThrow(
        expect.objectContaining({ code: 'coach_sales_off' }),
      );
    }
  });

  it('by no coach for the desk', () => {
    for (const wanted of [{}, { staff: 'approved' }, { coach: 'pending' }] as const) {
      for (const sales of ['sell', 'request'] as const) {
        expect(() => approvalsByCoach(sales, wanted)).toThrow(
          expect.objectContaining({ code: 'forbidden' }),
        );
      }
    }
  });
});
