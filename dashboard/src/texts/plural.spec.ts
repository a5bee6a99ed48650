import { expect, it } from 'vitest';
import { plural } from './plural.js';

it.each([
  ['en', 0, '0 sessions'],
  ['en', 1, '1 session'],
  ['en', 1234, '1,234 sessions'],
  ['de', 1234, '1.234 sessions'],
])('a number is said as the language says it: %s, %i', (language, count, text) => {
  expect(plural(language, { one: '# session', other: '# sessions' })(count)).toBe(text);
});
