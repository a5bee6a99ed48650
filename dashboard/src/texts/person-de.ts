import type { PersonTexts } from './person-en.js';

/** The texts of `person-en.ts` in German. */
export const personDe: PersonTexts = {
  noteOfMember: 'Für Empfang, Admins und die Coaches des Mitglieds. Das Mitglied sieht sie nicht.',
  noteOfOthers: 'Nur Admins sehen sie.',
  invite: 'Zur Anmeldung einladen',
  inviteMailed: 'Eine E-Mail bringt den Link zum Passwort.',
  inviteShown: 'Der Link zum Passwort wird danach gezeigt, zum Weitergeben.',
  invited: (name) => `${name} ist jetzt Mitglied und bekommt eine E-Mail mit dem Link.`,
  mailedTitle: 'Schon unterwegs',
  mailed: (email, until) =>
    `Eine E-Mail an ${email} bringt den Link zum Passwort. Er gilt einmal, bis ${until}.`,
  addedTitle: 'Eingetragen',
  added: (name) =>
    `${name} ist jetzt Mitglied. Mit einer E-Mail-Adresse gibt es später einen Link zum Passwort.`,
  linkTitle: 'Der Link für das Passwort',
  linkAbout: (name) => `Diesen Link bekommt ${name}, und sonst niemand.`,
  linkOnce: (until) => `Er ist nur jetzt zu sehen und gilt einmal, bis ${until}.`,
  link: 'Link für die Person',
  copy: 'Kopieren',
  share: 'Teilen',
  done: 'Fertig',
};
