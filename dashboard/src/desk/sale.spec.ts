import { describe, expect, it } from 'vitest';
import type { StudioDto } from '../api/generated/types.gen.js';
import { missingOf, type SaleDraft, saleOf } from './sale.js';

const studio: Pick<StudioDto, 'timeZone' | 'countedRateTypes'> = {
  timeZone: 'Europe/Berlin',
  countedRateTypes: ['package'],
};
const counting: typeof studio = { ...studio, countedRateTypes: ['package', 'monthly'] };
const draft: SaleDraft = {
  coachId: 3,
  kind: 'package',
  sessions: 10,
  isUnlimited: false,
  until: '2027-02-22',
  note: ' New year ',
  asksCoach: false,
};

describe('saleOf', () => {
  it('sends sessions, the last second of the day and the note', () => {
    expect(saleOf(draft, studio)).toEqual({
      coachId: 3,
      rateType: 'package',
      sessions: 10,
      expiresAt: '2027-02-22T22:59:59.000Z',
      reason: 'New year',
    });
  });

  it('sends no sessions where none are counted, and no empty note', () => {
    expect(saleOf({ ...draft, kind: 'monthly', until: null, note: ' ' }, studio)).toEqual({
      coachId: 3,
      rateType: 'monthly',
      expiresAt: null,
    });
  });

  it('sends sessions where the studio counts them, or says that there is no limit', () => {
    const monthly: SaleDraft = { ...draft, kind: 'monthly', sessions: 18 };
    expect(saleOf(monthly, counting)).toMatchObject({ rateType: 'monthly', sessions: 18 });
    expect(saleOf({ ...monthly, sessions: '' }, counting)).toBeNull();
    const unlimited: SaleDraft = { ...monthly, sessions: '', isUnlimited: true };
    expect(saleOf(unlimited, counting)).toMatchObject({ rateType: 'monthly', sessions: null });
    expect(saleOf({ ...draft, isUnlimited: true }, counting)).toMatchObject({ sessions: 10 });
  });

  it('waits for the coach where that is asked for', () => {
    const sale = saleOf({ ...draft, asksCoach: true }, studio);
    expect(sale?.approvals).toEqual({ coach: 'pending' });
  });

  it('sends nothing while something is missing', () => {
    expect(saleOf({ ...draft, coachId: null }, studio)).toBeNull();
    expect(saleOf({ ...draft, until: '' }, studio)).toBeNull();
  });
});

describe('missingOf', () => {
  it('names every field', () => {
    const empty: SaleDraft = { ...draft, coachId: null, sessions: '', until: '' };
    expect(missingOf(empty, ['package'])).toEqual(['coachId', 'sessions', 'expiresAt']);
  });

  it('asks for a count of sessions only where they are counted', () => {
    expect(missingOf({ ...draft, sessions: 0 }, ['package'])).toEqual(['sessions']);
    expect(missingOf({ ...draft, kind: 'per_session', sessions: '' }, ['package'])).toEqual([]);
  });
});
