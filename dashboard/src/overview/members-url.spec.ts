import { expect, it } from 'vitest';
import { membersUrl } from './members-url.js';

it('names only what the list is narrowed to', () => {
  expect(membersUrl(undefined, undefined)).toBe('/');
  expect(membersUrl('empty', undefined)).toBe('/?attention=empty');
  expect(membersUrl(undefined, 3)).toBe('/?coachId=3');
  expect(membersUrl('low', 3)).toBe('/?attention=low&coachId=3');
});
