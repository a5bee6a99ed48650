/** The languages in which somebody can be written to. */
export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];
