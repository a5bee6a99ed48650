import { emailOf } from './no-mail.js';

/*
 * Names as they are searched for and sorted: in small letters, without marks, apostrophes and
 * hyphens. Said once for both databases and for the dashboard.
 */

/** By what somebody is found. */
export interface Named {
  readonly firstName: string;
  readonly lastName: string;
  /** Also as it is kept where there is none. */
  readonly email: string | null;
}

/** What a word is: the better a search fits, the lower. */
export const WORD_KINDS = { beginning: 0, another: 1, address: 2, phone: 3 } as const;
type WordKind = (typeof WORD_KINDS)[keyof typeof WORD_KINDS];

/** A word by whose beginning somebody is found. */
export interface NameWord {
  readonly word: string;
  readonly kind: WordKind;
}

/** A word of a search, in each way in which it may be kept; in none where nothing can be found. */
export type SearchWord = readonly string[];

/** What a column of words holds, in code points. */
const LONGEST_WORD = 64;
/** What a column of sort keys holds, in code points. */
const LONGEST_SORT_KEY = 120;

/** A search of more words finds nothing more, and costs. */
const MOST_SEARCHED = 5;
const MOST_WORDS = 24;
/** A word of many umlauts is kept in as many spellings as its first three make. */
const MOST_SPELLINGS = 8;

/** Letters that no mark can be taken off. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ø: 'o', ł: 'l', æ: 'ae', œ: 'oe', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h' },
  ς: 'σ',
};
/** Letters that are also written as two, where a keyboard lacks them. */
const LONG: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };

const MARKS = /[\u0300-\u036f]/gu;
/**
 * All but letters, numbers, emoji and the sign in an address: it joins words, or parts them. Some
 * apostrophes are letters to Unicode.
 */
const JOINTS = /(?:[^\p{L}\p{M}\p{N}\p{So}@]|[\u02b9-\u02df])+/u;
const SPACE = /[\s,;]+/u;

/** The words of a search; somebody is found who has a word that begins with each. */
export function searchWordsOf(search = ''): SearchWord[] {
  const typed = search.split(SPACE).filter(Boolean);
  const words = typed.map(spellingsOf).filter((ways) => ways.length > 0);
  // Who types nothing but signs looks for something, and is not shown everybody.
  return typed.length > 0 && words.length === 0 ? [[]] : words.slice(0, MOST_SEARCHED);
}

/** The words by which somebody is found, each once. */
export function nameWordsOf({ firstName, lastName, email }: Named): NameWord[] {
  const address = { word: plainOf(emailOf(email ?? '') ?? ''), kind: WORD_KINDS.address };
  const words = [...wordsOfName(lastName), ...wordsOfName(firstName), address];
  const best = words.toSorted((one, other) => one.kind - other.kind);
  return best.filter((one, n) => one.word !== '' && !isNeedless(one, n, best)).slice(0, MOST_WORDS);
}

/** The place of somebody among all, as text that compares by its code points. */
export function sortKeyOf({ firstName, lastName }: Omit<Named, 'email'>): string {
  const names = [lastName, firstName].map((name) => {
    const words = name.split(SPACE).map(plainOf);
    return words.filter(Boolean).join(' ');
  });
  // Two spaces come before one: all of a name before those of whom it is the first word.
  return cut(names.filter(Boolean).join('  '), LONGEST_SORT_KEY);
}

/** How well a search fits somebody, 0 the best; undefined for who is not found. */
export function fitOf(person: Named, search: readonly SearchWord[]): number | undefined {
  const words = nameWordsOf(person);
  let fit = 0;
  for (const ways of search) {
    const found = words.find(({ word }) => ways.some((way) => word.startsWith(way)));
    if (!found) return undefined;
    fit += found.kind;
  }
  return fit;
}

function wordsOfName(name: string): NameWord[] {
  const [parts, typed] = [partsOf(name), name.split(SPACE).filter(Boolean)];
  const beginnings = [name, ...typed.slice(0, 1), ...parts.slice(0, 1)];
  return [
    ...beginnings.flatMap(spellingsOf).map((word) => ({ word, kind: WORD_KINDS.beginning })),
    ...[...typed, ...parts]
      .flatMap(spellingsOf)
      .map((word) => ({ word, kind: WORD_KINDS.another })),
  ];
}

/** Whether a word only begins another one, by which the same is found as well or better. */
function isNeedless({ word, kind }: NameWord, n: number, best: readonly NameWord[]): boolean {
  return best.some((other, m) => {
    if (m === n || !other.word.startsWith(word)) return false;
    return other.word === word ? m < n : other.kind <= kind;
  });
}

function partsOf(name: string): string[] {
  return name.normalize('NFKC').split(JOINTS).filter(Boolean);
}

/** A text as one word, in all ways in which it is written. */
function spellingsOf(text: string): string[] {
  let ways = [''];
  for (const letter of lettersOf(text)) {
    const long = LONG[letter];
    const here = [plainLetter(letter)];
    if (long !== undefined && ways.length < MOST_SPELLINGS) here.push(long);
    ways = ways.flatMap((way) => here.map((end) => way + end));
  }
  return [...new Set(ways.map((way) => cut(way, LONGEST_WORD)))].filter(Boolean);
}

function plainOf(text: string): string {
  return cut(lettersOf(text).map(plainLetter).join(''), LONGEST_WORD);
}

function lettersOf(text: string): string[] {
  return [...text.normalize('NFKC').toLowerCase().split(JOINTS).join('')];
}

function plainLetter(letter: string): string {
  return PLAIN[letter] ?? letter.normalize('NFKD').replace(MARKS, '').toLowerCase();
}

/** By code points: half of one is no text for a database. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('');
}
