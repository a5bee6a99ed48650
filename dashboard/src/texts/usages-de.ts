import type { UsagesTexts } from './usages-en.js';

/** The texts of `usages-en.ts` in German. */
export const usagesDe: UsagesTexts = {
  title: (day) => `Einheit vom ${day}`,
  attendance: {
    title: 'Ob das Mitglied kam',
    detail: 'Der Stand bleibt; zum Zurückgeben bitte rückgängig machen.',
    saved: 'Gespeichert. Der Stand bleibt.',
  },
  move: {
    title: 'In ein anderes Paket verschieben',
    detail: 'Sie kommt zurück und wird dem anderen abgezogen, am selben Tag.',
    to: 'Paket',
    save: 'Einheit verschieben',
    saved: 'Die Einheit ist verschoben.',
  },
  redo: {
    title: 'Diese Einheit wieder zählen?',
    detail: (day) => `Die Einheit vom ${day} wird ihrem Paket wieder abgezogen.`,
    save: 'Wieder zählen',
    saved: (left) => `Die Einheit zählt wieder. Noch ${left}.`,
  },
  again: {
    title: 'Noch eine Einheit heute',
    detail: 'Heute zählt schon eine Einheit. Diese kommt dazu.',
    save: 'Noch eine verbrauchen',
  },
};
