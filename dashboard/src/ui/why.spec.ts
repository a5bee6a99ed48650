import { describe, expect, it } from 'vitest';
import { isUnsaid, NO_WHY, whyPart, whyText } from './why.js';

describe('why', () => {
  it('is sent as far as it was said', () => {
    expect(whyPart(NO_WHY)).toEqual({});
    expect(whyPart({ code: 'goodwill', text: ' ' })).toEqual({ reasonCode: 'goodwill' });
    expect(whyPart({ code: null, text: ' Ill ' })).toEqual({ reason: 'Ill' });
    const both = { reasonCode: 'goodwill', reason: 'Ill' };
    expect(whyPart({ code: 'goodwill', text: 'Ill' })).toEqual(both);
  });

  it('is unsaid without a code and without words', () => {
    expect(isUnsaid({ code: null, text: ' \n' })).toBe(true);
    expect(isUnsaid({ code: 'goodwill', text: '' })).toBe(false);
    expect(isUnsaid({ code: null, text: 'Ill' })).toBe(false);
  });

  it('is shown in the words of the studio, and never as a code', () => {
    const texts: Readonly<Record<string, string>> = { goodwill: 'Kulanz' };
    const said = (row: Parameters<typeof whyText>[0]) =>
      whyText(row, { wordOf: (code) => texts[code], quote: (text) => `„${text}“` });
    expect(said({})).toBeNull();
    expect(said({ reason: null, reasonCode: null })).toBeNull();
    expect(said({ reason: 'Ill' })).toBe('„Ill“');
    expect(said({ reason: null, reasonCode: 'goodwill' })).toBe('Kulanz');
    expect(said({ reason: 'Ill', reasonCode: 'goodwill' })).toBe('Kulanz · „Ill“');
    expect(said({ reason: null, reasonCode: 'no_parking' })).toBe('no parking');
  });
});
