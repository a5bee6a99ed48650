import type { LanguageTexts } from './language-en.js';

/** The texts of `language-en.ts` in German. */
export const languageDe: LanguageTexts = {
  title: 'Sprache',
  hint: 'Für diese App und alles, was das Studio schreibt.',
  asDevice: 'Wie auf diesem Gerät',
  saved: 'Gespeichert',
};
