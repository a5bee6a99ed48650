import { describe, expect, it } from 'vitest';
import { activityDe } from './activity-de.js';
import { activityEn } from './activity-en.js';
import { approvalsDe } from './approvals-de.js';
import { approvalsEn } from './approvals-en.js';
import { backgroundDe } from './background-de.js';
import { backgroundEn } from './background-en.js';
import { correctionsDe } from './corrections-de.js';
import { correctionsEn } from './corrections-en.js';
import { de } from './de.js';
import { en } from './en.js';
import { freezesDe } from './freezes-de.js';
import { freezesEn } from './freezes-en.js';
import { handOverDe } from './hand-over-de.js';
import { handOverEn } from './hand-over-en.js';
import { languageDe } from './language-de.js';
import { languageEn } from './language-en.js';
import { owedDe } from './owed-de.js';
import { owedEn } from './owed-en.js';
import { ownDetailsDe } from './own-details-de.js';
import { ownDetailsEn } from './own-details-en.js';
import { overviewDe } from './overview-de.js';
import { overviewEn } from './overview-en.js';
import { paymentsDe } from './payments-de.js';
import { paymentsEn } from './payments-en.js';
import { packageStatesDe } from './package-states-de.js';
import { packageStatesEn } from './package-states-en.js';
import { peopleDe } from './people-de.js';
import { peopleEn } from './people-en.js';
import { personDe } from './person-de.js';
import { personEn } from './person-en.js';
import { pricesDe } from './prices-de.js';
import { pricesEn } from './prices-en.js';
import { settingsDe } from './settings-de.js';
import { settingsEn } from './settings-en.js';
import { substitutesDe } from './substitutes-de.js';
import { substitutesEn } from './substitutes-en.js';
import { transfersDe } from './transfers-de.js';
import { transfersEn } from './transfers-en.js';
import { usagesDe } from './usages-de.js';
import { usagesEn } from './usages-en.js';

type Text = string | ((...given: readonly unknown[]) => unknown);

/** Every text by its place, such as `members.attention.low`. */
function textsOf(branch: object, path = ''): [string, Text][] {
  return Object.entries(branch).flatMap(([name, one]: [string, unknown]): [string, Text][] => {
    const place = `${path}${name}`;
    if (typeof one === 'string') return [[place, one]];
    if (typeof one === 'function') return [[place, (...given) => Reflect.apply(one, null, given)]];
    return textsOf(Object(one), `${place}.`);
  });
}

/** Stands for whatever a text is given: a number, a name, people, or the figures of a week. */
const anything = (number: number) =>
  Object.assign(Object(number), { actor: 'Ana', member: 'Max', automatic: 7001, manual: 7002 });
const GIVEN = [anything(901), anything(902), anything(903)];
const SAID = /Ana|Max|[79]0\d+/g;

/** What pages bring along that are loaded later. */
const ENGLISH = {
  corrections: correctionsEn,
  ...{ activity: activityEn, background: backgroundEn, overview: overviewEn, people: peopleEn },
  ...{ language: languageEn, ownDetails: ownDetailsEn, person: personEn, settings: settingsEn },
  ...{ packageStates: packageStatesEn, payments: paymentsEn, prices: pricesEn },
  ...{ freezes: freezesEn, handOver: handOverEn, owed: owedEn, substitutes: substitutesEn },
  ...{ approvals: approvalsEn, transfers: transfersEn, usages: usagesEn },
};
const GERMAN = {
  corrections: correctionsDe,
  ...{ activity: activityDe, background: backgroundDe, overview: overviewDe, people: peopleDe },
  ...{ language: languageDe, ownDetails: ownDetailsDe, person: personDe, settings: settingsDe },
  ...{ packageStates: packageStatesDe, payments: paymentsDe, prices: pricesDe },
  ...{ freezes: freezesDe, handOver: handOverDe, owed: owedDe, substitutes: substitutesDe },
  ...{ approvals: approvalsDe, transfers: transfersDe, usages: usagesDe },
};

