import type { CorrectionsTexts } from './corrections-en.js';
import { plural } from './plural.js';

const days = plural('de', { one: '# Tag', other: '# Tage' });

/** The texts of `corrections-en.ts` in German. */
export const correctionsDe: CorrectionsTexts = {
  adjust: {
    title: 'Stand korrigieren',
    now: (balance) => `Jetzt ${balance}`,
    change: 'Änderung',
    less: 'Eine weniger',
    more: 'Eine mehr',
    newBalance: 'Neuer Stand',
    reasonRequired: 'Bitte einen Grund angeben; er bleibt im Verlauf.',
    save: 'Speichern',
    saved: (balance) => `Der neue Stand ist ${balance}.`,
    changed: (balance) =>
      `Der Stand wurde woanders geändert: Er ist jetzt ${balance}. Bitte prüfen.`,
    nothing: 'Bitte wählen, wie viele Einheiten dazukommen oder wegfallen.',
  },
  otherDay: {
    title: 'Einheit an anderem Tag',
    day: 'Tag',
    limit: (count) => `Heute oder bis zu ${days(count)} zurück`,
    save: 'Einheit eintragen',
    tooEarly: (count) => `Höchstens ${days(count)} zurück.`,
    future: 'Dieser Tag kommt erst noch.',
    required: 'Bitte einen Tag wählen.',
  },
  undo: {
    title: 'Einheit rückgängig machen?',
    detail: (day) => `Die Einheit vom ${day} kommt zurück. Beides bleibt im Verlauf.`,
  },
};
