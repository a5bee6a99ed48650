import { expect, it } from 'vitest';
import { amountOf, digitsOf, minorOf, moneyIn } from './amounts.js';

it.each([
  ['EUR', 2, 45_050, 450.5],
  ['JPY', 0, 4500, 4500],
  ['KWD', 3, 4500, 4.5],
])('amounts of %s have %i digits', (currency, digits, minor, amount) => {
  expect(digitsOf(currency)).toBe(digits);
  expect(amountOf(minor, currency)).toBe(amount);
  expect(minorOf(amount, currency)).toBe(minor);
});

it('are whole however they are typed', () => {
  expect(minorOf(1.15, 'EUR')).toBe(115);
  expect(minorOf(4.35, 'EUR')).toBe(435);
});

it('are said with their currency', () => {
  expect(moneyIn('en', 45_000, 'EUR')).toBe('€450.00');
  expect(moneyIn('de', 45_000, 'EUR')).toBe('450,00\u00a0€');
  expect(moneyIn('en', 4500, 'JPY')).toBe('¥4,500');
});
