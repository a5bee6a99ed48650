import { describe, expect, it } from 'vitest';
import { isPhone, personSearchOf, phoneWordsOf, tidyPhone } from './phones.js';

/** As the database does: one of the ways is the beginning of one of the words. */
function finds(search: string, phone: string): boolean {
  const [ways = [], ...others] = personSearchOf(search);
  const words = phoneWordsOf(phone).map(({ word }) => word);
  return others.length === 0 && ways.some((way) => words.some((word) => word.startsWith(way)));
}

describe('a phone number', () => {
  it.each([
    ...['+49 170 1234567', '0170/1234567', '(030) 12 34-56', '+1 (555) 123-4567', '12345'],
    ...['020 7946 0018 ext. 12', '020 7946 0018 x7', '020 7946 0018#123456', '(+49) 30 123456'],
  ])('is %s', (text) => expect(isPhone(text)).toBe(true));

  it.each([
    ...['1234', '+49', 'tom', '0170 1234567 mobile', '12345 ext', 'x12345', '12+345', ''],
    ...['0170 1234567 x1234567', '12345;67', '1234 x56', '12345\n67'],
  ])('is not %j', (text) => expect(isPhone(text)).toBe(false));

  it('is kept with the signs of a keyboard', () => {
    expect(tidyPhone(' \u202d+49\u00a0170\u2011123 4567\u202c ')).toBe('+49 170-123 4567');
    expect(tidyPhone('０１７０\t123−4567')).toBe('0170 123-4567');
  });
});

describe('a search for digits', () => {
  it.each([
    // First digits, and all of them, whichever way the number was entered.
    ['0170', '+49 170 1234567'],
    ['0170 123', '0049 (0) 170 1234567'],
    ['01701234567', '+49 170 1234567'],
    ['+49 170 1234567', '0170/123 45 67'],
    ['0049170123', '0170 1234567'],
    ['+49 (0)170', '+49 170 1234567'],
    ['49170', '+49 170 1234567'],
    ['170 12', '0170 1234567'],
    ['030', '030 123456'],
    ['030', '+49 30 123456'],
    ['555-1234', '+1 555 123 4567'],
    ['+1 (555) 123 4567', '(555) 123-4567'],
    ['+39 06 698', '06 69812345'],
    ['06698', '+39 06 69812345'],
    ['+351', '+351 21 123 4567'],
    ['021 12', '+351 21 123 4567'],
    // Last digits.
    ['567', '+49 170 1234567'],
    ['4567', '0170 1234567 ext. 9'],
    ['234 567', '0170/1234567'],
    ['007', '+44 20 7946 0007'],
    ['0007', '+44 20 7946 0007'],
    ['１２３４５６７', '0170 1234567'],
  ])('%s finds %s', (search, phone) => expect(finds(search, phone)).toBe(true));

  it.each([
    ['0171', '+49 170 1234567'],
    ['+43 170', '+49 170 1234567'],
    ['+49 17', '+43 17 123456'],
    ['0043 170', '+49 170 1234567'],
    // In the middle, or in the extension.
    ['123', '0170 1234567'],
    ['999', '0170 1234567 ext. 999'],
    ['4567 0', '0170 1234567'],
    // Not a whole number, but too little of one.
    ['001', '+1 555 123 4567'],
    ['+567', '0170 1234567'],
  ])('%s does not find %s', (search, phone) => expect(finds(search, phone)).toBe(false));

  it('also finds who is called so', () => {
    expect(personSearchOf('4711')[0]).toContain('4711');
  });

  it.each(['17', '+4', 'tom', 'tom 170', '0170 tom', '@170', '', '...', '1,2,3'])(
    'is none where it says %j',
    (search) => {
      const signs = personSearchOf(search).flat().join('');
      expect(signs).not.toMatch(/[-+/<]/);
    },
  );
});
