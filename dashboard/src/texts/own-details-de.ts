import type { OwnDetailsTexts } from './own-details-en.js';

/** The texts of `own-details-en.ts` in German. */
export const ownDetailsDe: OwnDetailsTexts = {
  title: 'Name und Telefonnummer',
  phoneHint: 'Damit das Studio anrufen kann.',
  save: 'Speichern',
  saved: 'Gespeichert',
};
