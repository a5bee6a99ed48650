import { describe, expect, it } from 'vitest';
import {
  addedUpOf,
  amountText,
  cellText,
  fieldChanges,
  isPartlyHidden,
  isSignIn,
  reasonsText,
  repetitionsOf,
} from './rows.js';

describe('isSignIn', () => {
  it('is true for successful sign-ins and the like only', () => {
    expect(isSignIn({ action: 'auth.signed_in', outcome: 'done' })).toBe(true);
    expect(isSignIn({ action: 'auth.refreshed', outcome: 'done' })).toBe(true);
    expect(isSignIn({ action: 'auth.signed_in', outcome: 'refused' })).toBe(false);
    expect(isSignIn({ action: 'device_token.created', outcome: 'done' })).toBe(false);
  });
});

describe('fieldChanges', () => {
  it('lists what was there before or after', () => {
    const row = { before: { remaining: 7 }, after: { remaining: 6, status: 'active' } };
    expect(fieldChanges(row)).toEqual([
      { field: 'remaining', before: 7, after: 6 },
      { field: 'status', before: null, after: 'active' },
    ]);
    expect(fieldChanges({ before: null, after: null })).toEqual([]);
  });
});

describe('cellText', () => {
  const text = (value: unknown) =>
    cellText(value, {
      instant: (instant) => `at ${instant.slice(0, 10)}`,
      word: (word) => (word === 'staff' ? 'front desk' : word),
    });

  it('formats values for people', () => {
    expect(text(null)).toBe('–');
    expect(text(0)).toBe('0');
    expect(text('active')).toBe('active');
    expect(text('2027-04-29T23:59:59.000Z')).toBe('at 2027-04-29');
    expect(text({ coach: 'approved', staff: null })).toBe('coach: approved, front desk: –');
  });
});

it('isPartlyHidden is true where values are left out', () => {
  expect(isPartlyHidden({ hidden: ['email'] })).toBe(true);
  expect(isPartlyHidden({ hidden: [] })).toBe(false);
  expect(isPartlyHidden({})).toBe(false);
});

it('repetitionsOf is the number of attempts that have no row of their own', () => {
  expect(repetitionsOf({ repetitions: 268 })).toBe(268);
  expect(repetitionsOf({ repetitions: null })).toBe(0);
  expect(repetitionsOf({})).toBe(0);
});

it('addedUpOf is what refusals of an hour add up to', () => {
  const after = { refusals: 20, since: '2026-03-10T09:12:00.000Z', kind: 'signature' };
  const { refusals: count, since } = after;
  expect(addedUpOf({ after })).toEqual({ count, since, isFromMany: false });
  const many = { after: { ...after, manyNetworks: true } };
  expect(addedUpOf(many)).toEqual({ count, since, isFromMany: true });
  expect(addedUpOf({ after: { remaining: 6 } })).toBeNull();
  expect(addedUpOf({ after: null })).toBeNull();
});

it('reasonsText has the reasons of the studio in one language, and which are not offered', () => {
  const reasons = [
    { code: 'goodwill', en: 'Goodwill', de: 'Kulanz', isArchived: false },
    { code: 'agreed', en: 'As agreed', de: 'So vereinbart', isArchived: true },
  ];
  const said = (value: unknown) =>
    reasonsText(
      value,
      ({ de }) => de,
      (text) => `(${text})`,
    );
  expect(said(reasons)).toBe('Kulanz · (So vereinbart)');
  expect(said(null)).toBe('–');
});

it('amountText writes amounts in the currency beside them, and nothing else', () => {
  const said = (field: string, value: unknown, currency: unknown) =>
    amountText(field, value, currency, (minor, unit) => `${minor / 100} ${unit}`);
  expect(said('priceMinor', 45_000, 'EUR')).toBe('450 EUR');
  expect(said('listPriceMinor', 0, 'USD')).toBe('0 USD');
  expect(said('priceMinor', 45_000, null)).toBeNull();
  expect(said('priceMinor', null, 'EUR')).toBeNull();
  expect(said('sessions', 10, 'EUR')).toBeNull();
});
