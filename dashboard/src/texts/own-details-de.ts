import type { OwnDetailsTexts } from './own-details-en.js';

/** The texts of `own-details-en.ts` in German. */
export const ownDetailsDe: OwnDetailsTexts = {
  title: 'Name und Telefon',
  phoneHint: 'Damit das Studio anrufen kann.',
  save: 'Speichern',
  saved: 'Gespeichert',
  email: {
    title: 'E-Mail-Adresse ändern',
    lead: 'Mit ihr beginnt die Anmeldung. Erst ein Link an die neue ändert sie.',
    label: 'Neue E-Mail-Adresse',
    own: 'Diese E-Mail-Adresse gilt schon.',
    submit: 'Link senden',
    sent: (email) => `Wenn sonst niemand ${email} hat, ist ein Link dorthin unterwegs.`,
    lasts: (hours) => `Er gilt einmal, ${hours} Stunden lang.`,
    done: 'Fertig',
    noMail: 'Hier ist kein E-Mail-Versand eingerichtet. Das Studio kann die neue eintragen.',
  },
  confirm: {
    title: 'Die neue E-Mail-Adresse',
    lead: 'Für die Anmeldung gilt dann die E-Mail-Adresse, an die dieser Link ging.',
    submit: 'Diese E-Mail-Adresse verwenden',
    moved: (email) => `Die Anmeldung geht jetzt mit ${email}.`,
    goOn: 'Weiter',
    invalid: 'Dieser Link gilt nicht mehr',
    invalidDetail: 'Er gilt einmal, 24 Stunden lang. Unter Konto gibt es einen neuen.',
  },
};
