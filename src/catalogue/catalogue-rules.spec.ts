import { describe, expect, it } from 'vitest';
import {
  MAX_ITEMS,
  misplaced,
  type Offer,
  offerAfter,
  offerChange,
  placed,
  requireEnd,
  requireRoom,
  requireVersion,
  sessionsOf,
} from './catalogue-rules.js';

const OFFER: Offer = {
  ...{ name: 'Ten', rateType: 'package', sessions: 10, validDays: 90, activation: 'purchase' },
  ...{ priceMinor: 45_000, currency: 'EUR', coachId: null, memberCanBuy: false },
};
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

describe('the sessions of something sold', () => {
  it.each([
    ['package', 10, 10],
    ['monthly', null, null],
    ['monthly', undefined, null],
  ] as const)('of a %s with %j are %j', (rateType, sessions, sold) => {
    expect(sessionsOf(rateType, sessions, ['package'])).toBe(sold);
  });

  it('may be without a limit where another type is counted, if that is said', () => {
    expect(sessionsOf('monthly', null, ['package', 'monthly'])).toBeNull();
    expect(sessionsOf('monthly', 18, ['package', 'monthly'])).toBe(18);
    expect(() => sessionsOf('monthly', undefined, ['package', 'monthly'])).toThrow(/sessions/);
  });

  it.each([
    ['package', null],
    ['package', undefined],
    ['monthly', 5],
  ] as const)('of a %s are not %j', (rateType, sessions) => {
    expect(() => sessionsOf(rateType, sessions, ['package'])).toThrow(/sessions/);
  });
});

describe('an item of the price list', () => {
  it('that begins with its first use says for how long', () => {
    expect(() => requireEnd({ activation: 'first_use', validDays: null })).toThrow(/validDays/);
    expect(() => requireEnd({ activation: 'first_use', validDays: 1 })).not.toThrow();
    expect(() => requireEnd({ activation: 'purchase', validDays: null })).not.toThrow();
  });

  it('finds room, or none', () => {
    expect(() => requireRoom(MAX_ITEMS - 1)).not.toThrow();
    expect(() => requireRoom(MAX_ITEMS)).toThrow(refusal('catalogue_full'));
  });

  it('is changed at the version that was seen', () => {
    expect(() => requireVersion({ version: 3 }, 3)).not.toThrow();
    for (const seen of [2, 4]) {
      expect(() => requireVersion({ version: 3 }, seen)).toThrow(refusal('item_changed'));
    }
  });

  it('becomes what is given, null included, and stays what it was in the rest', () => {
    expect(offerAfter(OFFER, {})).toEqual(OFFER);
    const given = { validDays: null, priceMinor: 0, name: undefined };
    expect(offerAfter(OFFER, given as object)).toEqual({
      ...{ ...OFFER, validDays: null, priceMinor: 0 },
    });
  });

  it('differs in what differs, alone', () => {
    expect(offerChange(OFFER, { ...OFFER })).toBeUndefined();
    const is = { ...OFFER, priceMinor: 0, coachId: 3 };
    expect(offerChange(OFFER, is)).toEqual({
      before: { priceMinor: 45_000, coachId: null },
      after: { priceMinor: 0, coachId: 3 },
    });
  });
});

describe('the order of the list', () => {
  const list = [1, 2, 3].map((id) => ({ id, position: id }));
  const [first = { id: 1, position: 1 }] = list;
  const ids = (place?: number) => placed(list, first, place).map(({ id }) => id);

  it.each([
    [1, [1, 2, 3]],
    [2, [2, 1, 3]],
    [3, [2, 3, 1]],
    [200, [2, 3, 1]],
    [undefined, [2, 3, 1]],
  ])('with the first at %j is %j', (place, order) => {
    expect(ids(place)).toEqual(order);
  });

  it('says who is not at the own place', () => {
    expect(misplaced(list)).toEqual([]);
    expect(misplaced(placed(list, first, 2))).toEqual([
      { id: 2, position: 1 },
      { id: 1, position: 2 },
    ]);
  });
});
