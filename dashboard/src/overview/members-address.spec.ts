import { expect, it } from 'vitest';
import { membersAddress } from './members-address.js';

it('names only what the list is narrowed to', () => {
  expect(membersAddress(undefined, undefined)).toBe('/');
  expect(membersAddress('empty', undefined)).toBe('/?attention=empty');
  expect(membersAddress(undefined, 3)).toBe('/?coachId=3');
  expect(membersAddress('low', 3)).toBe('/?attention=low&coachId=3');
});
