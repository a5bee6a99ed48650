/** The texts of the settings, which only admins load. */
export const settingsEn = {
  title: 'Settings',
  back: 'To the account',
  studioName: 'Name of the studio',
  studioNameHint: 'Stands in the app, and in mails that the studio sends.',
  locale: 'Language of mails',
  localeHint: 'For people of whom nobody knows one. Each person can have their own.',
  locales: { en: 'English', de: 'German' },
  noLocale: 'As their device asks, else English',
  replyTo: 'Answers to mails go to',
  replyToHint: 'Without an address they go to the sender, and nobody may read them.',
  timeZone: 'Time zone',
  timeZoneHint:
    'Set where the product is run: with another one, days that are booked would be other days.',
  save: 'Save',
  saved: 'The settings are saved.',
  reload: 'Show what is set now',
};

export type SettingsTexts = typeof settingsEn;
