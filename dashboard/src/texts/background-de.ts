import type { BackgroundTexts } from './background-en.js';
import { plural } from './plural.js';

const minutes = plural('de', { one: 'Jede Minute', other: 'Alle # Minuten' });
const tries = plural('de', { one: 'einmal versucht', other: '#-mal versucht' });

/** The texts of `background-en.ts` in German. */
export const backgroundDe: BackgroundTexts = {
  title: 'Was im Hintergrund läuft',
  back: 'Zum Konto',
  tasks: 'Regelmäßige Aufgaben',
  taskNames: {
    cleanup: 'Aufräumen',
    'address-retention': 'Alte IP-Adressen vergessen',
    freezes: 'Pausen nachführen',
    'person-names': 'Namen auffindbar halten',
  },
  taskDetails: {
    cleanup:
      'Entfernt, was abgelaufen ist: Anmeldungen, Links und Antworten, die für wiederholte ' +
      'Anfragen aufgehoben waren.',
    'address-retention': 'Nimmt sie aus alten Zeilen der Aktivität, wie es das Studio will.',
    freezes: 'Lässt das alte System sehen, an welchen Tagen Pakete pausieren.',
    'person-names':
      'Nimmt auf, was das alte System an Namen schreibt, damit Personen darunter gefunden werden.',
  },
  every: minutes,
  daily: (time) => `Täglich um ${time}`,
  running: 'Läuft gerade',
  overdue: 'Überfällig',
  failed: 'Fehlgeschlagen',
  lastDone: (moment) => `Zuletzt ${moment}: erledigt`,
  lastFailed: (moment, code) => `Zuletzt ${moment}: fehlgeschlagen (${code})`,
  neverRun: 'Noch nie gelaufen.',
  next: (moment) => `Das nächste Mal ${moment}`,
  overdueHint: 'Kein Prozess arbeitet daran. Wer den Server betreibt, sieht in dessen Log nach.',
  jobs: 'Aufgegeben',
  jobsAbout: 'Jedes davon wurde rund fünfzehn Stunden lang versucht oder kann so nicht gelingen.',
  jobNames: { mail: 'E-Mail' },
  jobFacts: (moment, attempts) => `Von ${moment}, ${tries(attempts)}`,
  jobSaid: (text) => `Grund: ${text}`,
  retry: 'Noch einmal',
  retryOf: (job) => `Noch einmal: ${job}`,
  retried: 'Es wird noch einmal versucht.',
  noJobs: 'Nichts wurde aufgegeben.',
};
