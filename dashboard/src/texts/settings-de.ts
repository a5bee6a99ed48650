import type { SettingsTexts } from './settings-en.js';

/** The texts of `settings-en.ts` in German. */
export const settingsDe: SettingsTexts = {
  title: 'Einstellungen',
  back: 'Zum Konto',
  studioName: 'Name des Studios',
  studioNameHint: 'Steht in der App und in den E-Mails des Studios.',
  locale: 'Sprache der E-Mails',
  localeHint: 'Für alle, von denen keine bekannt ist. Jede Person kann ihre eigene haben.',
  locales: { en: 'Englisch', de: 'Deutsch' },
  noLocale: 'Wie es das Gerät wünscht, sonst Englisch',
  replyTo: 'Antworten auf E-Mails gehen an',
  replyToHint: 'Ohne Adresse gehen sie an den Absender, wo sie vielleicht niemand liest.',
  timeZone: 'Zeitzone',
  timeZoneHint:
    'Wird dort festgelegt, wo das Produkt läuft: Mit einer anderen wären gebuchte Tage andere.',
  save: 'Speichern',
  saved: 'Die Einstellungen sind gespeichert.',
  reload: 'Zeigen, was jetzt gilt',
};
