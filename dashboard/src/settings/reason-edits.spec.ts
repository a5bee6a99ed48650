import { describe, expect, it } from 'vitest';
import { moved, newCode, withReason } from './reason-edits.js';

const of = (code: string) => ({ code, en: code, de: code, isArchived: false });
const LIST = [of('one'), of('two'), of('three')];
const CODE = /^[a-z][a-z0-9_]{1,31}$/;

describe('a new code', () => {
  it.each([
    ['Goodwill', 'goodwill'],
    ['  Cancelled, too late! ', 'cancelled_too_late'],
    ['Café closed', 'cafe_closed'],
    ['2 for 1', 'for_1'],
    ['遅刻', 'reason'],
    ['7', 'reason'],
    ['x', 'reason_x'],
    ['One', 'one_2'],
    ['A very long text that tells everything about it', 'a_very_long_text_that_tells_'],
  ])('for %j is %s', (text, code) => {
    expect(newCode(text, LIST)).toBe(code);
    expect(code).toMatch(CODE);
  });

  it('is another one however many there are', () => {
    let reasons = [of('x'.repeat(28))];
    for (let n = 0; n < 12; n += 1) reasons = [...reasons, of(newCode('x'.repeat(60), reasons))];
    expect(new Set(reasons.map(({ code }) => code)).size).toBe(13);
    for (const { code } of reasons) expect(code).toMatch(CODE);
  });
});

describe('a list of reasons', () => {
  it('has a changed one in its place, and a new one at the end', () => {
    const changed = { ...of('two'), de: 'zwei' };
    expect(withReason(LIST, changed)).toEqual([LIST[0], changed, LIST[2]]);
    expect(withReason(LIST, of('four'))).toEqual([...LIST, of('four')]);
  });

  it('has one further up or down, as far as it goes', () => {
    const codes = (code: string, by: -1 | 1) => moved(LIST, code, by).map((one) => one.code);
    expect(codes('two', -1)).toEqual(['two', 'one', 'three']);
    expect(codes('two', 1)).toEqual(['one', 'three', 'two']);
    expect(codes('one', -1)).toEqual(['one', 'two', 'three']);
    expect(codes('three', 1)).toEqual(['one', 'two', 'three']);
  });
});
