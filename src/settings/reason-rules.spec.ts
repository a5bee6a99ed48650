import { describe, expect, it } from 'vitest';
import {
  areReasons,
  faultOf,
  INITIAL_REASONS,
  MAX_REASON_TEXT_LENGTH,
  MAX_REASONS,
  missingIn,
} from './reason-rules.js';

const one = { code: 'goodwill', en: 'Goodwill', de: 'Kulanz', isArchived: false };
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ ...one, code: `r_${n}`, isArchived: n < 5 }));

describe('the reasons of a studio', () => {
  it('are at first some that can be set, with a text of their own in each language', () => {
    expect(areReasons(INITIAL_REASONS)).toBe(true);
    for (const language of ['en', 'de'] as const) {
      const texts = INITIAL_REASONS.map((reason) => reason[language]);
      expect(new Set(texts).size).toBe(texts.length);
      for (const text of texts) expect(text.length).toBeLessThanOrEqual(MAX_REASON_TEXT_LENGTH);
    }
  });

  it('can be none, or many', () => {
    expect(areReasons([])).toBe(true);
    expect(areReasons([one])).toBe(true);
    expect(areReasons(many(MAX_REASONS))).toBe(true);
  });

  it.each([
    [null],
    [{}],
    ['goodwill'],
    [[null]],
    [[[]]],
    [['goodwill']],
    [[{ ...one, code: 'Goodwill' }]],
    [[{ ...one, code: 'g' }]],
    [[{ ...one, code: '1st' }]],
    [[{ ...one, code: `g${'x'.repeat(32)}` }]],
    [[{ ...one, code: 'good will' }]],
    [[{ ...one, code: 5 }]],
    [[{ ...one, en: '' }]],
    [[{ ...one, de: null }]],
    [[{ ...one, de: '🏋'.repeat(MAX_REASON_TEXT_LENGTH + 1) }]],
    [[{ ...one, isArchived: 0 }]],
    [[one, one]],
    [many(MAX_REASONS + 1)],
  ])('are never %j', (value) => {
    expect(areReasons(value)).toBe(false);
  });

  it('say what is wrong with them', () => {
    expect(faultOf([one])).toBeUndefined();
    expect(faultOf([one, { ...one, en: 'Another' }])).toContain('twice');
    expect(faultOf(many(MAX_REASONS + 1))).toContain(`${MAX_REASONS} at most`);
  });

  it('miss what was there before, archived or not', () => {
    const other = { ...one, code: 'other', isArchived: true };
    expect(missingIn([one, other], [one])).toEqual([]);
    expect(missingIn([one], [one, other])).toEqual(['other']);
    expect(missingIn([], [one, other])).toEqual(['goodwill', 'other']);
  });
});
