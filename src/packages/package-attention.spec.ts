import { describe, expect, it } from 'vitest';
import { aPackage } from '../../test/support/a-package.js';
import type { Package } from './package.entity.js';
import { attentionOf, expiringUntil } from './package-rules.js';

const NOW = new Date('2026-03-10T12:00:00Z');
const PAST = new Date('2026-03-10T11:59:59Z');
const IN_14_DAYS = new Date('2026-03-24T12:00:00Z');
const THRESHOLDS = { lowBalance: 3, expiringWithinDays: 14 };
const LATER = new Date('2026-03-24T12:00:01Z');

const monthly = { rateType: 'monthly', remaining: null } as const;
const drained = { remaining: 0 } as const;
const expired = { expiresAt: PAST } as const;
const pending = { staffApproval: 'pending' } as const;
const rejected = { staffApproval: 'rejected' } as const;
const gone = { status: 'disconnected' } as const;

describe('the attention that a member needs', () => {
  it.each<[string, string, ...Partial<Package>[]]>([
    ['', 'no package at all'],
    ['', 'ten sessions without a date', {}],
    ['empty', 'a drained package', drained],
    ['empty', 'a package past its date', expired],
    ['empty', 'no count', { remaining: null }],
    ['', 'a drained package beside a usable one', drained, {}],
    ['', 'a drained package beside a monthly subscription', drained, monthly],
    [
      'empty',
      'a drained package beside a monthly one that is over',
      drained,
      { ...monthly, ...expired },
    ],
    ['', 'a monthly subscription that is over', { ...monthly, ...expired }],
    ['', 'a drained package that was disconnected', { ...drained, ...gone }],
    ['', 'a drained package that was rejected', { ...drained, ...rejected }],
    ['low', 'one session', { remaining: 1 }],
    ['low', 'three sessions', { remaining: 3 }],
    ['', 'four sessions', { remaining: 4 }],
    ['low', 'three sessions of two packages', { remaining: 1 }, { remaining: 2 }],
    ['', 'four sessions of two packages', { remaining: 2 }, { remaining: 2 }],
    ['low', 'three sessions, others past their date', { remaining: 3 }, expired],
    ['low', 'three sessions beside a monthly subscription', { remaining: 3 }, monthly],
    ['expiring', 'a package that ends in 14 days', { expiresAt: IN_14_DAYS }],
    ['', 'a package that ends a second later', { expiresAt: LATER }],
    ['expiring', 'a monthly subscription that ends soon', { ...monthly, expiresAt: IN_14_DAYS }],
    ['empty', 'a drained package that ends soon', { ...drained, expiresAt: IN_14_DAYS }],
    ['', 'a disconnected package that ends soon', { ...gone, expiresAt: IN_14_DAYS }],
    ['waiting', 'a package that waits for the staff', pending],
    ['waiting', 'one that waits for the coach', { coachApproval: 'pending' }],
    [
      '',
      'one that waits for the coach, rejected by the staff',
      { coachApproval: 'pending', ...rejected },
    ],
    ['', 'one that waits and was disconnected', { ...pending, ...gone }],
    ['waiting', 'a drained package that waits', { ...pending, ...drained }],
    ['empty waiting', 'a drained package beside one that waits', drained, pending],
    [
      'low expiring waiting',
      'everything at once',
      pending,
      { remaining: 2, expiresAt: IN_14_DAYS },
    ],
  ])('is %j for %s', (kinds, _, ...packages) => {
    const all = packages.map((facts) => aPackage(facts));
    expect(attentionOf(all, NOW, THRESHOLDS).join(' ')).toBe(kinds);
    expect(attentionOf(all.toReversed(), NOW, THRESHOLDS).join(' ')).toBe(kinds);
  });

  it.each([
    ['', { lowBalance: 0, expiringWithinDays: 1 }],
    ['low', { lowBalance: 2, expiringWithinDays: 13 }],
    ['expiring', { lowBalance: 1, expiringWithinDays: 14 }],
    ['low expiring', { lowBalance: 20, expiringWithinDays: 90 }],
  ])('is %j of two sessions for 14 days by %j', (kinds, thresholds) => {
    const one = aPackage({ remaining: 2, expiresAt: IN_14_DAYS });
    expect(attentionOf([one], NOW, thresholds).join(' ')).toBe(kinds);
  });

  it('is not low where nothing is left, whatever the studio finds low', () => {
    const none = aPackage({ remaining: 0 });
    expect(attentionOf([none], NOW, { lowBalance: 0, expiringWithinDays: 1 })).toEqual(['empty']);
  });

  it('looks so many times 24 hours ahead, whatever clocks do meanwhile', () => {
    expect(expiringUntil(new Date('2026-03-20T09:30:00Z'), THRESHOLDS)).toEqual(
      new Date('2026-04-03T09:30:00Z'),
    );
  });
});
