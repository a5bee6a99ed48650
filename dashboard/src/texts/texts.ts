import { currentAccount } from '../api/account.js';
import type { UserDto } from '../api/generated/types.gen.js';
import type { Texts } from './en.js';

/** The languages that the app speaks. */
const LANGUAGES = ['en', 'de'] as const;
type Language = (typeof LANGUAGES)[number];

const LOAD: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: async () => (await import('./en.js')).en,
  de: async () => (await import('./de.js')).de,
};

/**
 * The language that the person has chosen, or else the first one of the browser that we speak;
 * dates and numbers follow its region.
 */
export const locale = localeOf(currentAccount()?.user);

const language = languageIn(locale);

/** Whether the app would speak to somebody otherwise than it does until it is loaded again. */
export function isOtherLanguage(user: Pick<UserDto, 'locale'> | null): boolean {
  return languageIn(localeOf(user)) !== language;
}

/**
 * All texts of the first pages, in that language; empty until `loadTexts` has ended, before which
 * nothing is shown. So modules read it when they show something, not when they are loaded.
 */
export const t = {} as Texts;

/** Loads the texts of the one language that is spoken. */
export async function loadTexts(): Promise<Texts> {
  return Object.assign(t, await LOAD[language]());
}

document.documentElement.lang = language;

/** What is said in that language; pages that load later bring texts of their own. */
export function inLanguage<T>(texts: Readonly<Record<Language, T>>): T {
  return texts[language];
}

/** A release before kept no language of anybody. */
function localeOf(user: Partial<Pick<UserDto, 'locale'>> | null | undefined): string {
  const chosen = user?.locale ?? undefined;
  const wanted = chosen !== undefined && isSpoken(chosen) ? [chosen] : LANGUAGES;
  const own = navigator.languages.find((tag) => wanted.some((one) => one === languageOf(tag)));
  return own ?? wanted[0] ?? 'en';
}

function languageIn(tag: string): Language {
  const spoken = languageOf(tag);
  return isSpoken(spoken) ? spoken : 'en';
}

function isSpoken(name: string): name is Language {
  return LANGUAGES.some((one) => one === name);
}

function languageOf(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? tag;
}
