import type { FreezesTexts } from './freezes-en.js';
import { plural } from './plural.js';

const days = plural('de', { one: '# Tag', other: '# Tage' });

/** The texts of `freezes-en.ts` in German. */
export const freezesDe: FreezesTexts = {
  freeze: {
    name: 'Pausieren',
    detail: 'Einige Tage wird nichts verbraucht, und das Ende verschiebt sich um so viele.',
    title: 'Dieses Paket pausieren',
  },
  change: {
    name: 'Pause ändern oder beenden',
    detail: 'Ein anderer letzter Tag, oder kein Tag mehr.',
    save: 'Speichern',
  },
  from: 'Erster Tag',
  to: 'Letzter Tag',
  open: 'Bis auf Weiteres',
  openHint: 'Das Ende verschiebt sich, sobald die Pause beendet wird.',
  endYesterday: 'Beenden: heute zählt wieder',
  takeBack: 'Pause zurücknehmen',
  lengths: { one: '1 Woche', two: '2 Wochen', four: '4 Wochen' },
  count: (count) => days(count),
  ends: (count, day) => `${days(count)} · gültig bis ${day}`,
  noDay: 'Bitte einen Tag wählen.',
  tooEarly: 'Der letzte Tag darf nicht vor dem ersten liegen.',
  frozen: (coach) => `Pausiert · Paket mit ${coach}`,
  changed: (coach) => `Pause geändert · Paket mit ${coach}`,
  ended: (coach) => `Pause beendet · Paket mit ${coach}`,
  startAndUse: 'Heute beginnen und verbrauchen',
  endAndUse: 'Pause beenden und verbrauchen',
};
