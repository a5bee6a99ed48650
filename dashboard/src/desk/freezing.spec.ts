import { describe, expect, it } from 'vitest';
import { daysOf, endWith, faultOf } from './freezing.js';

const timeZone = 'Europe/Berlin';
const expiresAt = '2026-12-31T22:59:59.000Z';
const freeze = { id: 1, from: '2026-12-01', to: '2026-12-10' };

describe('the days of a freeze', () => {
  it.each([
    ['', null, 'from'],
    ['2026-12-01', '', 'to'],
    ['2026-12-02', '2026-11-30', 'order'],
    ['2026-12-02', '2026-12-01', null],
    ['2026-12-01', '2026-12-01', null],
    ['2026-12-01', null, null],
  ] as const)('from %j to %j: %j', (from, to, fault) => {
    expect(faultOf({ from, to })).toBe(fault);
  });

  it('are counted with both', () => {
    expect(daysOf({ from: '2026-12-01', to: '2026-12-14' })).toBe(14);
    expect(daysOf({ from: '2026-12-01', to: '2026-11-30' })).toBe(0);
    expect(daysOf({ from: '2026-12-01', to: null })).toBeNull();
  });

  it('move the end by as many as there are more', () => {
    const ends = (entered: { from: string; to: string | null }, of: typeof freeze | null) =>
      endWith({ expiresAt, freeze: of }, entered, timeZone);
    expect(ends({ from: '2026-12-01', to: '2026-12-10' }, null)).toBe('2027-01-10T22:59:59.000Z');
    expect(ends({ from: '2026-12-01', to: '2026-12-12' }, freeze)).toBe('2027-01-02T22:59:59.000Z');
    expect(ends({ from: '2026-12-01', to: '2026-11-30' }, freeze)).toBe('2026-12-21T22:59:59.000Z');
    expect(ends({ from: '2026-12-01', to: null }, freeze)).toBeNull();
    expect(endWith({ expiresAt: null, freeze: null }, freeze, timeZone)).toBeNull();
  });
});
