import type { PackageStatesTexts } from './package-states-en.js';
import { plural } from './plural.js';

const sessions = plural('de', { one: '# Einheit', other: '# Einheiten' });

export const packageStatesDe: PackageStatesTexts = {
  void: {
    name: 'Stornieren',
    detail: 'Nimmt das Paket zurück: Nichts davon kann mehr verbraucht werden.',
    title: 'Dieses Paket stornieren?',
    loses: (member, count) => `${member} verliert ${sessions(count)}.`,
    losesAll: (member) => `${member} verliert dieses Paket.`,
    stays: 'Es bleibt im Verlauf und kann wieder geöffnet werden.',
    used: 'Davon wurden Einheiten verbraucht. Sie bleiben verbraucht; sonst erst zurücknehmen.',
    saveAll: 'Stornieren, Verbrauchtes bleibt',
    saved: (coach) => `Storniert · Paket mit ${coach}`,
  },
  reopen: {
    name: 'Wieder öffnen',
    detail: 'Es hat wieder, was es verloren hat.',
    title: 'Dieses Paket wieder öffnen?',
    saved: (coach) => `Wieder geöffnet · Paket mit ${coach}`,
  },
};
