import { describe, expect, it } from 'vitest';
import { type FoundUsage, hasBegun, isFirst, isTakenBack, waitsForUse } from './first-use-rules.js';

const END = new Date('2026-04-08T21:59:59Z');
const used = (more: Partial<FoundUsage> = {}): FoundUsage => ({
  ...{ id: 1, day: '2026-03-10', isActive: true, isOurs: true, ...more },
});

describe('the days of a package', () => {
  it.each([
    ['first_use', 30, null, true, false],
    ['first_use', 30, END, false, true],
    ['first_use', null, null, false, false],
    ['purchase', 30, null, false, false],
    ['purchase', 30, END, false, false],
    [null, null, END, false, false],
  ] as const)('by %s, %j with the end %j', (activation, validDays, expiresAt, waits, begun) => {
    expect(waitsForUse({ activation, validDays, expiresAt })).toBe(waits);
    expect(hasBegun({ activation, validDays, expiresAt })).toBe(begun);
  });

  it('begin with the first session that counts and is ours', () => {
    expect(isFirst([])).toBe(true);
    expect(isFirst([used({ isActive: false }), used({ isOurs: false })])).toBe(true);
    expect(isFirst([used()])).toBe(false);
  });

  const endOf = (day: string) => (day === '2026-03-10' ? END : new Date('2026-05-01T21:59:59Z'));
  it.each([
    ['the only one', [used()], true],
    ['the last one', [used(), used({ id: 2, isActive: false })], true],
    ['one of two', [used(), used({ id: 2 })], false],
    ['beside one of PHP', [used(), used({ id: 2, isOurs: false })], false],
    ['one after the first was undone', [used({ id: 2, isActive: false }), used()], true],
    ['with an end that people agreed on', [used({ day: '2026-03-11' })], false],
    ['without a day', [used({ day: null })], false],
  ])('are taken back with %s', (_, usages, isBack) => {
    expect(isTakenBack({ expiresAt: END }, 1, usages, endOf)).toBe(isBack);
  });
});
