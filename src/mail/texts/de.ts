import type { MailTexts } from './en.js';

/** What mails say in German. */
export const de: MailTexts = {
  hello: (name) => `Hallo ${name},`,
  helloNobody: 'Hallo,',
  footer: (studio, publicUrl) =>
    `${studio} (${publicUrl}) hat diese E-Mail von selbst verschickt. Antworten liest niemand.`,
  answered: (studio, publicUrl) =>
    `${studio} (${publicUrl}) hat diese E-Mail von selbst verschickt. Antworten werden gelesen.`,
  invitation: {
    subject: (studio) => `Der Zugang zu ${studio}`,
    lead: (studio) =>
      `das ist die Einladung zu ${studio}. Mit einem Passwort beginnt die Anmeldung.`,
    button: 'Passwort wählen',
    lasts:
      'Der Link gilt einmal, sieben Tage lang, für jeden, der ihn hat: bitte nicht weitergeben.',
    unexpected: 'Kam diese Einladung unerwartet? Dann ist nichts zu tun, und nichts passiert.',
  },
  reset: {
    subject: (studio) => `Ein neues Passwort für ${studio}`,
    lead: (studio) => `jemand hat ein neues Passwort für dieses Konto bei ${studio} angefordert.`,
    button: 'Neues Passwort setzen',
    lasts: 'Der Link gilt einmal, 60 Minuten lang. Er beendet die anderen Anmeldungen.',
    unexpected: 'War das jemand anders? Dann ist nichts zu tun: Das Passwort bleibt, wie es ist.',
  },
  change_email: {
    subject: (studio) => `Die E-Mail-Adresse bei ${studio}`,
    lead: (studio) =>
      `jemand will sich mit dieser E-Mail-Adresse beim eigenen Konto bei ${studio} anmelden.`,
    button: 'Diese E-Mail-Adresse verwenden',
    lasts: 'Der Link gilt einmal, 24 Stunden lang. Bis dahin gilt die bisherige E-Mail-Adresse.',
    unexpected: 'War das jemand anders? Dann ist nichts zu tun: Es bleibt alles, wie es ist.',
  },
  email_changed: {
    subject: (studio) => `Die E-Mail-Adresse bei ${studio} ist geändert`,
    lead: (studio) =>
      `dieses Konto bei ${studio} hat jetzt eine andere E-Mail-Adresse. ` +
      'Mit dieser hier meldet sich niemand mehr an.',
    unexpected: 'War das jemand anders? Dann bitte sofort beim Studio nachfragen.',
  },
  receipt: {
    subject: (studio) => `Der Beleg von ${studio}`,
    lead: (studio) => `hier ist der Beleg über die Zahlung bei ${studio}.`,
  },
  refund: {
    subject: (studio) => `Der Beleg von ${studio} über eine Rückzahlung`,
    lead: (studio) => `hier ist der Beleg über die Rückzahlung von ${studio}.`,
  },
  receiptRows: {
    ...{ number: 'Beleg', amount: 'Betrag', method: 'Wie bezahlt', date: 'Wann' },
    ...{ member: 'Mitglied', item: 'Wofür', sessions: 'Einheiten', coach: 'Mit' },
    payment: 'Zur Zahlung mit Beleg',
    methods: { cash: 'Bar', card_terminal: 'Karte', transfer: 'Überweisung', other: 'Anders' },
    voided: 'Diese Zahlung wurde zurückgenommen. Der Beleg gilt nicht.',
    noInvoice: 'Das ist keine Rechnung: Steuern sind nicht ausgewiesen.',
  },
  test: {
    subject: (studio) => `Eine Probe-Mail von ${studio}`,
    lead: (studio) => `diese E-Mail zeigt, dass ${studio} E-Mails verschicken kann.`,
    unexpected: 'Es ist nichts zu tun.',
  },
};
