import { describe, expect, it } from 'vitest';
import { fitOf, nameWordsOf, searchWordsOf, sortKeyOf } from './folded-names.js';

const named = (firstName: string, lastName: string, email = 'x@example.com') => {
  return { firstName, lastName, email };
};
const wordsOf = (firstName: string, lastName = '') =>
  nameWordsOf(named(firstName, lastName)).flatMap(({ word, kind }) => (kind < 2 ? [word] : []));

describe('the words of a name', () => {
  it.each([
    ['Müller', ['muller', 'mueller']],
    ['M\u0075\u0308ller', ['muller', 'mueller']],
    ['Åström', ['astrom', 'astroem', 'aastrom', 'aastroem']],
    ['Søren', ['soren', 'soeren']],
    ['Łukasz', ['lukasz']],
    ['Weiß', ['weiss']],
    ['WEIẞ', ['weiss']],
    ['Þórður', ['thordur']],
    ['İlkay', ['ilkay']],
    ['Işıl', ['isil']],
    ['Οδυσσεύς', ['οδυσσευσ']],
    ["O'Connor", ['oconnor', 'connor']],
    ['O’Connor', ['oconnor', 'connor']],
    ['O´Connor', ['oconnor', 'connor']],
    ['OʼConnor', ['oconnor', 'connor']],
    ['Anne-Marie', ['annemarie', 'marie']],
    ['Anne Marie', ['annemarie', 'marie']],
    ['van der Berg', ['vanderberg', 'der', 'berg']],
    ['ﬁnn', ['finn']],
    ['王', ['王']],
    ['🏋 Bo', ['🏋bo', 'bo']],
    ['-', []],
  ])('%s', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });

  it.each([null, 'member-7@no-mail.invalid'])('leave out that there is no address: %j', (email) => {
    const words = nameWordsOf({ firstName: 'Tom', lastName: '', email });
    expect(words).toEqual([{ word: 'tom', kind: 0 }]);
  });

  it('begin with those of the last name, and the address is the last', () => {
    expect(nameWordsOf(named('Maria Luisa', 'de Sá', 'M.Sa+x@Example.com'))).toEqual([
      { word: 'desa', kind: 0 },
      { word: 'marialuisa', kind: 0 },
      { word: 'sa', kind: 1 },
      { word: 'luisa', kind: 1 },
      { word: 'msax@examplecom', kind: 2 },
    ]);
  });

  it('are few and short, and no letter is cut in two', () => {
    const words = nameWordsOf(
      named('a b c '.repeat(80), '𝒜🏋'.repeat(120), `${'x'.repeat(200)}@y`),
    );
    expect(words.length).toBeLessThanOrEqual(24);
    for (const { word } of words) {
      expect([...word].length).toBeLessThanOrEqual(64);
      expect(word.isWellFormed()).toBe(true);
    }
    expect(wordsOf('ü'.repeat(50)).length).toBeLessThanOrEqual(8);
    const key = sortKeyOf(named('a', '🏋 '.repeat(250)));
    expect([...key]).toHaveLength(120);
    expect(key.isWellFormed()).toBe(true);
  });
});

describe('a search', () => {
  const find = (search: string, ...names: Parameters<typeof named>) =>
    fitOf(named(...names), searchWordsOf(search));

  it.each([
    ['mü', 'Zoë', 'Müller', 0],
    ['zoe muel', 'Zoë', 'Müller', 0],
    ['müller', 'Zoë', 'Mueller', 0],
    ['muller', 'Zoë', 'Mueller', undefined],
    ['müller', 'Zoë', 'Muller', 0],
    ['o connor', 'Sean', "O'Connor", 1],
    ['oconn', 'Sean', "O'Connor", 0],
    ['conn', 'Sean', "O'Connor", 1],
    ['nnor', 'Sean', "O'Connor", undefined],
    ['sean nobody', 'Sean', "O'Connor", undefined],
    ['O Connor, Sean', 'Sean', "O'Connor", 1],
    ['delacruz', 'Ana', 'de la Cruz', 0],
    ['an', 'An', 'Vu Anders', 0],
  ] as const)('%s: %s %s', (search, firstName, lastName, fit) => {
    expect(find(search, firstName, lastName)).toBe(fit);
  });

  it('finds an address by its beginning, never by its domain', () => {
    const address = 'Tom.Reed_1@mail.example.com';
    for (const search of ['tom.r', 'tomr', 'tom.reed_1@mail.example.com', 'TOM.REED_1@MAIL']) {
      expect(find(search, 'A', 'B', address), search).toBe(2);
    }
    for (const search of ['mail', 'example', 'com', '@mail', 'reed']) {
      expect(find(search, 'A', 'B', address), search).toBeUndefined();
    }
  });

  it('of nothing is for everybody, and of signs alone for nobody', () => {
    for (const search of [undefined, '', '  ']) expect(searchWordsOf(search)).toEqual([]);
    expect(searchWordsOf("% '")).toEqual([[]]);
    expect(searchWordsOf('anne - marie')).toEqual([['anne'], ['marie']]);
    expect(searchWordsOf('a b c d e f g')).toHaveLength(5);
  });
});

it('the order is that of people', () => {
  const inOrder = [
    ...['Anna Abel', 'Anna Bo Abel', 'Ännchen Abel', 'Ida Åberg', 'Zoe Berg', 'Al Berg-er'],
    ...[
      'Bo Łaska',
      'Bo Lasko',
      'Al Oates',
      'Al O’Connor',
      'Al Odd',
      'Al Zacher',
      'Al Żak',
      'Zoe Zander',
    ],
  ].map((name) => named(name.replace(/ ?[^ ]*$/, ''), name.split(' ').at(-1) ?? ''));
  inOrder.push(named('Al', 'Zander Bo'), named('Al', 'Zanders'));
  const keys = inOrder.map(sortKeyOf);
  expect(keys.toSorted()).toEqual(keys);
  expect(sortKeyOf(named('Anna', ''))).toBe('anna');
});
