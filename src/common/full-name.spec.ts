import { expect, it } from 'vitest';
import { fullNameOf } from './full-name.js';

it.each([
  ['Tom', 'Baker', 'Tom Baker'],
  ['Tom', '', 'Tom'],
  ['Tom', null, 'Tom'],
  [null, 'Baker', 'Baker'],
  [null, null, ''],
])('%j and %j are %j', (firstName, lastName, name) => {
  expect(fullNameOf({ firstName, lastName })).toBe(name);
});
