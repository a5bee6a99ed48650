import { de } from './de.js';
import { en, type Texts } from './en.js';

/** The languages that the app speaks. */
const LANGUAGES = ['en', 'de'] as const;
type Language = (typeof LANGUAGES)[number];

/** The first language of the browser that we speak; dates and numbers follow its region. */
export const locale = navigator.languages.find((tag) => isSpoken(languageOf(tag))) ?? 'en';

const spoken = languageOf(locale);
const language: Language = isSpoken(spoken) ? spoken : 'en';

/** All texts of the first pages, in the language of the browser. */
export const t: Texts = inLanguage({ en, de });

document.documentElement.lang = language;

/** What is said in the language of the browser; pages that load later bring texts of their own. */
export function inLanguage<T>(texts: Readonly<Record<Language, T>>): T {
  return texts[language];
}

function isSpoken(name: string): name is Language {
  return LANGUAGES.some((one) => one === name);
}

function languageOf(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? tag;
}
