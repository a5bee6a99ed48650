import { type NameWord, searchWordsOf, type SearchWord, WORD_KINDS } from './folded-names.js';

/*
 * Phone numbers as they are searched for: by their first digits, with or without the code of the
 * country, or by their last ones. They are words beside those of names, each behind a sign that no
 * word of a name has.
 */

/** The longest phone number, in characters. */
export const MAX_PHONE_LENGTH = 40;
/** The fewest digits of one, without its extension. */
export const MIN_PHONE_DIGITS = 5;

/** Fewer digits are in everybody's number. */
const FEWEST_SEARCHED = 3;

/** What a word has before its digits. */
const SIGN = {
  /** With the code of its country. */
  abroad: '+',
  /** The same number, without the code. */
  inside: '/',
  /** One that was entered without a code, so nobody knows its country. */
  local: '-',
  /** The last digit first. */
  backwards: '<',
} as const;

/** Codes of countries; no code begins another one, and all others have three digits. */
const SHORT_CODES = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

const MAIN = String.raw`\(?\+?[\d ()./-]+?`;
const EXTENSION = / ?(?:x|ext\.?|#) ?\d{1,6}$/i;
const PHONE = new RegExp(`^${MAIN}(?:${EXTENSION.source})?$`, 'i');
const ONLY_DIGITS = new RegExp(`^${MAIN}$`);

/** The digits of a number, taken apart. */
interface Digits {
  /** As they were typed. */
  readonly all: string;
  /** The code of the country; undefined where none is said. */
  readonly country: string | undefined;
  /** What follows it, without the 0 by which it is dialled within the country. */
  readonly national: string;
}

/** A number as it is kept: as it was typed, with the signs that keyboards have. */
export function tidyPhone(text: string): string {
  const plain = text.normalize('NFKC').replace(/\p{Cf}/gu, '');
  return plain
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether a tidy text is a phone number. */
export function isPhone(text: string): boolean {
  return PHONE.test(text) && digitsOf(text).all.length >= MIN_PHONE_DIGITS;
}

/** The words by which somebody is found who has this number. */
export function phoneWordsOf(phone: string): NameWord[] {
  const { all, country, national } = digitsOf(phone);
  const forwards =
    country === undefined
      ? [SIGN.local + national]
      : [SIGN.abroad + country + national, SIGN.inside + national];
  return [...forwards, SIGN.backwards + backwards(all)].map((word) => {
    return { word, kind: WORD_KINDS.phone };
  });
}

/**
 * The words of a search for people. Three digits or more without a letter are one word: a phone
 * number begins or ends with it, or a name or an e-mail address begins with it.
 */
export function personSearchOf(search = ''): SearchWord[] {
  const typed = tidyPhone(search);
  const digits = ONLY_DIGITS.test(typed) ? digitsOf(typed) : undefined;
  if (!digits || digits.all.length < FEWEST_SEARCHED) return searchWordsOf(search);
  return [[digits.all, ...waysOf(digits, typed)]];
}

function waysOf({ all, country, national }: Digits, typed: string): string[] {
  const last = typed.includes('+') ? [] : [SIGN.backwards + backwards(all)];
  if (country !== undefined) {
    // The shorter one is the beginning of too many, or of those of another country.
    const whole = country + national;
    const local = national.length >= FEWEST_SEARCHED ? [SIGN.local + national] : [];
    return whole.length < FEWEST_SEARCHED ? last : [SIGN.abroad + whole, ...local, ...last];
  }
  // One digit behind the 0 says nothing.
  const signs = national.length < FEWEST_SEARCHED - 1 ? [] : [SIGN.inside, SIGN.local];
  const code = all === national ? [SIGN.abroad + all] : [];
  return [...signs.map((sign) => sign + national), ...code, ...last];
}

function digitsOf(phone: string): Digits {
  const main = phone.replace(EXTENSION, '');
  const all = main.replace(/\D/g, '');
  const abroad = main.includes('+') ? all : all.startsWith('00') ? all.slice(2) : undefined;
  if (abroad === undefined) return { all, country: undefined, national: withoutZeros(all) };
  const country = SHORT_CODES.exec(abroad)?.[0] ?? abroad.slice(0, 3);
  return { all, country, national: withoutZeros(abroad.slice(country.length)) };
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+/, '');
}

function backwards(digits: string): string {
  return [...digits].reverse().join('');
}
