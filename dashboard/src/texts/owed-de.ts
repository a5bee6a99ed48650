import type { OwedTexts } from './owed-en.js';

export const owedDe: OwedTexts = {
  title: 'Offene Einheiten',
  act: 'Anschreiben',
  owe: {
    title: 'Trainiert ohne Guthaben',
    detail: (member) =>
      `Diese Einheit ist für ${member} dann offen. Das nächste Paket begleicht sie; ` +
      'am Stand ändert sich jetzt nichts.',
    save: 'Notieren',
    saved: 'Notiert. Das nächste Paket begleicht sie.',
  },
  with: (coach) => `mit ${coach}`,
  settle: {
    name: (day) => `Begleichen: ${day}`,
    short: 'Begleichen',
    saved: (left) => `Beglichen. Noch ${left} übrig.`,
  },
  waits: 'Ein Paket mit Einheiten begleicht sie.',
  cancel: {
    name: (day) => `Erlassen: ${day}`,
    short: 'Erlassen',
    title: (day) => `Einheit vom ${day} erlassen?`,
    detail: (member) => `Sie ist für ${member} dann nicht mehr offen. Sie bleibt im Protokoll.`,
    save: 'Erlassen',
    saved: 'Erlassen. Die Einheit ist nicht mehr offen.',
  },
};
