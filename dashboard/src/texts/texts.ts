import { de } from './de.js';
import { en, type Texts } from './en.js';

const LANGUAGES: Readonly<Record<string, Texts>> = { en, de };

/** The first language of the browser that we speak; dates and numbers follow its region. */
export const locale = navigator.languages.find((tag) => languageOf(tag) in LANGUAGES) ?? 'en';

/** All texts of the app, in the language of the browser. */
export const t: Texts = LANGUAGES[languageOf(locale)] ?? en;

document.documentElement.lang = languageOf(locale);

function languageOf(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? tag;
}
