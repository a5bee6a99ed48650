import { describe, expect, it } from 'vitest';
import type { PackageDto } from '../api/generated/types.gen.js';
import { isTransferable, newTransfer, outcomeOf, transferFaults } from './transferring.js';

const one = {
  ...{ state: 'active', remaining: 6, coachName: 'Ana Silva' },
  approvals: { coach: 'approved', staff: 'approved' },
  freeze: null,
} as PackageDto;
const max = { id: 4, name: 'Max Moss' };

describe('what can go to somebody else', () => {
  it.each([
    [{}, true],
    [{ remaining: null }, true],
    [{ remaining: 0 }, false],
    [{ freeze: { id: 1, from: '2026-03-20', to: null } }, false],
    [{ state: 'exhausted', remaining: 0 }, false],
    [{ state: 'expired' }, false],
    [{ state: 'pending' }, false],
    [{ state: 'voided' }, false],
    [{ state: 'disconnected' }, true],
    [{ state: 'disconnected', remaining: 0 }, false],
    [{ state: 'disconnected', remaining: null }, false],
    [{ state: 'disconnected', approvals: { coach: 'rejected', staff: 'approved' } }, false],
  ])('%j: %s', (about, isPossible) => {
    expect(isTransferable({ ...one, ...about } as PackageDto)).toBe(isPossible);
  });
});

describe('a transfer', () => {
  it('begins with all that is left, to a coach who is to be chosen', () => {
    const draft = newTransfer(one);
    expect(draft).toMatchObject({ to: 'coach', sessions: 6 });
    expect(transferFaults(draft, one)).toEqual({ who: 'coach', sessions: null });
    expect(transferFaults({ ...draft, coach: max }, one)).toEqual({ who: null, sessions: null });
    const toMember = { ...draft, coach: max, to: 'member' as const };
    expect(transferFaults(toMember, one).who).toBe('member');
  });

  it.each([
    ['', 'missing'],
    [0, 'missing'],
    [7, 'tooMany'],
    [6, null],
    [1, null],
  ] as const)('of %j sessions of 6: %s', (sessions, fault) => {
    expect(transferFaults({ ...newTransfer(one), sessions }, one).sessions).toBe(fault);
  });

  it('of what is not counted says no number', () => {
    const monthly = { remaining: null };
    expect(transferFaults(newTransfer(monthly), monthly).sessions).toBeNull();
  });
});

describe('what a transfer comes to', () => {
  const draft = { ...newTransfer(one), coach: max };

  it('is said once somebody is chosen, and a number that can go', () => {
    const toMax = { who: 'Tom Baker', coach: 'Max Moss' };
    expect(outcomeOf(draft, one, 'Tom Baker')).toEqual({ ...toMax, sessions: 6, left: 0 });
    expect(outcomeOf({ ...draft, sessions: 4 }, one, 'Tom Baker')).toMatchObject({ left: 2 });
    const toPetra = { ...draft, to: 'member' as const, member: { id: 7, name: 'Petra Nolan' } };
    expect(outcomeOf(toPetra, one, 'Tom Baker')).toMatchObject({
      ...{ who: 'Petra Nolan', coach: 'Ana Silva' },
    });
    for (const unknown of [{ coach: null }, { sessions: '' as const }, { sessions: 7 }]) {
      expect(outcomeOf({ ...draft, ...unknown }, one, 'Tom Baker')).toBeNull();
    }
    const monthly = { remaining: null, coachName: 'Ana Silva' };
    const whole = { ...newTransfer(monthly), coach: max };
    expect(outcomeOf(whole, monthly, 'Tom')).toMatchObject({ sessions: null, coach: 'Max Moss' });
  });
});
