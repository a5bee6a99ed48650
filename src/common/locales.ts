/** The languages in which somebody can be written to. */
export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];

/** Nobody knows more languages than that, and a header may be long. */
const MOST_READ = 20;

/** Whether a word names one of them. */
export function isLocale(word: unknown): word is Locale {
  return LOCALES.some((locale) => locale === word);
}

/** The one that an `Accept-Language` likes best, of those that it names first. */
export function preferredLocale(header: string | undefined): Locale | undefined {
  const wishes = (header ?? '').split(',', MOST_READ).flatMap((wish) => {
    const [tag = '', ...words] = wish.split(';').map((part) => part.trim().toLowerCase());
    const [language] = tag.split('-');
    const weight = /^q=([01](?:\.\d{1,3})?)$/.exec(words.find((w) => w.startsWith('q=')) ?? 'q=1');
    const quality = Number(weight?.[1] ?? 0);
    return isLocale(language) && quality > 0 ? [{ language, quality }] : [];
  });
  // Sorting keeps the order of equals.
  const [best] = wishes.sort((one, other) => other.quality - one.quality);
  return best?.language;
}
