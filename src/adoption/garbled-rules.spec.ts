import { describe, expect, it } from 'vitest';
import { fits, mendedName } from './garbled-rules.js';

/** As a server that was told latin1 keeps UTF-8. */
function garbled(name: string, times = 1): string {
  if (times === 0) return name;
  const letters = [...new TextEncoder().encode(name)].map((byte) =>
    byte >= 0x80 && byte < 0xa0 ? SIGNS.charAt(byte - 0x80) : String.fromCharCode(byte),
  );
  return garbled(letters.join(''), times - 1);
}
/** The bytes 80 to 9F, as https://encoding.spec.whatwg.org/index-windows-1252.txt has them. */
const SIGNS =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d' +
  '\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a' +
  '\u0153\u009d\u017e\u0178';

const NAMES = [
  'Renée',
  'Zuñiga',
  'Łukasz',
  'Nguyễn',
  'Dvořák',
  'Şule',
  'O’Connor',
  'Ольга',
  '王小明',
];

describe('a garbled name', () => {
  it.each(NAMES)('%s is read again as it was meant', (name) => {
    expect(mendedName(garbled(name))).toEqual({ name, times: 1 });
  });

  it.each(NAMES)('%s, as often as it was garbled', (name) => {
    expect(mendedName(garbled(name, 2))).toEqual({ name, times: 2 });
    expect(mendedName(garbled(name, 3))).toEqual({ name, times: 3 });
  });

  it('is written with the letters of windows-1252', () => {
    expect(garbled('Renée Œuvrard')).toBe('RenÃ©e Å’uvrard');
  });
});

describe('a name that is right', () => {
  it.each([
    ...NAMES,
    ...['Anna', 'João', 'CONCEIÇÃO', 'Conceição', 'Ãngela', 'IRMÃ', 'Ñandú', 'Größe', 'Ÿ', ''],
    ...['ANDRÉ’S', 'RENÊ’S', 'NOË’S', 'São Tomé', 'Ångström', 'Þórður', 'Olga (Ольга)'],
  ])('%s is left alone', (name) => {
    expect(mendedName(name)).toBeUndefined();
  });

  it('is not what a mended one is', () => {
    for (const name of NAMES) {
      const mended = mendedName(garbled(name));
      expect(mendedName(mended?.name ?? '')).toBeUndefined();
    }
  });
});

describe('a column', () => {
  it.each([
    ['Renée’s', 'latin1', true],
    ['Łukasz', 'latin1', false],
    ['Łukasz 王', 'utf8mb3', true],
    ['Łukasz 王', 'utf8', true],
    ['🏋', 'utf8mb3', false],
    ['🏋', 'utf8mb4', true],
    ['Renée', 'greek', false],
  ])('%s in %s: %s', (text, charset, isRight) => {
    expect(fits(text, charset)).toBe(isRight);
  });
});
