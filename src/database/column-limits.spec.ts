import { describe, expect, it } from 'vitest';
import { lostLetters } from './column-limits.js';

describe('lostLetters', () => {
  it.each([
    ['Renée', 'Renée', []],
    ['Łukasz Łoś', '?ukasz ?o?', ['Ł', 'Ł', 'ś']],
    // What somebody typed as a question mark is none that replaces a letter.
    ['Who? Ł', 'Who? ?', ['Ł']],
    // One thing to be seen, of one sign, of two and of five.
    ['a🎁b🇵🇱c👨‍👩‍👧d', 'a?b??c?????d', ['🎁', '🇵🇱', '👨‍👩‍👧']],
    // The letter is there, its accent is not.
    ['Q\u0301', 'Q?', ['Q\u0301']],
    ['', '', []],
  ])('%s kept as %s has lost %j', (text, kept, lost) => {
    expect(lostLetters(text, kept)).toEqual(lost);
  });
});
