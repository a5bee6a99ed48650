import { expect, it } from 'vitest';
import { emailOf, keptForNobody } from './no-mail.js';

it.each([
  [keptForNobody(7), null],
  ['member-7@no-mail.invalid', null],
  [' Member-7@No-Mail.INVALID ', null],
  ['tom@example.com', 'tom@example.com'],
  ['tom@mail.invalid', 'tom@mail.invalid'],
  ['tom@also-no-mail.invalid', 'tom@also-no-mail.invalid'],
  ['member-7@no-mail.invalid.example.com', 'member-7@no-mail.invalid.example.com'],
  ['', ''],
])('%j is kept for %j', (kept, email) => {
  expect(emailOf(kept)).toBe(email);
});
