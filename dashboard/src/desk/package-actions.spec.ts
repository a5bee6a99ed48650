import { describe, expect, it } from 'vitest';
import type { PackageDto, StudioDto, UserDto } from '../api/generated/types.gen.js';
import {
  actionsOf,
  allActionsOf,
  approvalOf,
  connectionOf,
  dateFaultOf,
  extendsFrom,
  extensionOf,
  newDateOf,
  rejectionOf,
} from './package-actions.js';
import { NO_WHY } from '../ui/why.js';

const timeZone = 'Europe/Berlin';
const today = '2026-11-22';
const one: PackageDto = {
  id: 1,
  memberId: 6,
  coachId: 3,
  coachName: 'Ana Silva',
  rateType: 'package',
  state: 'active',
  remaining: 6,
  granted: 10,
  expiresAt: '2026-11-30T22:59:59.000Z',
  requestedAt: '2026-11-01T08:00:00.000Z',
  approvals: { coach: 'approved', staff: 'approved' },
  sale: null,
  payment: null,
  transfer: null,
  freeze: null,
  version: 5,
};
const pending: PackageDto = {
  ...one,
  state: 'pending',
  approvals: { coach: 'pending', staff: 'approved' },
};
const rejected: PackageDto = {
  ...one,
  state: 'disconnected',
  approvals: { coach: 'rejected', staff: 'pending' },
};
const ended: PackageDto = { ...one, state: 'disconnected' };
const endless: PackageDto = { ...one, expiresAt: null };
/** The old PHP app ends packages when a day begins, or within one. */
const ofOld = { expiresAt: '2026-11-30T23:00:00.000Z' };
const withinDay = { expiresAt: '2026-11-30T09:00:00.000Z' };

describe('actionsOf', () => {
  it('gives the front desk what the state allows', () => {
    expect(actionsOf(one, 'staff')).toEqual(['date', 'freeze', 'transfer', 'disconnect', 'void']);
    expect(actionsOf(pending, 'admin')).toEqual(['approve', 'reject', 'date', 'void']);
    expect(actionsOf(ended, 'staff')).toEqual(['reconnect', 'transfer']);
    expect(actionsOf({ ...ended, remaining: 0 }, 'staff')).toEqual(['reconnect']);
    expect(actionsOf(rejected, 'staff')).toEqual(['approve']);
  });

  it('takes money of what is not paid first, and last where it has no price', () => {
    const studio = { rules: { coachSales: 'sell' }, currency: 'EUR' } as StudioDto;
    const price = {
      priceMinor: 450,
      currency: 'EUR',
      paidMinor: 0,
      openMinor: 450,
      refundedMinor: 0,
      refundedSessions: 0,
    };
    const desks = ['date', 'freeze', 'transfer', 'disconnect', 'void'];
    const unpaid: PackageDto = { ...one, payment: { state: 'unpaid', ...price } };
    const desk = { role: 'staff' } as UserDto;
    const coach = { role: 'coach' } as UserDto;
    expect(allActionsOf(unpaid, desk, studio)).toEqual(['pay', ...desks]);
    expect(allActionsOf(unpaid, coach, studio)).toEqual(['pay', 'date', 'freeze', 'void']);
    expect(allActionsOf(one, desk, studio)).toEqual([...desks, 'pay']);
    expect(allActionsOf(one, desk, { ...studio, currency: null })).toEqual(desks);
    const asks = { rules: { coachSales: 'request' }, currency: 'EUR' } as StudioDto;
    expect(allActionsOf(unpaid, coach, asks)).toEqual(['date', 'freeze', 'void']);
  });

  it('lets coaches extend what ends, and void it, and members nothing', () => {
    expect(actionsOf(one, 'coach')).toEqual(['date', 'freeze', 'void']);
    expect(actionsOf(endless, 'coach')).toEqual(['freeze', 'void']);
    expect(actionsOf(ended, 'coach')).toEqual([]);
    expect(actionsOf(one, 'member')).toEqual([]);
  });
});

describe('a freeze', () => {
  it('is changed where there is one, and made where days pass', () => {
    const freeze = { id: 1, from: '2026-11-20', to: null };
    const frozen: PackageDto = { ...one, state: 'frozen', freeze };
    expect(actionsOf(frozen, 'coach')).toEqual(['date', 'unfreeze', 'void']);
    expect(actionsOf({ ...one, freeze }, 'staff')).toContain('unfreeze');
    const sale = { activation: 'first_use' } as PackageDto['sale'];
    for (const without of [
      { ...one, remaining: 0 },
      { ...endless, sale },
      { ...endless, remaining: null },
      { ...one, state: 'expired' as const },
    ]) {
      expect(actionsOf(without, 'staff')).toEqual(expect.not.arrayContaining(['freeze']));
    }
    expect(actionsOf({ ...one, sale }, 'staff')).toContain('freeze');
  });
});

