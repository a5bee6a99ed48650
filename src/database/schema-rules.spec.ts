import { describe, expect, it } from 'vitest';
import { standingOf } from './schema-rules.js';

const [FIRST, ROOMS, CONTRACT] = [
  'Tables1700000001000',
  'Rooms1700000002000',
  'ContractRooms1700000003000',
];

describe('the tables of a database, for a release', () => {
  const nothing = { missing: [], later: [], contracted: undefined };

  it.each([
    ['its own', [FIRST, ROOMS], [FIRST, ROOMS], {}],
    ['those of the release before', [FIRST, ROOMS], [FIRST], { missing: [ROOMS] }],
    ['those of nobody', [FIRST], [], { missing: [FIRST] }],
    ['those of the release after it', [FIRST], [FIRST, ROOMS], { later: [ROOMS] }],
    [
      'contracted, which it does not need any more',
      [FIRST, ROOMS],
      [FIRST, ROOMS, CONTRACT],
      { later: [CONTRACT] },
    ],
    [
      'contracted, two releases later',
      [FIRST],
      [FIRST, ROOMS, CONTRACT],
      { later: [ROOMS, CONTRACT], contracted: CONTRACT },
    ],
    [
      'with a word that only begins so',
      [FIRST],
      [FIRST, 'Contracts1700000004000'],
      {
        later: ['Contracts1700000004000'],
      },
    ],
  ])('are %s', (_, known, run, standing) => {
    expect(standingOf(known, run)).toEqual({ ...nothing, ...standing });
  });
});
