import { expect, it } from 'vitest';
import { preferredLocale } from './locales.js';

it.each([
  [undefined, undefined],
  ['', undefined],
  ['de', 'de'],
  ['de-AT', 'de'],
  ['fr-FR, fr;q=0.9, DE-de;q=0.8, en;q=0.7', 'de'],
  ['en;q=0.5, de;q=0.6', 'de'],
  ['en, de', 'en'],
  ['de;q=0, en;q=0.1', 'en'],
  ['de;q=0', undefined],
  ['de;q=nonsense, en;q=0.2', 'en'],
  ['*', undefined],
  ['toString, __proto__, de', 'de'],
  [`${'xx,'.repeat(30)}de`, undefined],
])('%s is %s', (header, locale) => {
  expect(preferredLocale(header)).toBe(locale);
});
