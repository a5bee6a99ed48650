import { describe, expect, it } from 'vitest';
import { de } from './texts/de.js';
import { en } from './texts/en.js';

type Text = string | ((...given: readonly string[]) => string);

/** Every text by its place, such as `reset.subject`. */
function textsOf(branch: object, path = ''): [string, Text][] {
  return Object.entries(branch).flatMap(([name, one]: [string, unknown]): [string, Text][] => {
    const place = `${path}${name}`;
    if (typeof one === 'object') return textsOf(Object(one) as object, `${place}.`);
    return [[place, one as Text]];
  });
}

const english = new Map(textsOf(en));
const german = new Map(textsOf(de));
const GIVEN = ['GIVEN1', 'GIVEN2', 'GIVEN3'] as const;
const say = (text: Text = '') => (typeof text === 'function' ? text(...GIVEN) : text);

describe('the texts of mails', () => {
  it('are the same ones in both languages', () => {
    expect([...german.keys()]).toEqual([...english.keys()]);
  });

  it('say as much in both, and not the same', () => {
    const given = (text: string) => [...new Set(text.match(/GIVEN\d/g))].sort();
    for (const [place, text] of english) {
      const [ours, theirs] = [say(text), say(german.get(place))];
      expect(given(theirs), place).toEqual(given(ours));
      expect(theirs, place).not.toBe(ours);
      for (const one of [ours, theirs]) {
        expect(one, place).toMatch(/\S/);
        expect(one, place).not.toMatch(/undefined|\[object|["<>\n]/);
      }
    }
  });
});
