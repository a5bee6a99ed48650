import type { MailTexts } from './en.js';

/** What mails say in German. */
export const de: MailTexts = {
  hello: (name) => `Hallo ${name},`,
  helloNobody: 'Hallo,',
  footer: (studio, publicUrl) =>
    `${studio} (${publicUrl}) hat diese E-Mail von selbst verschickt. Antworten liest niemand.`,
  invitation: {
    subject: (studio) => `Dein Zugang zu ${studio}`,
    lead: (studio) =>
      `du bist zu ${studio} eingeladen. Wähle ein Passwort, und du bist angemeldet.`,
    button: 'Passwort wählen',
    lasts: 'Der Link gilt einmal, sieben Tage lang, für jeden, der ihn hat: Gib ihn nicht weiter.',
    unexpected: 'Wenn du keine Einladung erwartest, tu nichts: Dann passiert auch nichts.',
  },
  reset: {
    subject: (studio) => `Ein neues Passwort für ${studio}`,
    lead: (studio) => `jemand hat ein neues Passwort für dein Konto bei ${studio} angefordert.`,
    button: 'Neues Passwort setzen',
    lasts: 'Der Link gilt einmal, 60 Minuten lang. Er beendet deine anderen Anmeldungen.',
    unexpected: 'Wenn du das nicht warst, tu nichts: Dein Passwort bleibt, wie es ist.',
  },
  test: {
    subject: (studio) => `Eine Probe-Mail von ${studio}`,
    lead: (studio) => `diese E-Mail zeigt, dass ${studio} E-Mails verschicken kann.`,
    unexpected: 'Es ist nichts zu tun.',
  },
};
