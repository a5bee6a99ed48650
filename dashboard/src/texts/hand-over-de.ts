import type { HandOverTexts } from './hand-over-en.js';
import { plural } from './plural.js';

const members = plural('de', { one: '# Mitglied', other: '# Mitglieder' });
const go = plural('de', { one: '# Mitglied geht', other: '# Mitglieder gehen' });
const could = plural('de', { one: '# Mitglied kann', other: '# Mitglieder können' });
const sessions = plural('de', { one: '# Einheit', other: '# Einheiten' });
const packages = plural('de', { one: '# Paket fehlt', other: '# Pakete fehlen' });
const more = plural('de', { one: 'und # weiteres', other: 'und # weitere' });

export const handOverDe: HandOverTexts = {
  name: 'Übergeben',
  detail: 'Alle Mitglieder, die noch etwas haben, gehen an einen anderen Coach.',
  found: (people, count) => `${could(people)} mit ${sessions(count)} an einen anderen Coach gehen.`,
  title: 'Alle Mitglieder übergeben',
  to: 'An welchen Coach',
  missing: 'Bitte einen Coach wählen.',
  goes: (people, count) => `${go(people)} mit ${sessions(count)}.`,
  nothing: 'Es ist nichts übrig, das an einen anderen Coach gehen könnte.',
  going: 'Wer geht',
  staying: 'Was bleibt',
  left: (count) => `${sessions(count)} übrig`,
  notCounted: 'nicht gezählt',
  why: {
    ...{ waiting: 'wartet auf eine Freigabe', ended: 'wurde beendet' },
    frozen: 'ist pausiert: erst die Pause beenden',
  },
  more: (count) => more(count),
  includeEnded: 'Beendetes geht auch mit',
  rest: 'Verbrauchtes bleibt, wo es verbraucht wurde. Bezahltes und Offenes bleibt dort.',
  save: 'Übergeben',
  saved: (people, coach) => `${members(people)} an ${coach} übergeben`,
  goOn: (count) => `${packages(count)} noch. Bitte noch einmal übergeben.`,
};
