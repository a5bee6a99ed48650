import type { PersonTexts } from './person-en.js';

/** The texts of `person-en.ts` in German. */
export const personDe: PersonTexts = {
  noteOfMember: 'Für Empfang, Admins und die Coaches des Mitglieds. Das Mitglied sieht sie nicht.',
  noteOfOthers: 'Nur Admins sehen sie.',
};
