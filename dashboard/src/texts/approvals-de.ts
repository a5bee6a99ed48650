import type { ApprovalsTexts } from './approvals-en.js';
import { plural } from './plural.js';

const days = plural('de', { one: '+# Tag', other: '+# Tage' });
const sessions = plural('de', { one: '# Einheit', other: '# Einheiten' });

export const approvalsDe: ApprovalsTexts = {
  ask: {
    act: 'Den Empfang fragen',
    saved: (day) => `Gefragt. Der Empfang entscheidet bis ${day}.`,
  },
  title: 'Anfragen von Coaches',
  own: 'Anfragen an den Empfang',
  all: 'Alle zeigen',
  what: {
    adjustment: (amount) => `Stand um ${amount} korrigieren`,
    undo: (day) => `Einheit vom ${day} zurückgeben`,
    extension: (day, more) => `Bis ${day} verlängern (${days(more)})`,
  },
  by: (coach) => `Anfrage von ${coach}`,
  left: (count) => `jetzt noch ${sessions(count)}`,
  gone: 'Der Coach hat dieses Paket nicht mehr',
  until: (day) => `zu entscheiden bis ${day}`,
  waits: (day) => `Der Empfang entscheidet bis ${day}`,
  approve: {
    short: 'Freigeben',
    name: (what, member) => `Freigeben: ${what}, ${member}`,
    saved: 'Freigegeben und erledigt.',
  },
  decline: {
    short: 'Ablehnen',
    name: (what, member) => `Ablehnen: ${what}, ${member}`,
    title: 'Diese Anfrage ablehnen?',
    detail: (coach) => `${coach} sieht das, mit dem Grund.`,
    reason: 'Grund',
    required: 'Bitte einen Grund angeben; der Coach liest ihn.',
    save: 'Ablehnen',
    saved: 'Abgelehnt.',
  },
  withdraw: {
    short: 'Zurückziehen',
    name: (what) => `Zurückziehen: ${what}`,
    saved: 'Zurückgezogen. Der Empfang ist nicht mehr gefragt.',
  },
  approved: (person, day) => `Freigegeben von ${person} am ${day}`,
  declined: (person, day) => `Abgelehnt von ${person} am ${day}`,
  lapsed: 'Niemand hat rechtzeitig entschieden. Bei Bedarf noch einmal fragen.',
  somebody: 'jemandem am Empfang',
};
