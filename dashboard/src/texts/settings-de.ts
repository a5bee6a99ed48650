import type { SettingsTexts } from './settings-en.js';

/** The texts of `settings-en.ts` in German. */
export const settingsDe: SettingsTexts = {
  title: 'Einstellungen',
  back: 'Zum Konto',
  names: {
    studioName: 'Name des Studios',
    color: 'Farbe',
    currency: 'Währung',
    locale: 'Sprache der E-Mails',
    replyTo: 'Antworten auf E-Mails gehen an',
    lowBalance: 'Wenige Einheiten: bis',
    expiringWithinDays: 'Endet bald: innerhalb von Tagen',
    coachSales: 'Pakete, die Coaches verkaufen',
    coachGivesPerMemberMonth: 'Einheiten, die ein Coach geben darf',
    coachExtendsDays: 'Tage, um die Coaches verlängern dürfen',
    coachLargestCorrection: 'Einheiten, die ein Coach auf einmal korrigiert',
    owedSessions: 'Einheiten, die offen sein dürfen',
    freezeDays: 'Tage, die ein Paket pausieren darf',
    reasons: 'Gründe',
  },
  studioNameHint: 'Steht in der App und in den E-Mails des Studios.',
  colorHint:
    'Von Knöpfen, Markierungen und Mails. Wo Schrift schwer zu lesen wäre, wird sie heller oder ' +
    'dunkler genommen.',
  ownColor: 'Zurück zur Farbe des Produkts',
  shades: { light: 'Hell', dark: 'Dunkel' },
  currencyHint: 'In der das Studio bezahlt wird.',
  noCurrency: 'Nicht angegeben',
  localeHint: 'Für alle, von denen keine bekannt ist. Jede Person kann ihre eigene haben.',
  locales: { en: 'Englisch', de: 'Deutsch' },
  noLocale: 'Wie es das Gerät wünscht, sonst Englisch',
  replyToHint: 'Ohne Adresse gehen sie an den Absender, wo sie vielleicht niemand liest.',
  timeZone: 'Zeitzone',
  timeZoneHint:
    'Wird dort festgelegt, wo das Produkt läuft: Mit einer anderen wären gebuchte Tage andere.',
  attention: 'Wer Aufmerksamkeit braucht',
  lowBalanceHint: 'Wer so viele oder weniger hat, ist markiert und steht weiter oben. 0: niemand.',
  expiringWithinDaysHint: 'Pakete, die innerhalb so vieler Tage enden, sind markiert.',
  coaches: 'Was Coaches dürfen',
  coachSalesHint:
    'An ihre eigenen Mitglieder, für Einheiten mit sich. Jeder Verkauf steht im Protokoll.',
  sales: {
    sell: 'Gelten sofort',
    request: 'Warten auf die Freigabe des Empfangs',
    off: 'Coaches verkaufen keine',
  },
  coachGivesHint:
    'Einem Mitglied im Monat: Korrekturen nach oben und Einheiten, die an einem ' +
    'späteren Tag zurückgenommen werden. ' +
    'Mehr gibt der Empfang. Leer: ohne Grenze.',
  coachExtendsHint:
    'Ein Paket, alle Verlängerungen zusammen. Mehr gibt der Empfang. Leer: ohne Grenze.',
  coachCorrectionHint: 'Nach oben oder unten. Mehr macht der Empfang. Leer: ohne Grenze.',
  owedHint:
    'Pro Mitglied und Coach, trainiert ohne Guthaben, bis ein Paket sie begleicht. 0: keine.',
  freezes: 'Pausen',
  freezeDaysHint: 'Ein Paket, alle Pausen zusammen. 0: Keines pausiert.',
  reasons: {
    hint:
      'Stehen zur Wahl, wo jemand korrigiert, zurücknimmt, verlängert oder nachträgt. Wer sie ' +
      'liest, auch Mitglieder, sieht sie in der eigenen Sprache.',
    add: 'Grund hinzufügen',
    edit: (name: string) => `Ändern: ${name}`,
    up: (name: string) => `Weiter nach oben: ${name}`,
    down: (name: string) => `Weiter nach unten: ${name}`,
    isAt: (name: string, place: number, count: number) => `${name}: ${place} von ${count}`,
    archived: 'Nicht zur Wahl',
    notOffered: (text: string) => `${text} (nicht zur Wahl)`,
    full: (most: number) =>
      `Mehr als ${most} sind es nie, auch nicht mit denen, die nicht mehr zur Wahl stehen. Einer ` +
      'von diesen kann einen neuen Text bekommen, wenn ihn nie jemand gewählt hat.',
    editTitle: 'Grund ändern',
    english: 'Text auf Englisch',
    german: 'Text auf Deutsch',
    bothHint: 'Auch was früher gewählt wurde, bekommt den neuen Text.',
    textMissing: 'Bitte einen Text schreiben; alle lesen ihn in der eigenen Sprache.',
    offered: 'Steht zur Wahl',
    offeredHint: 'Sonst steht er nur noch dort, wo er früher gewählt wurde.',
    done: 'Fertig',
  },
  priceList: {
    title: 'Preisliste',
    hint: 'Was am Empfang verkauft wird, in dieser Reihenfolge. Verkauftes bleibt, wie es war.',
    noCurrency: 'Erst muss die Währung des Studios feststehen: oben wählen und speichern.',
    none: 'Noch wird nichts angeboten.',
    add: 'Eintrag hinzufügen',
    editTitle: 'Eintrag ändern',
    name: 'Name des Eintrags',
    validity: 'Gültig',
    validities: {
      endless: 'Ohne Enddatum',
      purchase: 'Tage ab dem Verkauf',
      first_use: 'Tage ab der ersten Einheit',
    },
    days: 'Wie viele Tage, der erste mitgezählt',
    daysMissing: 'Für wie viele Tage?',
    coach: 'Verkauft mit',
    allCoaches: 'Allen Coaches',
    archive: 'Eintrag archivieren',
    noLonger: 'Nicht mehr im Angebot',
    offerAgain: 'Wieder anbieten',
    offerAgainOf: (name: string) => `Wieder anbieten: ${name}`,
    saved: (name: string) => `Gespeichert · ${name}`,
    archived: (name: string) => `Nicht mehr im Angebot · ${name}`,
    restored: (name: string) => `Wieder im Angebot · ${name}`,
    faults: {
      name: 'Dieser Name ist zu lang oder enthält unlesbare Zeichen.',
      validDays: 'So viele Tage kann nichts gültig sein.',
      priceMinor: 'So viel kann nichts auf der Liste kosten.',
    },
  },
  mail: {
    title: 'E-Mail',
    none:
      'Kein E-Mail-Versand ist eingerichtet: Links werden stattdessen hier gezeigt. Einrichten ' +
      'kann ihn, wer das Produkt betreibt.',
    by: (sender: string, server: string) => `Von ${sender}, über ${server}.`,
    taken: (moment: string) => `Die letzte E-Mail hat der Server ${moment} angenommen.`,
    noneTaken: 'Der Server hat in den letzten sieben Tagen keine E-Mail angenommen.',
    waiting: (count: number) =>
      count === 1 ? 'Eine E-Mail ist unterwegs.' : `${count} E-Mails sind unterwegs.`,
    givenUp: (count: number) =>
      count === 1 ? 'Eine E-Mail ist aufgegeben' : `${count} E-Mails sind aufgegeben`,
    trouble: (reason: string) => `Zuletzt gab es Ärger: ${reason}.`,
    nextTry: (moment: string) => `Der nächste Versuch: ${moment}.`,
    test: 'Mir eine E-Mail schicken',
    tested: (to: string, answer: string) => `An ${to} geschickt. Der Server sagt: ${answer}`,
    notDelivered: (reason: string) => `Nicht zugestellt. ${reason}`,
  },
  save: 'Speichern',
  saved: 'Die Einstellungen sind gespeichert.',
  reload: 'Zeigen, was jetzt gilt',
};
