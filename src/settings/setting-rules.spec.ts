import { describe, expect, it } from 'vitest';
import { differences, INITIAL, SETTING_NAMES, settingsOf, shownToAll } from './setting-rules.js';

const of = (rows: Record<string, unknown>) =>
  settingsOf(new Map(Object.entries(rows).map(([name, value]) => [name, JSON.stringify(value)])));

describe('settings', () => {
  it('that have no row are as they were at first', () => {
    expect(of({})).toEqual(INITIAL);
    expect(of({ locale: 'de' })).toEqual({ ...INITIAL, locale: 'de' });
  });

  it.each([
    [
      'studioName',
      ['x', 'x'.repeat(60), '🏋️'.repeat(60)],
      ['', 'x'.repeat(61), '🏋'.repeat(61), 5, true, {}, ['x']],
    ],
    ['locale', ['en', 'de'], ['fr', 'DE', '', 1]],
    ['replyTo', ['desk@studio.test'], ['nobody', '', 'desk@example.com', 'a@b.invalid', 1]],
  ] as const)('%s takes what can be set, and nothing else', (name, right, wrong) => {
    for (const value of [...right, null]) expect(of({ [name]: value })[name]).toEqual(value);
    for (const value of wrong) expect(of({ [name]: value })[name]).toBe(INITIAL[name]);
    expect(settingsOf(new Map([[name, '{']]))[name]).toBe(INITIAL[name]);
  });

  it.each([
    ['lowBalance', [0, 20], [-1, 21, 1.5, '3', null, true]],
    ['expiringWithinDays', [1, 90], [0, 91, 1.5, '14', null, [14]]],
    ['coachGivesPerMemberMonth', [null, 0, 100], [-1, 101, 0.5, '5', true]],
    ['coachExtendsDays', [null, 0, 366], [-1, 367, 0.5, '30', [30]]],
    ['coachLargestCorrection', [null, 1, 1000], [0, -1, 1001, 0.5, '3', [3]]],
    ['owedSessions', [0, 20], [-1, 21, 0.5, '3', null]],
    ['coachSales', ['sell', 'request', 'off'], ['on', 'Sell', '', null, true, ['sell']]],
  ] as const)(
    '%s takes the numbers and words that can be set, and nothing else',
    (name, right, wrong) => {
      for (const value of right) expect(of({ [name]: value })[name]).toBe(value);
      for (const value of wrong) expect(of({ [name]: value })[name]).toBe(INITIAL[name]);
    },
  );

  it('that are not known are left alone', () => {
    expect(of({ '*': null, later: 'x', constructor: 'y' })).toEqual(INITIAL);
  });

  it('tell everybody what everybody may know', () => {
    const values = { studioName: 'Studio', locale: 'de', replyTo: 'desk@studio.test' } as const;
    const { replyTo: _, freezeDays: __, ...told } = { ...INITIAL, ...values };
    expect(shownToAll({ ...INITIAL, ...values })).toEqual(told);
    expect(SETTING_NAMES.length).toBeGreaterThan(Object.keys(shownToAll(INITIAL)).length);
  });

  it('differ where another value is wanted', () => {
    const values = { ...INITIAL, studioName: 'One' };
    expect(differences(values, {})).toBeUndefined();
    expect(differences(values, { ...values })).toBeUndefined();
    expect(differences(values, { studioName: null, locale: null })).toEqual({
      before: { studioName: 'One' },
      after: { studioName: null },
    });
  });
});
