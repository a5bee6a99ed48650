import { plural } from './plural.js';
import type { PricesTexts } from './prices-en.js';

export const pricesDe: PricesTexts = {
  days: plural('de', { one: '# Tag gültig', other: '# Tage gültig' }),
  fromFirst: (days) => `${days} ab der ersten Einheit`,
  endless: 'ohne Enddatum',
  only: (coach) => `nur mit ${coach}`,
  faults: {
    price: 'Was kostet es? Auch 0 ist ein Preis.',
    startsOn: 'Bitte einen Tag wählen.',
  },
  sale: {
    choose: 'Was wird verkauft?',
    other: 'Etwas anderes',
    otherDetail: 'Einheiten und Enddatum eingeben; es hat keinen Preis.',
    back: 'Zurück zur Preisliste',
    another: 'Anderer Preis',
    priceIn: (currency) => `Preis in ${currency}`,
    later: 'Später beginnen',
    firstDay: 'Erster Tag',
    firstDayDetail: 'Bis dahin wird nichts davon verbraucht. Ab hier zählen seine Tage.',
    startsOn: (day) => `ab ${day}`,
    gift: 'Umsonst',
    giftDetail: 'Kostet nichts und ist kein Umsatz.',
    why: 'Bitte begründen; es bleibt im Aktivitätsprotokoll.',
    free: 'umsonst',
  },
};
