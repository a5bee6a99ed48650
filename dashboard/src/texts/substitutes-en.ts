/** The texts of the sheet that has a coach stand in for another one. */
export const substitutesEn = {
  cover: {
    label: 'Whose members',
    own: 'My own',
    for: (coach: string, day: string) => `For ${coach} · until ${day}`,
  },
  name: 'Substitute',
  detail: 'Another coach trains the members for some days.',
  title: (coach: string) => `Substitute for ${coach}`,
  current: 'Now and to come',
  none: 'Nobody stands in.',
  who: 'Who stands in',
  missing: 'Please choose a coach.',
  from: 'First day',
  to: 'Last day',
  noDay: 'Please choose a day.',
  tooEarly: 'The last day is before the first.',
  lengths: { day: '1 day', week: '1 week', two: '2 weeks' },
  effect:
    'The substitute sees these members and uses their sessions. What is sold stays with the coach.',
  save: 'Set',
  saved: (coach: string) => `${coach} stands in`,
  days: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
  one: (member: string) => `${member} only`,
  end: 'End',
  endOf: (coach: string) => `End with ${coach}`,
  ended: 'It was ended',
};

export type SubstituteTexts = typeof substitutesEn;
