import { describe, expect, it } from 'vitest';
import { missingOf, type SaleDraft, saleOf } from './sale.js';

const TIME_ZONE = 'Europe/Berlin';
const draft: SaleDraft = {
  coachId: 3,
  kind: 'package',
  sessions: 10,
  until: '2027-02-22',
  note: ' New year ',
  asksCoach: false,
};

describe('saleOf', () => {
  it('sends sessions, the last second of the day and the note', () => {
    expect(saleOf(draft, TIME_ZONE)).toEqual({
      coachId: 3,
      rateType: 'package',
      sessions: 10,
      expiresAt: '2027-02-22T22:59:59.000Z',
      reason: 'New year',
    });
  });

  it('sends no sessions where none are counted, and no empty note', () => {
    expect(saleOf({ ...draft, kind: 'monthly', until: null, note: ' ' }, TIME_ZONE)).toEqual({
      coachId: 3,
      rateType: 'monthly',
      expiresAt: null,
    });
  });

  it('waits for the coach where that is asked for', () => {
    const sale = saleOf({ ...draft, asksCoach: true }, TIME_ZONE);
    expect(sale?.approvals).toEqual({ coach: 'pending' });
  });

  it('sends nothing while something is missing', () => {
    expect(saleOf({ ...draft, coachId: null }, TIME_ZONE)).toBeNull();
    expect(saleOf({ ...draft, until: '' }, TIME_ZONE)).toBeNull();
  });
});

describe('missingOf', () => {
  it('names every field', () => {
    const empty: SaleDraft = { ...draft, coachId: null, sessions: '', until: '' };
    expect(missingOf(empty)).toEqual(['coachId', 'sessions', 'expiresAt']);
  });

  it('asks for a count of sessions only where they are counted', () => {
    expect(missingOf({ ...draft, sessions: 0 })).toEqual(['sessions']);
    expect(missingOf({ ...draft, kind: 'per_session', sessions: '' })).toEqual([]);
  });
});
