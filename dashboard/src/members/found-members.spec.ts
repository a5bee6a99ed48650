import { expect, it } from 'vitest';
import type { MemberDto } from '../api/generated/types.gen.js';
import { foundMembers } from './found-members.js';

const NAMES = ['Zoë Müller', 'Sean O’Connor', 'Connie Zander', 'Søren Åström', 'Ada Conway'];

const members = NAMES.map((name, id): MemberDto => {
  const [firstName = '', lastName = ''] = name.split(' ');
  return {
    ...{ id, firstName, lastName, email: `${id}con@lemon.example.com` },
    ...{ packages: [], lastPackage: null, usedToday: false, lastActivityAt: null },
    attention: id % 2 === 0 ? ['low'] : [],
    payment: (['unpaid', 'partly', 'paid'] as const)[id] ?? null,
    totals: { usages: 0, activeUsages: 0, undoneUsages: 0, adjustments: 0 },
  };
});

const find = (search: string, filter = {}) =>
  foundMembers(members, search, filter).map(({ firstName }) => firstName);

it.each([
  ['mueller', ['Zoë']],
  ["o'con", ['Sean']],
  ['astrom soeren', ['Søren']],
  ['con', ['Ada', 'Connie', 'Sean']],
  ['2con', ['Connie']],
  ['lemon', []],
  ['!', []],
])('what is on the device is searched as the server searches: %s', (search, names) => {
  expect(find(search)).toEqual(names);
});

it('without words everybody is there as listed, or whom the filter leaves', () => {
  expect(find('')).toEqual(['Zoë', 'Sean', 'Connie', 'Søren', 'Ada']);
  expect(find(' ', { attention: 'low' })).toEqual(['Zoë', 'Connie', 'Ada']);
  expect(find('', { payment: 'open' })).toEqual(['Zoë', 'Sean']);
  expect(find('con', { attention: 'low' })).toEqual(['Ada', 'Connie']);
});
