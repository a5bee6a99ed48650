/** The texts of the choice of a language, on the account page. */
export const languageEn = {
  title: 'Language',
  hint: 'Of this app, and of what the studio writes to you.',
  asDevice: 'As on this device',
  saved: 'Saved',
};

export type LanguageTexts = typeof languageEn;
