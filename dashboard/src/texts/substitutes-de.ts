import type { SubstituteTexts } from './substitutes-en.js';

/** Auf Deutsch. */
export const substitutesDe: SubstituteTexts = {
  cover: {
    label: 'Wessen Mitglieder',
    own: 'Meine',
    for: (coach, day) => `Für ${coach} · bis ${day}`,
  },
  name: 'Vertretung',
  detail: 'Ein anderer Coach trainiert die Mitglieder für einige Tage.',
  title: (coach) => `Vertretung für ${coach}`,
  current: 'Jetzt und demnächst',
  none: 'Niemand vertritt.',
  who: 'Wer vertritt',
  missing: 'Bitte einen Coach wählen.',
  from: 'Erster Tag',
  to: 'Letzter Tag',
  noDay: 'Bitte einen Tag wählen.',
  tooEarly: 'Der letzte Tag liegt vor dem ersten.',
  lengths: { day: '1 Tag', week: '1 Woche', two: '2 Wochen' },
  effect:
    'Die Vertretung sieht diese Mitglieder und nutzt ihre Einheiten. ' +
    'Was verkauft wird, bleibt beim Coach.',
  save: 'Eintragen',
  saved: (coach) => `${coach} vertritt`,
  days: (from, to) => (from === to ? from : `${from} bis ${to}`),
  one: (member) => `nur ${member}`,
  end: 'Beenden',
  endOf: (coach) => `Vertretung durch ${coach} beenden`,
  ended: 'Die Vertretung ist beendet',
};