describe('a voided package', () => {
  it('is reopened, and nothing else', () => {
    const voided: PackageDto = { ...one, state: 'voided', remaining: 0 };
    for (const role of ['coach', 'staff', 'admin'] as const) {
      expect(actionsOf(voided, role)).toEqual(['reopen']);
    }
    expect(actionsOf(voided, 'member')).toEqual([]);
  });
});

describe('what is sent', () => {
  it('decides for each side that has not approved', () => {
    expect(approvalOf(pending)).toEqual({ approvals: { coach: 'approved' } });
    expect(rejectionOf(pending, { code: 'not_paid', text: ' Full ' })).toEqual({
      approvals: { coach: 'rejected' },
      reasonCode: 'not_paid',
      reason: 'Full',
    });
  });

  it('takes a rejection back for both sides', () => {
    expect(approvalOf(rejected)).toEqual({
      approvals: { coach: 'approved', staff: 'approved' },
      disconnected: false,
    });
  });

  it('ends with the day, or not at all', () => {
    const expiresAt = '2026-12-24T22:59:59.000Z';
    expect(newDateOf('2026-12-24', timeZone, NO_WHY)).toEqual({ expiresAt });
    expect(newDateOf(null, timeZone, { code: 'goodwill', text: '' })).toEqual({
      ...{ expiresAt: null, reasonCode: 'goodwill' },
    });
  });

  it('asks the desk for the end of a day', () => {
    const why = { code: 'illness', text: ' Ill ' };
    expect(extensionOf(one, '2026-12-24', timeZone, why)).toEqual({
      ...{ kind: 'extension', packageId: 1, expiresAt: '2026-12-24T22:59:59.000Z' },
      ...{ reason: 'Ill', reasonCode: 'illness' },
    });
  });

  it('disconnects and reconnects', () => {
    expect(connectionOf(true, { code: null, text: 'Moved' })).toEqual({
      disconnected: true,
      reason: 'Moved',
    });
    expect(connectionOf(false, { code: null, text: ' ' })).toEqual({ disconnected: false });
  });
});

describe('dateFaultOf', () => {
  const desk = { timeZone, today, onlyLater: false };
  const coach = { ...desk, onlyLater: true };

  it.each([
    ['', one, desk, 'missing'],
    ['2026-02-30', one, desk, 'missing'],
    ['2026-11-21', one, desk, 'past'],
    ['2026-11-30', one, desk, 'same'],
    [null, endless, desk, 'same'],
    [null, one, coach, 'notLater'],
    ['2026-11-29', one, coach, 'notLater'],
    ['2026-12-01', endless, coach, 'notLater'],
    ['2026-11-30', ofOld, desk, 'same'],
    ['2026-11-30', ofOld, coach, 'same'],
    ['2026-11-29', ofOld, coach, 'notLater'],
    ['2026-11-29', withinDay, coach, 'notLater'],
  ] as const)('%j is refused', (day, which, rules, fault) => {
    expect(dateFaultOf(day, which, rules)).toBe(fault);
  });

  it.each([
    ['2026-11-22', one, desk],
    [null, one, desk],
    ['2026-12-01', endless, desk],
    ['2026-12-01', one, coach],
    ['2026-11-29', ofOld, desk],
    ['2026-12-01', ofOld, coach],
    // The whole day is later than an hour of it.
    ['2026-11-30', withinDay, coach],
    ['2026-11-30', withinDay, desk],
  ] as const)('%j is taken', (day, which, rules) => {
    expect(dateFaultOf(day, which, rules)).toBeNull();
  });
});

describe('extendsFrom', () => {
  it('counts from the later of today and the present end', () => {
    expect(extendsFrom(one.expiresAt, today, timeZone)).toBe('2026-11-30');
    expect(extendsFrom('2026-11-01T22:59:59.000Z', today, timeZone)).toBe(today);
    expect(extendsFrom(null, today, timeZone)).toBe(today);
    expect(extendsFrom(ofOld.expiresAt, today, timeZone)).toBe('2026-11-30');
    expect(extendsFrom(withinDay.expiresAt, today, timeZone)).toBe('2026-11-30');
  });
});
