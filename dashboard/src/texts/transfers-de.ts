import { plural } from './plural.js';
import type { TransfersTexts } from './transfers-en.js';

const sessions = plural('de', { one: '# Einheit ist', other: '# Einheiten sind' });
const go = plural('de', { one: '# Einheit geht', other: '# Einheiten gehen' });
const stay = plural('de', { one: '# bleibt', other: '# bleiben' });

export const transfersDe: TransfersTexts = {
  name: 'Übertragen',
  detail: 'Was übrig ist, geht an einen anderen Coach oder ein anderes Mitglied.',
  title: 'Einheiten übertragen',
  where: 'An wen',
  toCoach: 'Anderer Coach',
  toMember: 'Anderes Mitglied',
  noCoach: 'Es gibt keinen anderen Coach.',
  searching: 'Wird gesucht …',
  nobody: 'Niemand gefunden.',
  searchFirst: 'Bitte einen Namen eingeben, dann das Mitglied wählen.',
  chosen: (name) => `An ${name}`,
  another: 'Jemand anderes wählen',
  coachMissing: 'Bitte einen Coach wählen.',
  memberMissing: 'Bitte ein Mitglied wählen.',
  count: 'Wie viele Einheiten',
  countMissing: 'Bitte sagen, wie viele.',
  tooMany: (left) => `Nur ${sessions(left)} übrig.`,
  goes: (count, who, coach) => `${go(count)} an ${who}, mit ${coach}.`,
  stays: (count) => `${stay(count)} in diesem Paket.`,
  whole: (who, coach) => `Es geht an ${who}, mit ${coach}, und endet hier.`,
  rest: 'Verbrauchtes bleibt, wo es verbraucht wurde. Bezahltes und Offenes bleibt hier.',
  saved: (who) => `Übertragen · ${who}`,
};
