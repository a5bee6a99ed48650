import { plural } from './plural.js';

const days = plural('en', { one: '# day', other: '# days' });

/** The texts of what freezes packages. */
export const freezesEn = {
  freeze: {
    name: 'Freeze',
    detail: 'Nothing is used for some days, and its end moves by as many.',
    title: 'Freeze this package',
  },
  change: {
    name: 'Change or end the freeze',
    detail: 'Another last day, or no day more.',
    save: 'Save',
  },
  from: 'First day',
  to: 'Last day',
  open: 'Until further notice',
  openHint: 'Its end moves once you end the freeze.',
  endYesterday: 'End: today counts again',
  takeBack: 'Take the freeze back',
  lengths: { one: '1 week', two: '2 weeks', four: '4 weeks' },
  count: (count: number) => days(count),
  ends: (count: number, day: string) => `${days(count)} · valid until ${day}`,
  noDay: 'Please choose a day.',
  tooEarly: 'The last day must not be before the first one.',
  frozen: (coach: string) => `Frozen · package with ${coach}`,
  changed: (coach: string) => `Freeze changed · package with ${coach}`,
  ended: (coach: string) => `Freeze ended · package with ${coach}`,
  startAndUse: 'Start today and use',
  endAndUse: 'End the freeze and use',
};

export type FreezesTexts = typeof freezesEn;
