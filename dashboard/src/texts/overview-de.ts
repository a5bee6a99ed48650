import { de } from './de.js';
import type { OverviewTexts } from './overview-en.js';
import { plural } from './plural.js';

const { sessions } = de.app;
const weeksFrom = plural('de', { one: '# Woche', other: '# Wochen' });
const members = plural('de', { one: '# Mitglied', other: '# Mitglieder' });
const packages = plural('de', { one: '# Paket', other: '# Pakete' });

/** The texts of `overview-en.ts` in German. */
export const overviewDe: OverviewTexts = {
  coach: 'Coach',
  everyCoach: 'Alle Coaches',
  tiles: 'Mitglieder nach dem, was zu tun ist',
  tile: {
    all: 'Mitglieder',
    empty: 'Leer',
    low: 'Wenige',
    expiring: 'Läuft ab',
    waiting: 'Wartet auf Freigabe',
  },
  showTable: 'Als Tabelle zeigen',
  total: 'Gesamt',
  week: 'Woche ab',
  weekOf: (day) => `Woche ab ${day}`,
  thisWeek: 'Diese Woche',
  sessions: {
    title: 'Einheiten pro Woche',
    automatic: 'Durch Training',
    manual: 'Von Hand',
    undone: 'Rückgängig',
    summary: (week, average) =>
      `Diese Woche ${sessions(week)}; in den Wochen davor im Schnitt ${average}.`,
    value: (week, { automatic, manual }) =>
      `${week}: ${automatic} durch Training, ${manual} von Hand`,
    none: 'In diesen Wochen wurde keine Einheit gezählt.',
  },
  balances: {
    title: 'Knappe Einheiten',
    left: 'Einheiten übrig',
    members: 'Mitglieder',
    empty: 'Leer',
    low: 'Wenige',
    enough: 'Vorerst genug',
    summary: (empty, low) => `${members(empty)} ohne Einheit, ${members(low)} mit wenigen.`,
    value: (left, count) => `Noch ${sessions(left)}: ${members(count)}`,
    none: 'Niemand hat weniger als zehn Einheiten.',
  },
  expiring: {
    title: 'Ablaufende Pakete',
    packages: 'Pakete',
    atStake: 'Offene Einheiten',
    summary: (count, weeks, left) =>
      `${packages(count)} in ${weeksFrom(weeks)}, mit noch ${sessions(left)}.`,
    value: (week, count, left) => `${week}: ${packages(count)}, noch ${sessions(left)} offen`,
    none: 'In diesen Wochen endet kein Paket.',
  },
  runningOut: 'Wird knapp',
  showAll: { empty: 'Alle ohne Einheit', low: 'Alle mit wenigen' },
  nobody: { empty: 'Niemand ist ohne Einheit.', low: 'Niemand hat nur noch wenige.' },
};