const english = new Map(textsOf({ ...en, ...ENGLISH }));
const german = new Map(textsOf({ ...de, ...GERMAN }));
const say = (text: Text | undefined) => (typeof text === 'function' ? text(...GIVEN) : text);

/** Words that both languages write the same. */
const SAME = new Set([
  ...['app.name', 'account.role.admin', 'account.role.coach', 'members.coach', 'overview.coach'],
  ...['desk.sell.coach', 'activity.filter', 'activity.code'],
  ...['activity.fields.version', 'activity.fields.status'],
  ...['activity.fields.name', 'activity.fields.coachId'],
  ...['people.roles.admin', 'people.roles.coach'],
]);

describe('the texts', () => {
  it('are the same ones in both languages', () => {
    expect([...german.keys()]).toEqual([...english.keys()]);
  });

  it('are not empty, and have the same parameters in both languages', () => {
    const said = (text: string) => [...new Set(text.match(SAID))].sort();
    for (const [place, text] of english) {
      const [ours, theirs] = [String(say(text)), String(say(german.get(place)))];
      for (const one of [ours, theirs]) {
        expect(one, place).toMatch(/\S/);
        expect(one, place).not.toMatch(/#|undefined|NaN|\[object/);
      }
      expect(said(theirs), place).toEqual(said(ours));
    }
  });

  it('are translated, but for words that are the same', () => {
    const isWord = (place: string) => typeof english.get(place) === 'string';
    const same = [...english.keys()].filter(
      (place) => isWord(place) && german.get(place) === english.get(place),
    );
    expect(new Set(same)).toEqual(SAME);
  });

  it('quote as each language does', () => {
    const wrong = (texts: typeof english, quotes: RegExp) =>
      [...texts].filter(([, text]) => quotes.test(String(say(text)))).map(([place]) => place);
    expect(wrong(english, /[„"]/)).toEqual([]);
    // The English opening quote is the German closing one.
    expect(wrong(german, /["”]|“(?=\w)/)).toEqual([]);
  });
});

describe('numbers', () => {
  const forms = (text: (count: number) => string) => [0, 1, 2, 1000].map(text);

  it('are said in English', () => {
    expect(forms(en.app.sessions)).toEqual([
      ...['0 sessions', '1 session', '2 sessions', '1,000 sessions'],
    ]);
    expect(forms(en.members.left)).toEqual([
      ...['sessions left', 'session left', 'sessions left', 'sessions left'],
    ]);
    expect(forms(en.desk.sell.months)).toEqual(['0 months', '1 month', '2 months', '1,000 months']);
    expect(en.used.done('Max', 1)).toBe('Session used · Max · 1 session left');
  });

  it('are said in German', () => {
    expect(forms(de.app.sessions)).toEqual([
      ...['0 Einheiten', '1 Einheit', '2 Einheiten', '1.000 Einheiten'],
    ]);
    expect(forms(de.members.left)).toEqual([
      ...['Einheiten übrig', 'Einheit übrig', 'Einheiten übrig', 'Einheiten übrig'],
    ]);
    expect(forms(de.desk.sell.months)).toEqual(['0 Monate', '1 Monat', '2 Monate', '1.000 Monate']);
    expect(de.used.done('Max', 1)).toBe('Einheit verbraucht · Max · noch 1 Einheit');
  });

  it('take the verb along in German', () => {
    expect([0, 1, 2, 1000].map(de.offline.refused)).toEqual([
      '0 Eingaben konnten nicht gebucht werden',
      '1 Eingabe konnte nicht gebucht werden',
      '2 Eingaben konnten nicht gebucht werden',
      '1.000 Eingaben konnten nicht gebucht werden',
    ]);
    expect(de.signIn.waiting(1)).toMatch(/^1 Eingabe wird gesendet/);
    expect(de.signIn.waiting(2)).toMatch(/^2 Eingaben werden gesendet/);
    expect(de.account.signOutWaiting(1)).toMatch(/^1 Eingabe auf diesem Gerät wird /);
    expect(de.account.signOutWaiting(2)).toMatch(/^2 Eingaben auf diesem Gerät werden /);
  });
});
